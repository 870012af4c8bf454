import type { Problem } from "../../shared/http";
import { WORDS } from "../words";

/** Why something was not done, and a way to try again. Announced at once. */
export function Trouble(props: { problem: Problem; again?: () => void; title?: string }): React.JSX.Element {
  return (
    <div className="ops-notice" data-kind="danger" role="alert">
      <p>
        <strong>{props.title ?? props.problem.title}.</strong> {props.problem.message}
      </p>
      {props.again && (
        <button type="button" className="tw-button" onClick={props.again}>
          {WORDS.again}
        </button>
      )}
    </div>
  );
}

/** Nothing is here, said calmly, with what to do next. */
export function Empty(props: { says: string; hint?: string }): React.JSX.Element {
  return (
    <div className="ops-empty">
      <p>{props.says}</p>
      {props.hint && <p className="ops-soft">{props.hint}</p>}
    </div>
  );
}

export function Loading(): React.JSX.Element {
  return <p className="ops-soft">{WORDS.loading}</p>;
}
