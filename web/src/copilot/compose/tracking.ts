import type { Citation, Suggestion } from "../types";

/** A draft, and the suggestion that it came from. */
export interface Draft {
  text: string;
  /** The suggestion that is in it now; what is sent is recorded as accepted or edited against it. */
  from: { id: string; text: string } | null;
  /** Earlier suggestions that this one was rewritten from; they are decided with it. */
  before: string[];
  /** The draft as it was before the newest insert, to take that back. */
  undo: Draft | null;
}

export const EMPTY: Draft = { text: "", from: null, before: [], undo: null };

/** The text without the references to its citations: they open on this page only, a borrower would read "[1]". */
export function unmarked(text: string, citations: readonly Citation[]): string {
  const known = new Set(citations.map((citation) => citation.id));
  return text.replaceAll(/ ?\[(\d{1,2})\]/g, (mark, id: string) => (known.has(Number(id)) ? "" : mark));
}

/** Put a suggestion in. It takes the place of `replaces` (what it was made from), else goes after what is there. */
export function inserted(
  draft: Draft,
  suggestion: Suggestion,
  replaces: string | null,
  chain: readonly string[] = [],
): Draft {
  const own = draft.text.trim();
  const text = unmarked(suggestion.text, suggestion.citations);
  const whole = own === "" || (replaces !== null && own === unmarked(replaces, suggestion.citations).trim()) || own === draft.from?.text.trim();
  const earlier = new Set([...draft.before, ...(draft.from ? [draft.from.id] : []), ...chain]);
  earlier.delete(suggestion.suggestion_id);
  return {
    text: whole ? text : `${draft.text.trimEnd()}\n\n${text}`,
    from: { id: suggestion.suggestion_id, text },
    before: [...earlier],
    undo: { ...draft, undo: null },
  };
}

/** The draft after typing. Emptied, it is nobody's suggestion any more. */
export function typed(draft: Draft, text: string): Draft {
  if (text.trim() === "") return { ...EMPTY, text };
  return { ...draft, text };
}

const MOST = 4_000;

/** Levenshtein distance in characters; texts beyond 4,000 characters are compared by their first 4,000. */
export function distance(a: string, b: string): number {
  const [from, to] = [a.slice(0, MOST), b.slice(0, MOST)];
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const same = from.charCodeAt(i - 1) === to.charCodeAt(j - 1) ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

/** How much of the suggestion was changed: null without one, 0 unchanged, at most 1. */
export function changed(draft: Draft): { distance: number; share: number } | null {
  if (!draft.from) return null;
  const [was, is] = [draft.from.text.trim(), draft.text.trim()];
  if (was === is) return { distance: 0, share: 0 };
  const apart = distance(was, is);
  return { distance: apart, share: Math.min(1, apart / Math.max(was.length, is.length, 1)) };
}
