import { ActionBarPrimitive, MessagePrimitive } from "@assistant-ui/react";
import { lazy, Suspense } from "react";
import { isDrawn } from "../cards/drawn-tools";
import { sendAgain } from "../conversation/sending";
import type { AssistantEntry } from "../conversation/timeline";
import { Rich } from "../text/Rich";
import type { Citation, Proposal } from "../wire";
import { useWords } from "../words/Words";
import { useChat, useRoom } from "./Context";
import { Feedback } from "./Feedback";
import { Icon } from "./Icon";
import { ProposalCards } from "./ProposalCards";
import { Steps } from "./Steps";
import { UrgentHelp } from "./UrgentHelp";

const Drawn = lazy(() => import("../cards/Drawn"));

/** Where the answer was withheld, nothing is drawn of what it would have rested on. */
const UNANSWERED = new Set(["abstained", "refused", "failed"]);

export function AssistantMessage({ entry }: { entry: AssistantEntry }): React.JSX.Element {
  const words = useWords();
  const { open } = useRoom();
  const { end, live } = entry;
  const proposals = end?.proposals ?? [];
  const drawn = end !== null && !UNANSWERED.has(end.outcome) && isDrawn(entry.calls);
  return (
    <MessagePrimitive.Root render={<article />} className="message assistant" data-testid="message-assistant" aria-label={words.assistant} aria-busy={live !== null && live.phase !== "failed"}>
      <p className="who">
        <Icon name="spark" />
        {words.assistant}
      </p>
      {end?.handoff?.urgent && <UrgentHelp phone={end.handoff.phone} />}
      {live && <Steps live={live} />}
      {entry.answer && (
        <div className="rich">
          <Rich
            text={entry.answer}
            citations={end?.citations ?? []}
            cite={(citation) => open({ kind: "citation", citation })}
            fold={drawn}
            {...(proposals.length > 0 ? { leaveOut: wordsOfCards(proposals) } : {})}
          />
        </div>
      )}
      <Suspense fallback={null}>{drawn && <Drawn calls={entry.calls} />}</Suspense>
      <ProposalCards ids={proposals.map((proposal) => proposal.proposal_id)} />
      <Sources citations={end?.citations ?? []} />
      <Trouble entry={entry} />
      {!live && entry.answer && end && (
        <ActionBarPrimitive.Root className="actions">
          <ActionBarPrimitive.Copy className="quiet" aria-label={words.copy}>
            <Icon name="copy" />
          </ActionBarPrimitive.Copy>
          <Feedback turnId={end.turn_id} />
        </ActionBarPrimitive.Root>
      )}
    </MessagePrimitive.Root>
  );
}

/** What a proposal's card says already; the answer does not say it twice. */
const wordsOfCards = (proposals: readonly Proposal[]): ReadonlySet<string> =>
  new Set(proposals.flatMap((proposal) => [proposal.title, ...proposal.lines.map((line) => line.words)]));

function Sources({ citations }: { citations: readonly Citation[] }): React.ReactNode {
  const words = useWords();
  const { open } = useRoom();
  if (citations.length === 0) return null;
  return (
    <ul className="sources" aria-label={words.citation.sources}>
      {citations.map((citation) => (
        <li key={citation.id}>
          <button type="button" className="source" onClick={() => open({ kind: "citation", citation })}>
            <span className="number">{citation.id}</span>
            {citation.title}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** A run that did not end in an answer: why, and one button to try again. */
function Trouble({ entry }: { entry: AssistantEntry }): React.ReactNode {
  const words = useWords();
  const { chat } = useRoom();
  const busy = useChat((state) => state.live !== null && state.live.phase !== "failed");
  const failed = entry.live?.phase === "failed";
  if (!failed && entry.status !== "stopped" && entry.status !== "failed" && entry.end?.outcome !== "failed") return null;
  const why = failed ? entry.live?.problem?.words || words.failed : entry.status === "stopped" ? words.stopped : entry.answer ? "" : words.failed;
  return (
    <p className="unsent">
      {why}
      {failed ? (
        <button type="button" className="tw-button" data-testid="retry" onClick={() => void sendAgain(chat)}>
          <Icon name="retry" />
          {words.retry}
        </button>
      ) : (
        <ActionBarPrimitive.Reload className="tw-button" data-testid="retry" disabled={busy}>
          <Icon name="retry" />
          {words.retry}
        </ActionBarPrimitive.Reload>
      )}
    </p>
  );
}
