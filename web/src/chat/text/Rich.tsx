import { useState } from "react";
import type { Citation } from "../wire";
import { useWords } from "../words/Words";
import { type Block, type Inline, type Item, parse, wordsOf } from "../../shared/prose";

const SHOWN_ITEMS = 3;

interface Given {
  text: string;
  citations?: readonly Citation[];
  cite?: (citation: Citation, from: HTMLElement) => void;
  /** Paragraphs and list items with these words stand elsewhere (in a card) and are left out. */
  leaveOut?: ReadonlySet<string>;
  /** A long list is cut to its first items, with a button for the rest (a card draws the whole). */
  fold?: boolean;
}

/** An answer as text: see shared/prose.ts for what its marks may become. */
export function Rich({ text, citations = [], cite, leaveOut, fold = false }: Given): React.JSX.Element {
  const blocks = leave(parse(text, citations), leaveOut);
  const show = (parts: readonly Inline[]): React.ReactNode[] =>
    parts.map((part, index) => <Piece key={index} part={part} citations={citations} {...(cite ? { cite } : {})} show={show} />);
  return (
    <>
      {blocks.map((block, index) =>
        block.kind === "paragraph" ? (
          <p key={index}>{show(block.parts)}</p>
        ) : (
          <List key={index} ordered={block.ordered} items={block.items} fold={fold} show={show} />
        ),
      )}
    </>
  );
}

function leave(blocks: Block[], out: ReadonlySet<string> | undefined): Block[] {
  if (!out) return blocks;
  return blocks.flatMap((block): Block[] => {
    if (block.kind === "paragraph") return out.has(wordsOf(block.parts)) ? [] : [block];
    const items = block.items.filter((item) => !out.has(wordsOf(item.parts)));
    return items.length > 0 ? [{ ...block, items }] : [];
  });
}

type Show = (parts: readonly Inline[]) => React.ReactNode[];

function Piece(given: {
  part: Inline;
  citations: readonly Citation[];
  cite?: (citation: Citation, from: HTMLElement) => void;
  show: Show;
}): React.ReactNode {
  const { part, citations, cite, show } = given;
  const words = useWords();
  if (part.kind === "text") return part.text;
  if (part.kind === "strong") return <strong>{show(part.parts)}</strong>;
  if (part.kind === "phone") return <a href={`tel:${part.number}`}>{part.number}</a>;
  const citation = citations.find((it) => it.id === part.number);
  if (!citation || !cite) return `[${part.number}]`;
  return (
    <button
      type="button"
      className="citation"
      data-testid={`citation-${part.number}`}
      aria-label={words.citation.open(part.number, citation.title)}
      onClick={(event) => cite(citation, event.currentTarget)}
    >
      {part.number}
    </button>
  );
}

function List({ ordered, items, fold, show }: { ordered: boolean; items: Item[]; fold: boolean; show: Show }): React.JSX.Element {
  const [all, setAll] = useState(false);
  const words = useWords();
  const cut = fold && items.length > SHOWN_ITEMS + 1;
  const Tag = ordered ? "ol" : "ul";
  return (
    <>
      <Tag>
        {(cut && !all ? items.slice(0, SHOWN_ITEMS) : items).map((item, index) => (
          <li key={index}>
            {show(item.parts)}
            {item.items.length > 0 && <List ordered={false} items={item.items} fold={false} show={show} />}
          </li>
        ))}
      </Tag>
      {cut && (
        <button type="button" className="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? words.fewer : words.showAll(items.length)}
        </button>
      )}
    </>
  );
}
