import type { Citation } from "../types";

export type Span = { text: string; strong?: true } | { cites: number };
export type Block = { kind: "paragraph" | "item"; spans: Span[] };

/** A text of ours as paragraphs and list items; `[2]` becomes a reference where a citation 2 is there. No markup runs. */
export function blocks(text: string, citations: readonly Citation[]): Block[] {
  const known = new Set(citations.map((citation) => citation.id));
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const item = /^[-*•]\s+/.exec(line);
      return { kind: item ? "item" : "paragraph", spans: spans(item ? line.slice(item[0].length) : line, known) };
    });
}

function spans(line: string, known: ReadonlySet<number>): Span[] {
  const found: Span[] = [];
  let left = 0;
  for (const mark of line.matchAll(/\[(\d{1,2})\]/g)) {
    const id = Number(mark[1]);
    if (!known.has(id)) continue;
    found.push(...weighed(line.slice(left, mark.index)));
    found.push({ cites: id });
    left = mark.index + mark[0].length;
  }
  found.push(...weighed(line.slice(left)));
  return found;
}

/** `**words**` stand out; nothing else of Markdown means anything here. */
function weighed(text: string): Span[] {
  return text
    .split(/(\*\*[^*]+\*\*)/)
    .filter(Boolean)
    .map((part) => (/^\*\*[^*]+\*\*$/.test(part) ? { text: part.slice(2, -2), strong: true } : { text: part }));
}

/** A text that stands beside cards of the same proposals: their titles and lines are not told twice. */
export function besideCards(text: string): string {
  return text
    .split("\n")
    .filter((line) => !/^\s*[-*•]\s+/.test(line) && !/^\s*\*\*[^*]+\*\*\s*$/.test(line))
    .join("\n")
    .trim();
}

/** Neighbouring items together, so that they are one list. */
export function grouped(all: readonly Block[]): Block[][] {
  const groups: Block[][] = [];
  for (const block of all) {
    const last = groups.at(-1);
    if (block.kind === "item" && last?.[0]?.kind === "item") last.push(block);
    else groups.push([block]);
  }
  return groups;
}
