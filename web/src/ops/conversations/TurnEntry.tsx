import { useState } from "react";
import { session } from "../../shared/session";
import { milliseconds } from "../format";
import { Badge, toneOf } from "../parts/Badge";
import { hashOf, readsAudit } from "../routing";
import type { Opinion, ToolCall, Turn, TurnResult } from "../types";
import { labelOf, WORDS } from "../words";
import { AuditRecord } from "./AuditRecord";
import { Bubble } from "./Entries";
import { Said } from "./Said";
import { Sources } from "./Sources";

const WORD = WORDS.transcript;

interface Props {
  turn: Turn;
  threadId: string;
  /** Who wrote it, in words. */
  asker: string;
  opinion: Opinion | null;
  /** Whether its audit record is opened with it. */
  open: boolean;
}

/** What was asked and answered in one turn, what the answer stands on, and its audit record on demand. */
export function TurnEntry({ turn, threadId, asker, opinion, open }: Props): React.JSX.Element {
  return (
    <article id={`turn-${turn.turn_id}`} className="ops-turn" aria-label={`${WORD.turns} ${turn.order}`}>
      <Bubble side="borrower" who={asker} at={turn.received_at}>
        <Words turn={turn} />
      </Bubble>
      <Bubble side="assistant" who={WORD.assistant} at={null}>
        {turn.result ? <Answer result={turn.result} status={turn.status} /> : <p>{labelOf(turn.status)}</p>}
        {opinion && <Liked opinion={opinion} />}
        <Record turn={turn} threadId={threadId} open={open} />
      </Bubble>
    </article>
  );
}

function Words({ turn }: { turn: Turn }): React.JSX.Element {
  if (turn.opens === false) {
    return (
      <p className="ops-notice" data-kind="danger">
        {WORD.closed}
      </p>
    );
  }
  if (!turn.user_text) return <p className="ops-soft">{WORD.deleted}</p>;
  return <p className="ops-words">{turn.user_text}</p>;
}

function Answer({ result, status }: { result: TurnResult; status: string }): React.JSX.Element {
  return (
    <>
      <Said text={result.answer} citations={result.citations} />
      <p className="ops-badges">
        <Badge tone={toneOf(result.outcome)}>{labelOf(result.outcome)}</Badge>
        {status !== "finished" && <Badge tone="warn">{labelOf(status)}</Badge>}
        {result.handoff && <Badge tone="warn">{labelOf(result.handoff.reason)}</Badge>}
        <span className="ops-soft">{milliseconds(result.timings_ms.total)}</span>
      </p>
      <Sources citations={result.citations} />
      <Calls calls={result.tool_calls} />
    </>
  );
}

function Calls({ calls }: { calls: readonly ToolCall[] }): React.JSX.Element | null {
  if (calls.length === 0) return null;
  return (
    <details className="ops-details">
      <summary>
        {WORD.tools} ({calls.length}): {calls.map((call) => call.name).join(", ")}
      </summary>
      {calls.map((call, index) => (
        <div key={index} className="ops-call">
          <h3>{call.name}</h3>
          <Json name={`${call.name}: ${WORD.arguments}`} head={WORD.arguments} value={call.arguments} />
          <Json name={`${call.name}: ${WORD.result}`} head={WORD.result} value={call.result} />
        </div>
      ))}
    </details>
  );
}

/** A value as it was; wide ones scroll, also by keyboard. */
export function Json({ name, head, value }: { name: string; head?: string; value: unknown }): React.JSX.Element {
  return (
    <>
      {head && <p className="ops-soft">{head}</p>}
      <pre className="ops-json" tabIndex={0} role="group" aria-label={name}>
        {JSON.stringify(value, null, 2)}
      </pre>
    </>
  );
}

function Liked({ opinion }: { opinion: Opinion }): React.JSX.Element {
  const says = opinion.liked ? WORD.liked : WORD.disliked;
  return (
    <p>
      <Badge tone={opinion.liked ? "ok" : "danger"}>{opinion.reason ? `${says}: ${labelOf(opinion.reason)}` : says}</Badge>
    </p>
  );
}

function Record({ turn, threadId, open }: { turn: Turn; threadId: string; open: boolean }): React.JSX.Element {
  const mayRead = readsAudit(session()?.role ?? "");
  const [shown, setShown] = useState(open && mayRead);
  return (
    <>
      <p className="ops-row ops-no-print">
        {mayRead && (
          <button
            type="button"
            className="tw-button"
            data-testid="audit"
            aria-expanded={shown}
            onClick={() => setShown(!shown)}
          >
            {shown ? WORD.auditHide : WORD.audit}
          </button>
        )}
        <a className="ops-inline-link" href={hashOf("conversations", [threadId, turn.turn_id])}>
          {WORD.link}
        </a>
      </p>
      {shown && <AuditRecord turnId={turn.turn_id} />}
    </>
  );
}
