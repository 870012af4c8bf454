import { useEffect, useState } from "react";
import { Problem } from "../../shared/http";
import { readPolicy } from "../calls";
import { day } from "../figures/format";
import type { Citation, PolicyDocument } from "../wire";
import { Dialog } from "../view/Dialog";
import { useSpoken } from "../words/Words";
import { around } from "./quoted";

/** The section an answer relies on, with the quoted sentence marked in it; the document's other sections below. */
export default function Source({ citation, close }: { citation: Citation; close: () => void }): React.JSX.Element {
  const { language, words } = useSpoken();
  const [found, setFound] = useState<PolicyDocument | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  useEffect(() => {
    readPolicy(citation.document, citation.version).then(setFound, (error: unknown) => {
      setTrouble(error instanceof Problem ? error.message : String(error));
    });
  }, [citation]);
  const others = found?.sections.filter((section) => section.section !== citation.section) ?? [];
  return (
    <Dialog title={citation.title} close={close} testid="citation-drawer" kind="drawer">
      <p className="note">
        {found?.title}
        {found && <br />}
        {words.citation.id(citation.document, citation.version)}
        <br />
        {words.citation.effective(day(citation.effective_from, language))}
        {found?.effective_to && `, ${words.citation.until(day(found.effective_to, language))}`}
      </p>
      {trouble && <p className="refusal" role="alert">{trouble}</p>}
      {!found && !trouble && <p role="status">{words.citation.loading}</p>}
      {found && <Marked text={found.sections.find((it) => it.section === citation.section)?.text ?? ""} quote={citation.quote} />}
      {others.length > 0 && (
        <>
          <h3>{words.citation.others}</h3>
          {others.map((section) => (
            <details key={section.section} className="folded">
              <summary>{section.title}</summary>
              <p className="policy">{section.text}</p>
            </details>
          ))}
        </>
      )}
    </Dialog>
  );
}

function Marked({ text, quote }: { text: string; quote: string }): React.JSX.Element {
  const { words } = useSpoken();
  const parts = around(text, quote);
  if (!parts) {
    return (
      <>
        <blockquote>
          <mark>{quote}</mark>
        </blockquote>
        <p className="policy">{text}</p>
      </>
    );
  }
  return (
    <p className="policy">
      {parts.before}
      <mark data-testid="citation-quote">
        <span className="tw-hidden">{words.citation.quoted}: </span>
        {parts.quote}
      </mark>
      {parts.after}
    </p>
  );
}
