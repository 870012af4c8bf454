import { session } from "../../shared/session";
import { send } from "../conversation/sending";
import { useWords } from "../words/Words";
import { goSignIn } from "./Banners";
import { useChat, useRoom } from "./Context";
import { Icon } from "./Icon";

/** The empty page: what this is, where one left off, and what one may want to know. */
export function Welcome(): React.JSX.Element {
  const words = useWords();
  const { chat } = useRoom();
  const starters = useChat((state) => state.starters);
  const newest = useChat((state) => state.threads[0]);
  const known = session() !== null;
  return (
    <section className="welcome" aria-labelledby="welcome">
      <p className="mark" aria-hidden="true">
        <Icon name="spark" />
      </p>
      <h2 id="welcome">{known ? words.welcome : words.welcomeVisitor}</h2>
      <p>{known ? words.welcomeText : words.visitorText}</p>
      {!known && (
        <button type="button" className="tw-button" data-kind="primary" data-testid="sign-in" onClick={goSignIn}>
          {words.signIn}
        </button>
      )}
      {newest?.title && (
        <button type="button" className="starter go-on" onClick={() => void chat.open(newest.thread_id)}>
          <Icon name="history" />
          {words.goOn(newest.title)}
        </button>
      )}
      {starters.length > 0 && (
        <ul className="starters" aria-label={words.starters}>
          {starters.map((starter) => (
            <li key={starter.text}>
              <button type="button" className="starter" data-testid="starter" onClick={() => void send(chat, starter.text)}>
                {starter.text}
                {starter.why && <span className="why">{starter.why}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
