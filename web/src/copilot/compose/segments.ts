import type { Warning } from "../types";

export interface Segment {
  text: string;
  severity: "warn" | "stop" | null;
}

/**
 * The draft cut where warnings begin and end; where they overlap the graver counts. Warnings are of the text that was
 * checked: those whose words no longer stand there are left out, and a warning about what is missing marks nothing.
 */
export function segments(text: string, warnings: readonly Warning[]): Segment[] {
  const standing = warnings.filter((warning) => warning.end > warning.start && stands(text, warning));
  const cuts = [...new Set([0, text.length, ...standing.flatMap((warning) => [warning.start, warning.end])])];
  cuts.sort((a, b) => a - b);
  return cuts.slice(0, -1).flatMap((start, at): Segment[] => {
    const end = cuts[at + 1] ?? text.length;
    if (end <= start) return [];
    const over = standing.filter((warning) => warning.start <= start && warning.end >= end);
    const severity = over.some((warning) => warning.severity === "stop") ? "stop" : over.length ? "warn" : null;
    return [{ text: text.slice(start, end), severity }];
  });
}

/** Warnings with their places in a string of this page: the service counts characters, a string here code units. */
export function placed(text: string, warnings: readonly Warning[]): Warning[] {
  const characters = [...text];
  const at = (place: number): number => characters.slice(0, place).join("").length;
  return warnings.map((warning) => ({ ...warning, start: at(warning.start), end: at(warning.end) }));
}

export function stands(text: string, warning: Warning): boolean {
  return warning.end <= text.length && text.slice(warning.start, warning.end) === warning.words;
}

export function stops(warnings: readonly Warning[]): boolean {
  return warnings.some((warning) => warning.severity === "stop");
}
