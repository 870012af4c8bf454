import { useLayoutEffect, useRef, type RefObject } from "react";
import type { Warning } from "../types";
import { segments } from "./segments";

const MOST_PX = 220;
const MOST_SHARE = 0.2;

/**
 * The message field. Behind it stands the same text, unseen but for the marks under what the check found; it grows with
 * what is written. The list of warnings tells the same in words.
 */
export function Highlighted({
  field,
  text,
  warnings,
  label,
  place,
  change,
  keyDown,
}: {
  field: RefObject<HTMLTextAreaElement | null>;
  text: string;
  warnings: readonly Warning[];
  label: string;
  place: string;
  change: (text: string) => void;
  keyDown: (event: React.KeyboardEvent<HTMLTextAreaElement>) => void;
}): React.JSX.Element {
  const mirror = useRef<HTMLDivElement>(null);
  const follow = (): void => {
    if (mirror.current && field.current) mirror.current.scrollTop = field.current.scrollTop;
  };
  useLayoutEffect(() => {
    const at = field.current;
    if (!at) return;
    at.style.height = "auto";
    at.style.height = `${Math.min(at.scrollHeight + 2, MOST_PX, innerHeight * MOST_SHARE)}px`;
    if (mirror.current) mirror.current.scrollTop = at.scrollTop;
  }, [field, text]);
  return (
    <div className="cp-highlighted">
      <div ref={mirror} className="cp-mirror" aria-hidden="true">
        {segments(text, warnings).map((segment, at) =>
          segment.severity ? (
            <mark key={at} data-severity={segment.severity}>
              {segment.text}
            </mark>
          ) : (
            <span key={at}>{segment.text}</span>
          ),
        )}
        {"\n"}
      </div>
      <textarea
        ref={field}
        data-testid="agent-composer"
        aria-label={label}
        aria-describedby="write-hint"
        placeholder={place}
        rows={2}
        value={text}
        spellCheck
        onChange={(event) => change(event.target.value)}
        onKeyDown={keyDown}
        onScroll={follow}
      />
    </div>
  );
}
