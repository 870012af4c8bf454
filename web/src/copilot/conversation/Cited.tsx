import { SafeText } from "../../shared/SafeText";
import type { Citation } from "../types";

interface Given {
  text: string;
  citations?: readonly Citation[];
  cite?: (citation: Citation) => void;
}

/** A text of ours with references that open their section. It is only ever text: nothing in it runs. */
export function Cited({ text, citations = [], cite }: Given): React.JSX.Element {
  const drawn = (number: number): React.ReactNode => {
    const citation = citations.find((one) => one.id === number);
    return citation && cite ? <Cite citation={citation} cite={cite} /> : null;
  };
  return (
    <div className="cp-prose">
      <SafeText text={text} citations={citations} cite={drawn} />
    </div>
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
