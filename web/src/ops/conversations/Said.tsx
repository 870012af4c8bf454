import { type Block, type Inline, type Item, parse } from "../../chat/text/parse";

/** What was said, with the little markup that answers carry (lists, bold); everything else stays the text that it is. */
export function Said({ text, citations = [] }: { text: string; citations?: readonly { id: number }[] }): React.JSX.Element {
  return (
    <div className="ops-said">
      {parse(text, citations).map((block, index) => (
        <Paragraph key={index} block={block} />
      ))}
    </div>
  );
}

function Paragraph({ block }: { block: Block }): React.JSX.Element {
  if (block.kind === "paragraph") return <p>{pieces(block.parts)}</p>;
  return <List items={block.items} ordered={block.ordered} />;
}

function List({ items, ordered }: { items: readonly Item[]; ordered: boolean }): React.JSX.Element {
  const inside = items.map((item, index) => (
    <li key={index}>
      {pieces(item.parts)}
      {item.items.length > 0 && <List items={item.items} ordered={false} />}
    </li>
  ));
  return ordered ? <ol>{inside}</ol> : <ul>{inside}</ul>;
}

function pieces(parts: readonly Inline[]): React.ReactNode[] {
  return parts.map((part, index) => {
    if (part.kind === "strong") return <strong key={index}>{pieces(part.parts)}</strong>;
    if (part.kind === "cite") return <sup key={index}>[{part.number}]</sup>;
    return part.kind === "phone" ? part.number : part.text;
  });
}
