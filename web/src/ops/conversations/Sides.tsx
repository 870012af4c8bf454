import { instant, lasting } from "../format";
import { Badge } from "../parts/Badge";
import type { HandoffRow, Proposal } from "../types";
import { labelOf, WORDS } from "../words";

const WORD = WORDS.transcript;

export function HandoffList({ handoffs }: { handoffs: readonly HandoffRow[] }): React.JSX.Element | null {
  if (handoffs.length === 0) return null;
  return (
    <section aria-labelledby="of-handoffs">
      <h2 id="of-handoffs">{WORD.handoffs}</h2>
      <ul className="ops-list">
        {handoffs.map((one) => (
          <li key={one.handoff_id}>
            <Badge tone={one.state === "waiting" ? "warn" : "plain"}>{labelOf(one.state)}</Badge> {labelOf(one.reason)},{" "}
            {labelOf(one.queue)}, asked {instant(one.requested_at)}
            {one.agent_name && `, ${one.agent_name}`}
            {one.accepted_at && ` after ${lasting((Date.parse(one.accepted_at) - Date.parse(one.requested_at)) / 1000)}`}
            {one.ended_at && `, ended ${instant(one.ended_at)}`}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function ProposalList({ proposals }: { proposals: readonly Proposal[] }): React.JSX.Element | null {
  if (proposals.length === 0) return null;
  return (
    <section aria-labelledby="of-proposals">
      <h2 id="of-proposals">{WORD.proposals}</h2>
      <ul className="ops-list">
        {proposals.map((one) => (
          <li key={one.proposal_id}>
            <Badge tone={one.state === "done" ? "ok" : "plain"}>{labelOf(one.state)}</Badge> {one.title ?? labelOf(one.tool)},{" "}
            {instant(one.created_at)}
          </li>
        ))}
      </ul>
    </section>
  );
}
