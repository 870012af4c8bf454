import { useRef, useState } from "react";
import { api } from "../api";
import { isAborted, said } from "../desk/problems";
import { useVoice } from "../desk/tell";
import { day } from "../format";
import type { PolicyHit } from "../types";
import { say } from "../words";
import type { Section } from "./PolicyDrawer";

/** Search in the policies, open a section, quote it in the draft. */
export function Policies({
  open,
  quote,
}: {
  open: (section: Section) => void;
  quote: ((text: string) => void) | null;
}): React.JSX.Element {
  const [words, setWords] = useState("");
  const [found, setFound] = useState<PolicyHit[] | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const asking = useRef<AbortController | null>(null);
  const { announce } = useVoice();

  const search = async (): Promise<void> => {
    if (words.trim() === "") return;
    asking.current?.abort();
    const mine = new AbortController();
    asking.current = mine;
    setBusy(true);
    setFailed(null);
    try {
      const { results } = await api.searchPolicies(words.trim(), mine.signal);
      setFound(results);
      announce(results.length ? say("policy.found", { n: results.length }) : say("policy.none"));
    } catch (error) {
      if (!isAborted(error)) setFailed(said(error));
    } finally {
      if (asking.current === mine) setBusy(false);
    }
  };

  return (
    <section className="cp-block" aria-labelledby="policy-title">
      <h3 id="policy-title">{say("policy.title")}</h3>
      <form
        role="search"
        className="cp-search"
        onSubmit={(event) => {
          event.preventDefault();
          void search();
        }}
      >
        <input
          id="policy-words"
          className="tw-field"
          type="search"
          aria-label={say("policy.label")}
          placeholder={say("policy.place")}
          value={words}
          maxLength={400}
          data-testid="policy-search"
          onChange={(event) => setWords(event.target.value)}
        />
        <button type="submit" className="tw-button" disabled={busy}>
          {say("policy.search")}
        </button>
      </form>
      {failed && (
        <p role="alert" className="cp-failed">
          {say("policy.failed")} {failed}
        </p>
      )}
      {!found && !failed && <p className="cp-hint">{say("policy.hint")}</p>}
      {found?.length === 0 && <p className="cp-soft">{say("policy.none")}</p>}
      <ul className="cp-hits">
        {found?.map((hit) => (
          <li key={`${hit.document}-${hit.version}-${hit.section}`} data-testid="policy-hit">
            <strong>{hit.title}</strong>
            <small>
              {hit.document} · {say("policy.version", { n: hit.version })} ·{" "}
              {say("policy.effective", { day: day(hit.effective_from) })}
            </small>
            <p>{hit.text}</p>
            <div className="cp-acts">
              <button
                type="button"
                className="tw-button cp-small"
                data-testid="policy-open"
                aria-label={say("policy.open.of", { title: hit.title, document: hit.document })}
                onClick={() => open({ ...hit, quote: null })}
              >
                {say("policy.open")}
              </button>
              {quote && (
                <button type="button" className="tw-button cp-small" onClick={() => quote(hit.text)}>
                  {say("policy.quote")}
                </button>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
