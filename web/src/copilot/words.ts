import { plain } from "./format";
import { DESK } from "./words-desk";
import { PANEL } from "./words-panel";

/** Every word of the agent's page. */
const WORDS = { ...DESK, ...PANEL };

export type Word = keyof typeof WORDS;

export function say(word: Word, filled: Record<string, string | number> = {}): string {
  return WORDS[word].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(filled[name] ?? ""));
}

/** The word of a code in a family ("queue", "fraud"); a code that is not listed is made readable. */
export function named(family: string, code: string): string {
  const key = `${family}.${code}`;
  return key in WORDS ? say(key as Word) : plain(code);
}

/** The codes that a family lists. */
export const QUEUES = ["support", "special_servicing", "fraud", "vulnerable_care", "office_of_the_customer"] as const;
export const REASONS = ["wrong", "unclear", "not_my_question", "too_long", "tone", "other"] as const;
