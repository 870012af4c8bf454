import type { Citation } from "../types";
import { blocks, grouped, type Span } from "./prose";

/** A text of ours with references that open their section. It is only ever text: nothing in it runs. */
export function Cited({
  text,
  citations,
  cite,
}: {
  text: string;
  citations: readonly Citation[];
  cite: (citation: Citation) => void;
}): React.JSX.Element {
  return (
    <div className="cp-prose">
      {grouped(blocks(text, citations)).map((group, at) =>
        group[0]?.kind === "item" ? (
          <ul key={at}>
            {group.map((block, item) => (
              <li key={item}>
                <Spans spans={block.spans} citations={citations} cite={cite} />
              </li>
            ))}
          </ul>
        ) : (
          <p key={at}>
            <Spans spans={group[0]?.spans ?? []} citations={citations} cite={cite} />
          </p>
        ),
      )}
    </div>
  );
}

function Spans({
  spans,
  citations,
  cite,
}: {
  spans: readonly Span[];
  citations: readonly Citation[];
  cite: (citation: Citation) => void;
}): React.JSX.Element {
  return (
    <>
      {spans.map((span, at) => {
        if ("text" in span) return span.strong ? <strong key={at}>{span.text}</strong> : <span key={at}>{span.text}</span>;
        const citation = citations.find((one) => one.id === span.cites);
        return citation ? <Cite key={at} citation={citation} cite={cite} /> : null;
      })}
    </>
  );
}

export function Cite({
  citation,
  cite,
  full = false,
}: {
  citation: Citation;
  cite: (citation: Citation) => void;
  full?: boolean;
}): React.JSX.Element {
  return (
    <button
      type="button"
      className={full ? "cp-source" : "cp-cite"}
      aria-label={`${citation.id}: ${citation.title} (${citation.document})`}
      data-testid={`citation-${citation.id}`}
      onClick={() => cite(citation)}
    >
      {full ? `[${citation.id}] ${citation.title}` : citation.id}
    </button>
  );
}
