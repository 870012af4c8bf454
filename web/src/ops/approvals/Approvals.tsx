import { useCallback, useEffect, useRef, useState } from "react";
import { useAsked, useNow } from "../asked";
import { Empty, Loading, Trouble } from "../parts/Notice";
import type { Proposal } from "../types";
import { WORDS } from "../words";
import { ApprovalCard } from "./ApprovalCard";
import { type Decision, DecisionDialog } from "./DecisionDialog";
import { Outcome } from "./Outcome";

const WORD = WORDS.approvals;
const POLL_S = 10;

/** What waits for a second person. The list asks again every ten seconds; what was decided here stays in view. */
export function Approvals(): React.JSX.Element {
  const waiting = useAsked<{ proposals: Proposal[] }>("/v1/proposals?state=awaiting_approval", POLL_S);
  const [choosing, setChoosing] = useState<{ proposal: Proposal; decision: Decision } | null>(null);
  const [decided, setDecided] = useState<Proposal[]>([]);
  const now = useNow(15);
  const done = useCallback(
    (proposal: Proposal) => {
      setChoosing(null);
      setDecided((before) => [proposal, ...before.filter((one) => one.proposal_id !== proposal.proposal_id)]);
      waiting.again();
    },
    [waiting.again],
  );
  const open = (waiting.answer?.proposals ?? []).filter(
    (one) => !decided.some((other) => other.proposal_id === one.proposal_id),
  );

  return (
    <>
      <h1 tabIndex={-1}>{WORD.title}</h1>
      <p className="ops-soft">{WORD.lead}</p>
      {waiting.problem && <Trouble problem={waiting.problem} again={waiting.again} />}
      {!waiting.answer && !waiting.problem && <Loading />}
      <p className="tw-hidden" role="status">
        {waiting.answer ? `${open.length} waiting.` : ""}
      </p>
      {waiting.answer && open.length === 0 && <Empty says={WORD.empty} hint={WORD.emptyHint} />}
      <ul className="ops-cards">
        {open.map((proposal) => (
          <li key={proposal.proposal_id}>
            <ApprovalCard
              proposal={proposal}
              now={now}
              choose={(decision) => setChoosing({ proposal, decision })}
            />
          </li>
        ))}
      </ul>
      {decided.length > 0 && <Decided proposals={decided} />}
      {choosing && (
        <DecisionDialog {...choosing} done={done} close={() => setChoosing(null)} stale={waiting.again} />
      )}
    </>
  );
}

function Decided({ proposals }: { proposals: Proposal[] }): React.JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  const newest = proposals[0]?.proposal_id;
  // The button that was pressed is gone with its card; the focus goes to what became of it.
  useEffect(() => heading.current?.focus(), [newest]);
  return (
    <section aria-labelledby="decided">
      <h2 id="decided" ref={heading} tabIndex={-1}>
        {WORD.decided}
      </h2>
      <ul className="ops-list" aria-live="polite">
        {proposals.map((proposal) => (
          <li key={proposal.proposal_id}>
            <Outcome proposal={proposal} />
          </li>
        ))}
      </ul>
    </section>
  );
}
