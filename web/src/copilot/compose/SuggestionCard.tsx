import { useEffect, useRef, useState } from "react";
import { Cite, Cited } from "../conversation/Cited";
import type { Citation, Language, Suggestion } from "../types";
import { named, REASONS, say } from "../words";
import { Rewrites } from "./Rewrites";
import type { SuggestionState } from "./useSuggestion";

/** What the assistant would say. The agent inserts it, changes it or says why not; it never goes out by itself. */
export function SuggestionCard({
  state,
  language,
  insert,
  cite,
}: {
  state: SuggestionState;
  language: Language;
  insert: () => void;
  cite: (citation: Citation) => void;
}): React.JSX.Element | null {
  const { offered, busy, failed, unchanged } = state;
  if (!offered && !busy && !failed) return null;
  const suggestion = offered?.suggestion ?? null;
  return (
    <section className="cp-suggestion" aria-labelledby="suggestion-title" aria-busy={busy} data-testid="suggestion">
      <div className="cp-suggestion-head">
        <h3 id="suggestion-title">{say(suggestion?.kind === "rewrite" ? "suggest.rewrite" : "suggest.title")}</h3>
        <button type="button" className="cp-icon" aria-label={say("suggest.hide")} onClick={state.putAway}>
          <span aria-hidden="true">×</span>
        </button>
      </div>
      {busy && <p className="cp-soft cp-writing">{say("suggest.busy")}</p>}
      {failed && (
        <p role="alert" className="cp-failed">
          {say("suggest.failed")} {failed}
        </p>
      )}
      {unchanged && suggestion?.text && !busy && (
        <p className="cp-hint" data-tone="warn" data-testid="suggestion-unchanged">
          {unchanged}
        </p>
      )}
      {suggestion && !busy && (
        <Ready suggestion={suggestion} state={state} language={language} insert={insert} cite={cite} />
      )}
    </section>
  );
}

function Ready({
  suggestion,
  state,
  language,
  insert,
  cite,
}: {
  suggestion: Suggestion;
  state: SuggestionState;
  language: Language;
  insert: () => void;
  cite: (citation: Citation) => void;
}): React.JSX.Element {
  const [asking, setAsking] = useState(false);
  if (!suggestion.text)
    return (
      <p data-testid="suggestion-empty">
        {say("suggest.none")} {suggestion.empty_because}
      </p>
    );
  return (
    <>
      <div className="cp-suggestion-text" data-testid="suggestion-text" lang={suggestion.language} tabIndex={0} role="region" aria-label={say("suggest.text")}>
        <Cited text={suggestion.text} citations={suggestion.citations} cite={cite} />
      </div>
      {suggestion.citations.length > 0 && (
        <ul className="cp-sources" aria-label={say("suggest.sources")}>
          {suggestion.citations.map((citation) => (
            <li key={citation.id}>
              <Cite citation={citation} cite={cite} full />
            </li>
          ))}
        </ul>
      )}
      {suggestion.warnings.length > 0 && (
        <ul className="cp-warnings cp-inline">
          {suggestion.warnings.map((warning) => (
            <li key={`${warning.kind}-${warning.start}`} data-severity={warning.severity}>
              <strong>{named("kind", warning.kind)}</strong> {warning.words && <q>{warning.words}</q>} {warning.why}
            </li>
          ))}
        </ul>
      )}
      <div className="cp-compose-tools">
        <button type="button" className="tw-button cp-small" data-kind="primary" data-testid="suggestion-insert" onClick={insert}>
          {say("suggest.insert")}
        </button>
        <Rewrites
          label={say("suggest.title")}
          busy={state.busy}
          language={language}
          change={(how, into) => state.rewrite(suggestion.text, how, into, suggestion.suggestion_id)}
        />
        <button
          type="button"
          className="tw-button cp-small"
          data-kind="danger"
          data-testid="suggestion-reject"
          aria-expanded={asking}
          onClick={() => setAsking(!asking)}
        >
          {say("suggest.reject")}
        </button>
      </div>
      {asking && <Why reject={state.reject} />}
      <p className="cp-hint">{say("suggest.model", { model: suggestion.model })}</p>
    </>
  );
}

function Why({ reject }: { reject: (reason: string) => void }): React.JSX.Element {
  const box = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    void box.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    <fieldset ref={box} className="cp-why">
      <legend>{say("suggest.why")}</legend>
      {REASONS.map((reason) => (
        <button
          key={reason}
          type="button"
          className="tw-button cp-small"
          data-testid={`reject-${reason}`}
          onClick={() => reject(reason)}
        >
          {say(`reason.${reason}`)}
        </button>
      ))}
    </fieldset>
  );
}
