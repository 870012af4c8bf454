import { useSpoken } from "../words/Words";

interface Given {
  caption: string;
  heads: readonly string[];
  lines: readonly (readonly string[])[];
  /** Columns that hold figures, set to the right. */
  figures: readonly number[];
  /** Behind a disclosure, where a chart shows the same. */
  folded?: boolean;
}

export function Table(given: Given): React.JSX.Element {
  const { words } = useSpoken();
  if (!given.folded) return <Scroll {...given} />;
  return (
    <details className="folded">
      <summary>{words.cards.asTable}</summary>
      <Scroll {...given} />
    </details>
  );
}

/** On a phone the table scrolls sideways by itself; it takes the focus so that the keyboard can scroll it. */
function Scroll({ caption, heads, lines, figures }: Given): React.JSX.Element {
  return (
    <div className="scroll" role="group" aria-label={caption} tabIndex={0}>
      <table>
        <caption className="tw-hidden">{caption}</caption>
        <thead>
          <tr>
            {heads.map((head, column) => (
              <th key={head} scope="col" data-figure={figures.includes(column) || undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            <tr key={index}>
              {line.map((cell, column) => (
                <td key={column} data-figure={figures.includes(column) || undefined}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
