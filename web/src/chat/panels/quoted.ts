/** Where the quote stands in the section, white space aside; null where it does not stand there word for word. */
export function around(text: string, quote: string): { before: string; quote: string; after: string } | null {
  const words = quote.trim().split(/\s+/).filter(Boolean);
  if (words.length === 0) return null;
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const match = new RegExp(escaped.join("\\s+")).exec(text);
  if (!match) return null;
  return {
    before: text.slice(0, match.index),
    quote: match[0],
    after: text.slice(match.index + match[0].length),
  };
}
