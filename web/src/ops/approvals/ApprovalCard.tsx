import { exact, instant, lasting } from "../format";
import { Badge } from "../parts/Badge";
import { Facts } from "../parts/Facts";
import { type Column, Table } from "../parts/Table";
import { hashOf } from "../routing";
import type { Proposal } from "../types";
import { labelOf, WORDS } from "../words";
import type { Decision } from "./DecisionDialog";
import { amountOf, type Change, changesOf, detailsOf, leftS, reasonOf, whoIs } from "./proposed";

const WORD = WORDS.approvals;
const SOON_S = 600;
const CHANGES: readonly Column<Change>[] = [
  { key: "what", head: WORD.what, names: true, cell: (change) => change.label },
  { key: "before", head: WORD.before, cell: (change) => change.before },
  { key: "after", head: WORD.after, cell: (change) => <strong>{change.after}</strong> },
];

interface Props {
  proposal: Proposal;
  now: number;
  choose: (decision: Decision) => void;
}

/** One request: who, about whom, what, how much, what changes and why. */
export function ApprovalCard({ proposal, now, choose }: Props): React.JSX.Element {
  const heading = `approval-${proposal.proposal_id}`;
  const changes = changesOf(proposal);
  const reason = reasonOf(proposal);
  return (
    <article className="tw-card ops-approval" data-testid="approval-row" aria-labelledby={heading}>
      <div className="ops-approval-head">
        <h2 id={heading}>
          {proposal.title} {amountOf(proposal) && <span className="ops-amount">{amountOf(proposal)}</span>}
        </h2>
        <Expiry proposal={proposal} now={now} />
      </div>
      <Facts
        facts={[
          [WORD.maker, `${whoIs(proposal.maker, proposal.maker_name)}${proposal.by_you ? `, ${WORD.you}` : ""}`],
          [WORD.about, whoIs(proposal.about, proposal.about_name)],
          [WORD.risk, labelOf(proposal.risk)],
          [WORD.asked, instant(proposal.created_at)],
          ...detailsOf(proposal),
        ]}
      />
      {reason && <blockquote className="ops-reason">{reason}</blockquote>}
      {changes.length > 0 && (
        <Table caption={WORD.changes} columns={CHANGES} rows={changes} keyOf={(change) => change.label} />
      )}
      <Choices proposal={proposal} now={now} choose={choose} />
    </article>
  );
}

function Expiry({ proposal, now }: { proposal: Proposal; now: number }): React.JSX.Element {
  const left = leftS(proposal, now);
  if (left <= 0) return <Badge tone="danger">{WORD.expired}</Badge>;
  return (
    <Badge tone={left < SOON_S ? "warn" : "plain"}>
      <time dateTime={proposal.expires_at} title={exact(proposal.expires_at)}>
        {WORD.expires} in {lasting(left)}
      </time>
    </Badge>
  );
}

function Choices({ proposal, now, choose }: Props): React.JSX.Element {
  const may = (action: Decision): boolean => proposal.can.includes(action) && leftS(proposal, now) > 0;
  const named = `${proposal.title}, ${amountOf(proposal) ?? ""} ${proposal.about_name ?? proposal.about ?? ""}`;
  return (
    <div className="ops-row">
      {may("approve") && (
        <button
          type="button"
          className="tw-button"
          data-kind="primary"
          data-testid="approve"
          aria-label={`${WORD.approve}: ${named}`}
          onClick={() => choose("approve")}
        >
          {WORD.approve}
        </button>
      )}
      {may("reject") && (
        <button
          type="button"
          className="tw-button"
          data-kind="danger"
          data-testid="reject"
          aria-label={`${WORD.reject}: ${named}`}
          onClick={() => choose("reject")}
        >
          {WORD.reject}
        </button>
      )}
      {proposal.by_you && <p className="ops-soft">{WORD.own}</p>}
      <a className="ops-inline-link" href={hashOf("conversations", [proposal.thread_id])}>
        {WORD.conversation}
      </a>
    </div>
  );
}
