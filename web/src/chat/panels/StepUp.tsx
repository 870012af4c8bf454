import { useState } from "react";
import { withCode } from "../conversation/deciding";
import { Problem } from "../../shared/http";
import { useRoom } from "../view/Context";
import { Dialog } from "../view/Dialog";
import { useWords } from "../words/Words";

/** The one-time code; the yes follows by itself once it is taken. */
export default function StepUp(): React.JSX.Element {
  const words = useWords();
  const { chat } = useRoom();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const close = (): void => chat.store.set({ stepUpFor: null });
  const submit = async (form: FormData): Promise<void> => {
    setBusy(true);
    setRefused(null);
    try {
      await withCode(chat, String(form.get("code") ?? "").replace(/\s/g, ""));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setRefused(error.message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title={words.stepUp.title} close={close} testid="step-up">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit(new FormData(event.currentTarget));
        }}
      >
        <p>{words.stepUp.text}</p>
        <label>
          {words.stepUp.code}
          <input
            className="tw-field code"
            name="code"
            data-testid="step-up-code"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={12}
            required
            autoFocus
            aria-describedby={refused ? "step-up-refused" : undefined}
            aria-invalid={refused !== null}
          />
        </label>
        {refused && (
          <p id="step-up-refused" className="refusal" role="alert">
            {refused}
          </p>
        )}
        <div className="row">
          <button type="submit" className="tw-button" data-kind="primary" data-testid="step-up-submit" disabled={busy}>
            {busy ? words.proposal.working : words.stepUp.submit}
          </button>
          <button type="button" className="tw-button" onClick={close}>
            {words.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
