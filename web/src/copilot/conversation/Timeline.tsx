import { useCallback, useEffect, useRef, useState } from "react";
import { Guarded } from "../desk/Guarded";
import type { Me } from "../desk/me";
import { time } from "../format";
import type { Citation, TurnEntry } from "../types";
import { say } from "../words";
import { Cited } from "./Cited";
import { goesOn, type Entry } from "./timeline";

const NEAR_PX = 80;

/** The conversation in the order in which it was said. It stays at its end unless the agent has scrolled up. */
export function Timeline({
  entries,
  name,
  me,
  cite,
}: {
  entries: readonly Entry[];
  name: string;
  me: Me;
  cite: (citation: Citation) => void;
}): React.JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const height = useRef(0);
  const [below, setBelow] = useState(false);
  const toEnd = useCallback(() => {
    const at = box.current;
    if (at) at.scrollTop = at.scrollHeight;
    setBelow(false);
  }, []);

  useEffect(() => {
    if (atEnd.current) toEnd();
    else setBelow(true);
  }, [entries, toEnd]);
  useEffect(() => {
    const at = box.current;
    if (!at) return;
    const sized = new ResizeObserver(() => {
      height.current = at.clientHeight;
      if (atEnd.current) toEnd();
    });
    sized.observe(at);
    return () => sized.disconnect();
  }, [toEnd]);
  const scrolled = (): void => {
    const at = box.current;
    // Scrolling that comes of another size of the box is not the agent's.
    if (!at || at.clientHeight !== height.current) return;
    atEnd.current = at.scrollHeight - at.scrollTop - at.clientHeight < NEAR_PX;
    if (atEnd.current) setBelow(false);
  };

  return (
    <div className="cp-log-frame">
      <div ref={box} className="cp-log" tabIndex={0} role="region" aria-label={say("talk.log")} onScroll={scrolled}>
        {entries.length === 0 && <p className="cp-soft">{say("talk.empty")}</p>}
        <ol>
          {entries.map((entry) => (
            <Guarded key={entry.key}>
              <Said entry={entry} name={name} me={me} cite={cite} />
            </Guarded>
          ))}
        </ol>
      </div>
      {below && (
        <button type="button" className="tw-button cp-below" onClick={toEnd}>
          {say("talk.new")} <span aria-hidden="true">↓</span>
        </button>
      )}
    </div>
  );
}

function Said({
  entry,
  name,
  me,
  cite,
}: {
  entry: Entry;
  name: string;
  me: Me;
  cite: (citation: Citation) => void;
}): React.JSX.Element {
  if (entry.kind === "notice")
    return (
      <li className="cp-notice" data-testid="notice">
        <Cited text={entry.notice.words} /> <time dateTime={entry.notice.created_at ?? undefined}>{time(entry.notice.created_at)}</time>
      </li>
    );
  if (entry.kind === "message") {
    const { author, author_name, text, sent_at } = entry.message;
    const by = author === "borrower" ? name : author_name === me.name || !author_name ? say("talk.you") : author_name;
    return (
      <Bubble who={author} by={by} at={sent_at}>
        {author === "agent" ? <Cited text={text} /> : <p className="cp-said">{text}</p>}
      </Bubble>
    );
  }
  return <Turn turn={entry.turn} name={name} cite={cite} />;
}

function Turn({
  turn,
  name,
  cite,
}: {
  turn: TurnEntry;
  name: string;
  cite: (citation: Citation) => void;
}): React.JSX.Element {
  const { result } = turn;
  return (
    <>
      <Bubble who="borrower" by={name} at={turn.received_at}>
        <p className="cp-said">{turn.user_text}</p>
      </Bubble>
      <Bubble who="assistant" by={say("talk.assistant")} at={null}>
        {goesOn(turn) ? (
          <p className="cp-soft cp-writing">{say("talk.running")}</p>
        ) : result?.answer ? (
          <Cited text={result.answer} citations={result.citations} cite={cite} />
        ) : (
          <p className="cp-soft">{say(turn.status === "stopped" ? "talk.stopped" : "talk.turn.failed")}</p>
        )}
      </Bubble>
    </>
  );
}

function Bubble({
  who,
  by,
  at,
  children,
}: {
  who: "borrower" | "agent" | "assistant";
  by: string;
  at: string | null;
  children: React.ReactNode;
}): React.JSX.Element {
  return (
    <li className="cp-bubble" data-who={who} data-testid={`message-${who === "borrower" ? "user" : who}`}>
      <p className="cp-by">
        {by} {at && <time dateTime={at}>{time(at)}</time>}
      </p>
      {children}
    </li>
  );
}
