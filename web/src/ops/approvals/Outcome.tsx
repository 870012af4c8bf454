import { useAsked } from "../asked";
import { Said } from "../conversations/Said";
import { Badge, type Tone } from "../parts/Badge";
import type { Proposal } from "../types";
import { labelOf } from "../words";
import { whoIs } from "./proposed";

const ENDED = ["done", "refused", "rejected", "expired", "cancelled", "superseded"];
const TONES: Readonly<Record<string, Tone>> = { done: "ok", refused: "danger", rejected: "plain" };

/** What became of a decision: it is asked for until the account system has answered. */
export function Outcome({ proposal }: { proposal: Proposal }): React.JSX.Element {
  const running = !ENDED.includes(proposal.state);
  const followed = useAsked<Proposal>(running ? `/v1/proposals/${encodeURIComponent(proposal.proposal_id)}` : null, 2);
  const now = followed.answer ?? proposal;
  return (
    <div className="tw-card ops-outcome" data-testid="decided">
      <p>
        <Badge tone={TONES[now.state] ?? "accent"}>{labelOf(now.state)}</Badge> <strong>{now.title}</strong>{" "}
        <span className="ops-soft">{whoIs(now.about, now.about_name)}</span>
      </p>
      <Said text={now.receipt?.words ?? now.says} />
    </div>
  );
}
