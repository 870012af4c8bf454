import { lasted, moment } from "../format";
import type { BoardRow } from "../types";
import { named, say } from "../words";
import { isClosed } from "./board";

export function QueueRow({
  row,
  place,
  waited,
  open,
  choose,
  accept,
  busy,
}: {
  row: BoardRow;
  place: number | null;
  waited: number;
  open: boolean;
  choose: (id: string) => void;
  accept: (row: BoardRow) => void;
  busy: boolean;
}): React.JSX.Element {
  if (isClosed(row))
    return (
      <li className="cp-row" data-testid="queue-row" data-handoff={row.handoff_id} data-state={row.state}>
        <span className="cp-row-main">
          <span className="cp-row-facts">{facts(row, waited)}</span>
        </span>
      </li>
    );
  const name = row.borrower_name ?? say("queue.anonymous");
  return (
    <li
      className="cp-row"
      data-testid="queue-row"
      data-handoff={row.handoff_id}
      data-thread={row.thread_id}
      data-state={row.state}
      data-urgent={row.urgent || undefined}
      data-open={open || undefined}
    >
      <button
        type="button"
        className="cp-row-main"
        data-row={row.handoff_id}
        aria-current={open ? "true" : undefined}
        onClick={() => choose(row.handoff_id)}
      >
        <span className="cp-row-name">
          <span>
            {place !== null && (
              <span className="cp-place">
                <span className="tw-hidden">{say("queue.position", { n: place })}: </span>
                <span aria-hidden="true">{place}</span>
              </span>
            )}
            <strong>{name}</strong>
          </span>
          {row.language !== "en" && (
            <abbr className="cp-chip" title={named("language", row.language)}>
              {row.language.toUpperCase()}
            </abbr>
          )}
          {row.urgent && (
            <span className="cp-chip" data-tone="stop">
              {say("queue.urgent")}
            </span>
          )}
        </span>
        {row.preview && <span className="cp-preview">{row.preview}</span>}
        <span className="cp-row-facts">
          {facts(row, waited)}
        </span>
      </button>
      {row.state === "waiting" && (
        <button
          type="button"
          className="tw-button cp-accept"
          data-kind="primary"
          data-testid="accept"
          aria-label={say("queue.accept.of", { name })}
          disabled={busy}
          onClick={() => accept(row)}
        >
          {say("queue.accept")}
        </button>
      )}
    </li>
  );
}

function facts(row: BoardRow, waited: number): string {
  const { reason, queue, state, agent_name, open_now, opens_at } = row;
  const since =
    state === "waiting" || !agent_name
      ? say("queue.waited", { time: lasted(waited) })
      : say("queue.with", { name: agent_name });
  const closed = !open_now && opens_at && state === "waiting" ? [say("queue.closed", { when: moment(opens_at) })] : [];
  return [named("why", reason), named("queue", queue), since, ...closed].join(" · ");
}
