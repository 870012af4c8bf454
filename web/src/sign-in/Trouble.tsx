import { WORDS } from "./words";

/** What went wrong and what can be done; announced at once. */
export function Trouble(props: { title: string; says: string; retry?: () => void }): React.JSX.Element {
  return (
    <div className="si-trouble" role="alert">
      <p>
        <strong>{props.title}.</strong> {props.says}
      </p>
      {props.retry && (
        <button type="button" className="tw-button" onClick={props.retry}>
          {WORDS.retry}
        </button>
      )}
    </div>
  );
}
