import { Cite } from "../conversation/Cited";
import type { Citation, NextAction } from "../types";
import { say } from "../words";
import type { Loaded } from "./useLoaded";

/** What would help now, with reasons; and what would not be possible, with the reason for that. */
export function Actions({
  loaded,
  cite,
  draft,
}: {
  loaded: Loaded<{ actions: NextAction[] }>;
  cite: (citation: Citation) => void;
  draft: (words: string) => void;
}): React.JSX.Element {
  const { value, failed } = loaded;
  const possible = value?.actions.filter((action) => action.eligible) ?? [];
  const not = value?.actions.filter((action) => !action.eligible) ?? [];
  return (
    <section className="cp-block" aria-labelledby="next-title">
      <h3 id="next-title">{say("next.title")}</h3>
      {failed && (
        <p role="alert" className="cp-failed">
          {say("next.failed")} {failed}
        </p>
      )}
      {!value && !failed && <p className="cp-soft">{say("loading")}</p>}
      {value && possible.length === 0 && <p className="cp-soft">{say("next.none")}</p>}
      <ul className="cp-actions">
        {possible.map((action) => (
          <Action key={action.code + action.label} action={action} cite={cite} draft={draft} />
        ))}
      </ul>
      {not.length > 0 && (
        <details>
          <summary>
            {say("next.out")} ({not.length})
          </summary>
          <ul className="cp-actions">
            {not.map((action) => (
              <Action key={action.code + action.label} action={action} cite={cite} draft={draft} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Action({
  action,
  cite,
  draft,
}: {
  action: NextAction;
  cite: (citation: Citation) => void;
  draft: (words: string) => void;
}): React.JSX.Element {
  const { ask, source } = action;
  return (
    <li data-testid="action" data-eligible={action.eligible}>
      <div className="cp-line">
        <strong>{action.label}</strong>
        {action.eligible && ask && (
          <button
            type="button"
            className="tw-button cp-small"
            data-testid="action-draft"
            aria-label={say("next.draft.of", { label: action.label })}
            onClick={() => draft(ask)}
          >
            {say("next.draft")}
          </button>
        )}
      </div>
      <p>{action.reason}</p>
      {!action.eligible && action.not_eligible_because && (
        <p className="cp-not">
          <span>{say("next.not")}</span> {action.not_eligible_because}
        </p>
      )}
      {source && <Cite citation={source} cite={cite} full />}
    </li>
  );
}
