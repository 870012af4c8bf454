import type { Line } from "../wire";

/** A proposal's lines: what it is about, and what is one thing now and another then. */
export interface Change {
  label: string;
  before: string;
  after: string;
}
export interface Laid {
  facts: { label: string; value: string; key: string }[];
  changes: Change[];
}

const BEFORE = /_before$/;

/** Lines of one name, with `_before` and `_after` or without it, make one row of the before-and-after table. */
export function laid(lines: readonly Line[]): Laid {
  const found: Laid = { facts: [], changes: [] };
  const taken = new Set<Line>();
  for (const line of lines) {
    if (!BEFORE.test(line.label)) continue;
    const stem = line.label.replace(BEFORE, "");
    const after = lines.find((other) => other.label === `${stem}_after` || other.label === stem) ?? partner(lines, stem);
    if (!after) continue;
    taken.add(line).add(after);
    found.changes.push({ label: shared(split(line).label, split(after).label), before: split(line).value, after: split(after).value });
  }
  for (const line of lines) if (!taken.has(line)) found.facts.push({ ...split(line), key: line.label });
  return found;
}

/** What autopay pays is the other side of whether it was on. */
const partner = (lines: readonly Line[], stem: string): Line | undefined =>
  stem === "autopay" ? lines.find((line) => line.label === "amount_kind") : undefined;

/** "Due day until now: 21st" -> label and value. The words are the server's own, in the proposal's language. */
export function split(line: Line): { label: string; value: string } {
  const at = line.words.indexOf(": ");
  return at < 0 ? { label: "", value: line.words } : { label: line.words.slice(0, at), value: line.words.slice(at + 2) };
}

/** The words that both names have in a row ("Due day until now", "New due day"); the second name where they have none. */
export function shared(before: string, after: string): string {
  const [a, b] = [before.split(" "), after.split(" ")];
  const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
  let longest: string[] = [];
  for (let from = 0; from < a.length; from += 1)
    for (let to = a.length; to > from; to -= 1) {
      const run = a.slice(from, to);
      if (run.length > longest.length && b.some((_, at) => run.every((word, next) => same(word, b[at + next] ?? "")))) longest = run;
    }
  const words = longest.join(" ");
  return words ? words.charAt(0).toUpperCase() + words.slice(1) : after;
}
