import { useNow } from "../desk/useOnline";
import type { BoardRow } from "../types";
import { named, QUEUES, say, type Word } from "../words";
import type { Board } from "./board";
import { QueueRow } from "./QueueRow";
import type { BoardState } from "./useBoard";

interface Props {
  state: BoardState;
  found: Board;
  filter: string;
  setFilter: (queue: string) => void;
  open: string | null;
  choose: (id: string) => void;
  accept: (row: BoardRow) => void;
  accepting: string | null;
}

export function QueueColumn(props: Props): React.JSX.Element {
  const { state, found, filter, setFilter } = props;
  const urgent = found.waiting.filter((row) => row.urgent).length;
  return (
    <section className="cp-column cp-queue" aria-labelledby="queue-title">
      <div className="cp-head">
        <h2 id="queue-title">{say("queue.title")}</h2>
        <p className="cp-soft" role="status" data-testid="queue-counts">
          {state.rows && say("queue.counts", { waiting: found.waiting.length, urgent })}
        </p>
        <label className="cp-filter">
          <span className="tw-hidden">{say("queue.filter")}</span>
          <select className="tw-field" value={filter} onChange={(event) => setFilter(event.target.value)}>
            <option value="">{say("queue.all")}</option>
            {QUEUES.map((queue) => (
              <option key={queue} value={queue}>
                {named("queue", queue)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div className="cp-scroll">
        <Body {...props} />
      </div>
    </section>
  );
}

function Body(props: Props): React.JSX.Element {
  const { state, found, filter } = props;
  const now = useNow(5_000);
  const since = Math.max(0, (now - state.readAt) / 1000);
  if (state.failed && !state.rows)
    return (
      <div className="cp-empty" role="alert">
        <p>{say("queue.failed")}</p>
        <p className="cp-soft">{state.failed}</p>
        <button type="button" className="tw-button" onClick={() => void state.reload()}>
          {say("again")}
        </button>
      </div>
    );
  if (!state.rows) return <p className="cp-empty cp-soft">{say("loading")}</p>;
  const groups: [Word, BoardRow[]][] = [
    ["queue.yours", found.yours],
    ["queue.waiting", found.waiting],
    ["queue.others", found.others],
  ];
  return (
    <>
      {groups.map(
        ([title, rows]) =>
          rows.length > 0 && (
            <section key={title} className="cp-group" aria-label={say(title)}>
              <h3>{say(title)}</h3>
              <ul>
                {rows.map((row, at) => (
                  <QueueRow
                    key={row.handoff_id}
                    row={row}
                    place={row.state === "waiting" ? (row.position ?? at + 1) : null}
                    waited={row.waited_s + since}
                    open={props.open === row.handoff_id}
                    choose={props.choose}
                    accept={props.accept}
                    busy={props.accepting === row.handoff_id}
                  />
                ))}
              </ul>
            </section>
          ),
      )}
      {found.waiting.length === 0 && (
        <div className="cp-empty">
          <p>{say(filter ? "queue.empty.filter" : "queue.empty")}</p>
          <p className="cp-soft">{say("queue.empty.hint")}</p>
        </div>
      )}
    </>
  );
}
