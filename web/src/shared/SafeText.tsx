import { type Block, type Inline, type Item, parse } from "./prose";

interface Given {
  text: string;
  /** The sources that the text's numbers stand for. */
  citations?: readonly { id: number }[];
  /** How a number with a source is drawn; without it, as a raised number. */
  cite?: (number: number) => React.ReactNode;
}

/** What was said, with the little markup that answers carry (lists, bold); everything else stays the text that it is. */
export function SafeText({ text, citations = [], cite }: Given): React.JSX.Element {
  const show = (parts: readonly Inline[]): React.ReactNode[] =>
    parts.map((part, index) => <Piece key={index} part={part} show={show} cite={cite} />);
  return (
    <>
      {parse(text, citations).map((block, index) => (
        <Paragraph key={index} block={block} show={show} />
      ))}
    </>
  );
}

type Show = (parts: readonly Inline[]) => React.ReactNode[];

function Piece({ part, show, cite }: { part: Inline; show: Show; cite: Given["cite"] }): React.ReactNode {
  if (part.kind === "strong") return <strong>{show(part.parts)}</strong>;
  if (part.kind === "cite") return cite ? cite(part.number) : <sup>[{part.number}]</sup>;
  return part.kind === "phone" ? part.number : part.text;
}

function Paragraph({ block, show }: { block: Block; show: Show }): React.JSX.Element {
  if (block.kind === "paragraph") return <p>{show(block.parts)}</p>;
  return <List items={block.items} ordered={block.ordered} show={show} />;
}

function List({ items, ordered, show }: { items: readonly Item[]; ordered: boolean; show: Show }): React.JSX.Element {
  const Tag = ordered ? "ol" : "ul";
  return (
    <Tag>
      {items.map((item, index) => (
        <li key={index}>
          {show(item.parts)}
          {item.items.length > 0 && <List items={item.items} ordered={false} show={show} />}
        </li>
      ))}
    </Tag>
  );
}
