import { useState } from "react";
import { useAsked } from "../asked";
import { Dialog } from "../parts/Dialog";
import { Loading, Trouble } from "../parts/Notice";
import type { Citation } from "../types";
import { WORDS } from "../words";

const WORD = WORDS.transcript;

interface Shown {
  title: string;
  effective_from: string;
  sections: { section: string; title: string; text: string }[];
}

/** The numbered sources of an answer; each opens its section as it is kept. */
export function Sources({ citations }: { citations: readonly Citation[] }): React.JSX.Element | null {
  const [opened, setOpened] = useState<Citation | null>(null);
  if (citations.length === 0) return null;
  return (
    <details className="ops-details" open>
      <summary>
        {WORD.sources} ({citations.length})
      </summary>
      <ol className="ops-sources">
        {citations.map((citation) => (
          <li key={citation.id} value={citation.id}>
            <button type="button" className="ops-text-button" onClick={() => setOpened(citation)}>
              {citation.title}
            </button>
            <span className="ops-soft">
              {" "}
              {citation.document}, version {citation.version}, {WORD.effective} {citation.effective_from}
            </span>
            <blockquote className="ops-reason">{citation.quote}</blockquote>
          </li>
        ))}
      </ol>
      {opened && <Section citation={opened} close={() => setOpened(null)} />}
    </details>
  );
}

function Section({ citation, close }: { citation: Citation; close: () => void }): React.JSX.Element {
  const version = encodeURIComponent(String(citation.version));
  const found = useAsked<Shown>(`/v1/policies/${encodeURIComponent(citation.document)}?version=${version}`);
  const section = found.answer?.sections.find((one) => one.section === citation.section);
  return (
    <Dialog title={section?.title ?? citation.title} close={close} wide>
      {found.problem && <Trouble problem={found.problem} again={found.again} />}
      {!found.answer && !found.problem && <Loading />}
      {found.answer && (
        <>
          <p className="ops-soft">
            {found.answer.title} ({citation.document}, version {citation.version}), {WORD.effective}{" "}
            {found.answer.effective_from}
          </p>
          <p className="ops-words">{section?.text}</p>
        </>
      )}
      <button type="button" className="tw-button" onClick={close}>
        {WORDS.close}
      </button>
    </Dialog>
  );
}
