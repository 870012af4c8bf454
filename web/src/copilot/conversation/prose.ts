/** A text that stands beside cards of the same proposals: their titles and lines are not told twice. */
export function besideCards(text: string): string {
  return text
    .split("\n")
    .filter((line) => !/^\s*[-*•]\s+/.test(line) && !/^\s*\*\*[^*]+\*\*\s*$/.test(line))
    .join("\n")
    .trim();
}
