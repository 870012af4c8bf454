import type { RefObject } from "react";
import { sends } from "../desk/shortcuts";
import type { Change, Language } from "../types";
import { say } from "../words";
import { Highlighted } from "./Highlighted";
import { Rewrites } from "./Rewrites";
import type { Checked } from "./sending";
import { changed, typed, type Draft } from "./tracking";
import type { SendState } from "./useSend";
import type { SuggestionState } from "./useSuggestion";
import { Warnings } from "./Warnings";

interface Props {
  name: string;
  language: Language;
  /** The assistant is finishing a turn: write, but not send. */
  ending: boolean;
  draft: Draft;
  change: (by: (draft: Draft) => Draft) => void;
  checked: Checked | null;
  sending: SendState;
  suggestion: SuggestionState;
  field: RefObject<HTMLTextAreaElement | null>;
}

export function Composer(props: Props): React.JSX.Element {
  const { name, ending, draft, change, checked, sending, suggestion, field } = props;
  const warnings = checked?.text === draft.text ? checked.warnings : [];
  const empty = draft.text.trim() === "";
  const submit = (event?: React.FormEvent): void => {
    event?.preventDefault();
    if (!ending) void sending.send().then(() => field.current?.focus());
  };
  return (
    <form className="cp-composer" onSubmit={submit} aria-label={say("write.label", { name })}>
      {!empty && <Warnings checked={checked} text={draft.text} />}
      <Highlighted
        field={field}
        text={draft.text}
        warnings={warnings}
        label={say("write.label", { name })}
        place={say("write.place", { name })}
        change={(text) => change((before) => typed(before, text))}
        keyDown={(event) => {
          if (sends({ ...event, key: event.key, isComposing: event.nativeEvent.isComposing, ctrlKey: event.ctrlKey, metaKey: event.metaKey })) {
            event.preventDefault();
            submit();
          }
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      <div className="cp-compose-tools">
        <button
          type="button"
          className="tw-button cp-small"
          data-testid="suggest"
          disabled={suggestion.busy}
          onClick={suggestion.suggest}
        >
          {say("write.suggest")}
        </button>
        {!empty && (
          <Rewrites
            label={say("suggest.draft")}
            busy={suggestion.busy}
            language={props.language}
            change={(how: Change, language?: Language) =>
              suggestion.rewrite(draft.text, how, language, draft.from?.id)
            }
          />
        )}
        <From draft={draft} change={change} />
        <button
          type="submit"
          className="tw-button cp-send"
          data-kind="primary"
          data-testid="agent-send"
          data-held={sending.held ? "true" : undefined}
          disabled={empty || ending || sending.sending}
        >
          {say(sending.sending ? "write.sending" : sending.held ? "write.send.anyway" : "write.send")}
        </button>
      </div>
      <p className="cp-hint" data-tone={sending.held ? "stop" : undefined} id="write-hint">
        {sending.held ? sending.held.why : ending ? say("floor.ending.hint") : say("write.hint")}
      </p>
    </form>
  );
}

/** That the draft came from a suggestion, how far it has been changed since, and the way back. */
function From({ draft, change }: { draft: Draft; change: Props["change"] }): React.JSX.Element | null {
  const edit = changed(draft);
  const { undo } = draft;
  if (!edit) return null;
  const share = Math.max(1, Math.round(edit.share * 100));
  return (
    <span className="cp-from" data-testid="from-suggestion">
      {edit.distance === 0 ? say("write.from.same") : say("write.from.changed", { share })}
      {undo && (
        <button type="button" className="cp-text-button" onClick={() => change(() => undo)}>
          {say("write.undo")}
        </button>
      )}
    </span>
  );
}
