import { useEffect } from "react";
import { keep, session } from "../../shared/session";
import { day } from "../figures/format";
import { goSignIn } from "../view/Banners";
import { useChat, useRoom } from "../view/Context";
import { Dialog } from "../view/Dialog";
import { useSpoken } from "../words/Words";

/** One's conversations on every device, newest first. */
export default function History({ close }: { close: () => void }): React.JSX.Element {
  const { language, words } = useSpoken();
  const { chat } = useRoom();
  const threads = useChat((state) => state.threads);
  const here = useChat((state) => state.threadId);
  useEffect(() => void chat.readThreads(), [chat]);
  const go = (act: () => unknown): void => {
    close();
    act();
  };
  return (
    <Dialog title={words.history.title} close={close} testid="history-panel" kind="drawer">
      <div className="row">
        <button type="button" className="tw-button" data-kind="primary" data-testid="new-conversation" onClick={() => go(() => chat.fresh())}>
          {words.menu.fresh}
        </button>
      </div>
      {threads.length === 0 ? (
        <p>{words.history.none}</p>
      ) : (
        <ul className="threads">
          {threads.map((thread) => (
            <li key={thread.thread_id}>
              <button
                type="button"
                className="starter"
                data-testid="history-row"
                aria-current={thread.thread_id === here ? "true" : undefined}
                onClick={() => go(() => chat.open(thread.thread_id))}
              >
                {thread.title ?? words.history.untitled}
                <span className="why">
                  {[
                    day(thread.created_at.slice(0, 10), language),
                    words.history.turns(thread.turns),
                    thread.thread_id === here && words.history.here,
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <Person />
    </Dialog>
  );
}

function Person(): React.JSX.Element {
  const { words } = useSpoken();
  const current = session();
  const leave = (): void => {
    keep(null);
    location.replace(location.pathname + location.search);
  };
  return (
    <p className="row person-row">
      {current?.name && <span className="note">{current.name}</span>}
      <button type="button" className="tw-button" data-testid={current ? "sign-out" : "sign-in-panel"} onClick={current ? leave : goSignIn}>
        {current ? words.menu.signOut : words.signIn}
      </button>
    </p>
  );
}
