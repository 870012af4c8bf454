import { useEffect, useRef } from "react";
import { weekday } from "../figures/format";
import { PHONES } from "../../shared/prose";
import type { Handoff } from "../wire";
import { useSpoken, useWords } from "../words/Words";
import { useChat, useRoom } from "./Context";
import { Icon } from "./Icon";

/** Always there: the way to a person, or where one is in the line, or who is here. */
export function PersonBar(): React.JSX.Element {
  const handoff = useChat((state) => state.handoff);
  const agent = useChat((state) => state.floor === "agent");
  return (
    <section className="person-bar" aria-label={useWords().handoff.talk}>
      {agent && handoff ? (
        <Here handoff={handoff} />
      ) : handoff?.state === "waiting" ? (
        <Waiting handoff={handoff} />
      ) : (
        <Talk />
      )}
    </section>
  );
}

function Talk(): React.JSX.Element {
  const words = useWords();
  const { chat } = useRoom();
  const asking = useChat((state) => state.asking);
  return (
    <p className="talk">
      <button type="button" className="quiet" data-testid="talk-to-person" disabled={asking} onClick={() => void chat.askPerson()}>
        <Icon name="person" />
        {words.handoff.talk}
      </button>
      <span className="note">{words.notAPerson}</span>
    </p>
  );
}

function Here({ handoff }: { handoff: Handoff }): React.JSX.Element {
  const words = useWords();
  return (
    <div className="state here" data-testid="handoff-state" data-state="accepted">
      <Icon name="person" />
      <p>
        <strong>{words.handoff.agentHere(handoff.agent_name ?? words.handoff.joined)}</strong> {words.handoff.agentText}
      </p>
    </div>
  );
}

/** The place in the line in one row; the telephone, the hours and the way out below it. */
function Waiting({ handoff }: { handoff: Handoff }): React.JSX.Element {
  const { language, words } = useSpoken();
  const { chat } = useRoom();
  const { phone, position } = handoff;
  const summary = useRef<HTMLElement>(null);
  useEffect(() => {
    // It took the place of the button that was pressed.
    if (document.activeElement === document.body) summary.current?.focus();
  }, []);
  const back = handoff.opens_at && words.handoff.opensAt(weekday(handoff.opens_at, language));
  // Whoever needs help at once is told whom to call, and not first that nobody is here until Monday.
  const place = handoff.open_now ? position !== null && words.handoff.position(position) : !handoff.urgent && back;
  return (
    <div className="state waiting" data-testid="handoff-state" data-state="waiting" data-urgent={handoff.urgent}>
      <details>
        <summary ref={summary}>
          <strong>{words.handoff.waiting}.</strong> {place}
        </summary>
      <div className="rest">
        {!handoff.open_now && (
          <p>
            {words.handoff.closed} {handoff.urgent && back}
          </p>
        )}
        <p>{words.handoff.keepWriting}</p>
        {handoff.hours && (
          <p className="note">
            {words.handoff.hours}: {handoff.hours}
          </p>
        )}
        <p className="row">
          {phone && PHONES.includes(phone) && (
            <a href={`tel:${phone}`}>{words.handoff.call(phone)}</a>
          )}
          <button type="button" className="quiet" data-testid="handoff-withdraw" onClick={() => void chat.withdrawPerson()}>
            {words.handoff.withdraw}
          </button>
        </p>
        </div>
      </details>
      {handoff.urgent && phone && PHONES.includes(phone) && (
        <a href={`tel:${phone}`} className="tw-button call">
          <Icon name="phone" />
          {words.handoff.call(phone)}
        </a>
      )}
    </div>
  );
}
