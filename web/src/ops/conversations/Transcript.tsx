import { useEffect } from "react";
import { useAsked } from "../asked";
import { count, instant } from "../format";
import { Facts } from "../parts/Facts";
import { Empty, Loading, Trouble } from "../parts/Notice";
import { hashOf } from "../routing";
import type { Conversation } from "../types";
import { WORDS } from "../words";
import { MessageEntry, NoticeEntry } from "./Entries";
import { HandoffList, ProposalList } from "./Sides";
import { askerOf, timelineOf } from "./timeline";
import { TurnEntry } from "./TurnEntry";

const WORD = WORDS.transcript;

/** One conversation, whole. `turnId`: the turn that a link names; it is brought into view with its audit record. */
export function Transcript({ threadId, turnId }: { threadId: string; turnId: string | null }): React.JSX.Element {
  const found = useAsked<Conversation>(`/v1/ops/conversations/${encodeURIComponent(threadId)}`);
  return (
    <>
      <p className="ops-no-print">
        <a className="ops-inline-link" href={hashOf("conversations")} onClick={backToSearch}>
          ← {WORD.back}
        </a>
      </p>
      <div className="ops-title">
        <h1 tabIndex={-1}>{WORD.title}</h1>
        {found.answer && (
          <button type="button" className="tw-button ops-no-print" onClick={() => print()}>
            {WORD.print}
          </button>
        )}
      </div>
      {found.problem && <Trouble problem={found.problem} again={found.again} />}
      {!found.answer && !found.problem && <Loading />}
      {found.answer && <Whole conversation={found.answer} turnId={turnId} />}
    </>
  );
}

/** Back to the search as it stood, where this conversation was opened from it. */
function backToSearch(event: React.MouseEvent): void {
  if (history.length < 2 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.back();
}

function Whole({ conversation, turnId }: { conversation: Conversation; turnId: string | null }): React.JSX.Element {
  useEffect(() => {
    if (turnId) document.getElementById(`turn-${turnId}`)?.scrollIntoView({ block: "start" });
  }, [turnId]);
  const entries = timelineOf(conversation);
  const opinions = new Map(conversation.feedback.map((opinion) => [opinion.turn_id, opinion]));
  const asker = labelOfAsker(askerOf(conversation));
  const borrower = [conversation.borrower_name, conversation.borrower_id].filter(Boolean).join(", ");
  return (
    <>
      <Facts
        facts={[
          ...(borrower ? [[WORD.borrower, borrower] as const] : []),
          [WORD.started, instant(conversation.started_at)],
          [WORD.turns, count(conversation.turns.length)],
          ["Id", <code key="id">{conversation.thread_id}</code>],
        ]}
      />
      <HandoffList handoffs={conversation.handoffs} />
      <ProposalList proposals={conversation.proposals} />
      {entries.length === 0 && <Empty says={WORD.nothing} />}
      <ol className="ops-timeline">
        {entries.map((entry) => (
          <li key={`${entry.kind}-${entry.order}`}>
            {entry.kind === "turn" && (
              <TurnEntry
                turn={entry.turn}
                threadId={conversation.thread_id}
                asker={asker}
                opinion={opinions.get(entry.turn.turn_id) ?? null}
                open={entry.turn.turn_id === turnId}
              />
            )}
            {entry.kind === "notice" && <NoticeEntry notice={entry.notice} />}
            {entry.kind === "message" && <MessageEntry message={entry.message} />}
          </li>
        ))}
      </ol>
    </>
  );
}

function labelOfAsker(asker: string): string {
  if (asker === "borrower") return WORD.borrower;
  return asker === "visitor" ? WORDS.handoffs.anonymous : asker;
}
