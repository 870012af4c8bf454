/**
 * The little markup that an answer may carry: paragraphs, lists, bold, citation numbers. It becomes data that React
 * renders as text. There is no HTML and no link syntax: what looks like either stays the characters that it is. The
 * only link is the telephone number of a line on the list below.
 */
export type Inline =
  | { kind: "text"; text: string }
  | { kind: "strong"; parts: Inline[] }
  | { kind: "cite"; number: number }
  | { kind: "phone"; number: string };
export interface Item {
  parts: Inline[];
  items: Item[];
}
export type Block = { kind: "paragraph"; parts: Inline[] } | { kind: "list"; ordered: boolean; items: Item[] };

/** Our lines and the public emergency lines (prompts/handoffs.yaml), as people read them. */
export const PHONES: readonly string[] = ["1-800-555-0142", "1-800-555-0163", "988", "911"];

const LONG = PHONES.filter((phone) => phone.length > 3);
const INLINE = new RegExp(`\\*\\*(?=\\S)([^*\n]+)(?<=\\S)\\*\\*|\\[(\\d{1,2})\\]|(?<![\\d-])(${LONG.join("|")})(?![\\d-])`, "g");
const BULLET = /^(\s*)(?:[-*•]|(\d{1,2})[.)])\s+(.*)$/;

/** `cited`: the numbers that have a source; another number in brackets stays text. */
export function inline(text: string, cited: ReadonlySet<number>): Inline[] {
  const parts: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, strong, cite, phone] = match;
    if (cite !== undefined && !cited.has(Number(cite))) continue;
    if (match.index > from) parts.push({ kind: "text", text: text.slice(from, match.index) });
    if (strong !== undefined) parts.push({ kind: "strong", parts: inline(strong, cited) });
    else if (cite !== undefined) parts.push({ kind: "cite", number: Number(cite) });
    else if (phone !== undefined) parts.push({ kind: "phone", number: phone });
    from = match.index + whole.length;
  }
  if (from < text.length) parts.push({ kind: "text", text: text.slice(from) });
  return parts;
}

export function parse(text: string, citations: readonly { id: number }[] = []): Block[] {
  const cited = new Set(citations.map((citation) => citation.id));
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const close = (): void => {
    if (paragraph.length > 0) blocks.push({ kind: "paragraph", parts: inline(paragraph.join("\n"), cited) });
    paragraph = [];
  };
  let blank = false;
  for (const line of text.split(/\r?\n/)) {
    const bullet = BULLET.exec(line);
    if (bullet) {
      close();
      addItem(blocks, bullet[1] ?? "", bullet[2] !== undefined, inline(bullet[3] ?? "", cited));
    } else if (line.trim() === "") close();
    else if (!blank && paragraph.length === 0 && /^\s{2,}\S/.test(line) && blocks.at(-1)?.kind === "list") {
      lastItem(blocks)?.parts.push({ kind: "text", text: ` ${line.trim()}` });
    } else paragraph.push(line);
    blank = line.trim() === "";
  }
  close();
  return blocks;
}

/** Items that follow each other are one list, blank lines between them or not; two more spaces go one level deeper. */
function addItem(blocks: Block[], indent: string, ordered: boolean, parts: Inline[]): void {
  const last = blocks.at(-1);
  const list: Block & { kind: "list" } = last?.kind === "list" ? last : { kind: "list", ordered, items: [] };
  if (list !== last) blocks.push(list);
  const parent = indent.length >= 2 ? list.items.at(-1) : undefined;
  (parent?.items ?? list.items).push({ parts, items: [] });
}

function lastItem(blocks: Block[]): Item | undefined {
  const last = blocks.at(-1);
  if (last?.kind !== "list") return undefined;
  const item = last.items.at(-1);
  return item?.items.at(-1) ?? item;
}

/** The words alone, without the marks: what is copied, spoken and written into a transcript. */
export function plain(text: string): string {
  return text
    .replace(/\*\*([^*]+)\*\*/g, "$1")
    .replace(/[ \t]+\n/g, "\n")
    .trim();
}

export const wordsOf = (parts: readonly Inline[]): string =>
  parts
    .map((part) => {
      if (part.kind === "strong") return wordsOf(part.parts);
      if (part.kind === "cite") return "";
      return part.kind === "phone" ? part.number : part.text;
    })
    .join("")
    .trim();
