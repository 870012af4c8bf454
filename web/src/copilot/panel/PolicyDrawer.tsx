import { useEffect, useRef } from "react";
import { api } from "../api";
import { Modal } from "../desk/Modal";
import { day } from "../format";
import type { PolicyDocument } from "../types";
import { say } from "../words";
import { useLoaded } from "./useLoaded";

/** A section of a document in one version; `quote` is what was cited of it. */
export interface Section {
  document: string;
  version: number;
  section: string;
  title: string;
  quote: string | null;
}

/** The whole document, opened at the section. */
export function PolicyDrawer({ section, close }: { section: Section; close: () => void }): React.JSX.Element {
  const { value, failed } = useLoaded(
    () => api.policy(section.document, section.version),
    `${section.document}-${section.version}`,
  );
  return (
    <Modal title={value?.title ?? section.title} close={close} drawer testId="citation-drawer">
      {failed && (
        <p role="alert" className="cp-failed">
          {say("policy.drawer.failed")} {failed}
        </p>
      )}
      {!value && !failed && <p className="cp-soft">{say("loading")}</p>}
      {value && <Document found={value} section={section} />}
    </Modal>
  );
}

function Document({ found, section }: { found: PolicyDocument; section: Section }): React.JSX.Element {
  const at = useRef<HTMLElement>(null);
  useEffect(() => {
    void at.current?.scrollIntoView({ block: "start" });
  }, []);
  return (
    <>
      <p className="cp-soft">
        {found.document} · {say("policy.version", { n: found.version })} ·{" "}
        {say("policy.effective", { day: day(found.effective_from) })}
      </p>
      {found.sections.map((one) => {
        const chosen = one.section === section.section;
        return (
          <article key={one.section} ref={chosen ? at : undefined} className="cp-section" data-chosen={chosen || undefined}>
            <h3>{one.title}</h3>
            {chosen && <p className="cp-chip">{say("policy.cited")}</p>}
            {one.text.split("\n\n").map((paragraph, index) => (
              <p key={index}>
                <Quoted text={paragraph} quote={chosen ? section.quote : null} />
              </p>
            ))}
          </article>
        );
      })}
    </>
  );
}

function Quoted({ text, quote }: { text: string; quote: string | null }): React.JSX.Element {
  const from = quote ? text.indexOf(quote) : -1;
  if (!quote || from < 0) return <>{text}</>;
  return (
    <>
      {text.slice(0, from)}
      <mark>{quote}</mark>
      {text.slice(from + quote.length)}
    </>
  );
}
