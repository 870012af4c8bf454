import { lasted, time } from "../format";
import type { BoardRow } from "../types";
import { named, say } from "../words";

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
          {[
            named("why", row.reason),
            named("queue", row.queue),
            row.state === "waiting" || !row.agent_name
              ? say("queue.waited", { time: lasted(waited) })
              : say("queue.with", { name: row.agent_name }),
            ...(!row.open_now && row.opens_at ? [say("queue.closed", { when: time(row.opens_at) })] : []),
          ].join(" · ")}
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
