import { useEffect } from "react";
import { IssuerStep } from "../../shared/IssuerStep";
import { type StepUp as Step, useStepUp } from "../../shared/useStepUp";
import { goOn } from "../conversation/deciding";
import { useChat, useRoom } from "../view/Context";
import { Dialog } from "../view/Dialog";
import { useWords } from "../words/Words";

/** The second factor; the yes follows by itself once it is given. */
export default function StepUp(): React.JSX.Element {
  const words = useWords();
  const { chat } = useRoom();
  const step = useStepUp(() => goOn(chat));
  const close = (): void => chat.store.set({ stepUpFor: null });
  const waits = useChat((state) => state.proposals[state.stepUpFor ?? ""]?.state === "open");
  // It was decided elsewhere meanwhile, in another tab say.
  useEffect(() => {
    if (!waits) close();
  }, [waits]);
  return (
    <Dialog title={words.stepUp.title} close={close} testid="step-up">
      {step.way === "issuer" ? <IssuerStep step={step} words={words.stepUp.issuer} /> : <Code step={step} close={close} />}
    </Dialog>
  );
}

function Code({ step, close }: { step: Step; close: () => void }): React.JSX.Element {
  const words = useWords();
  const { refused, waiting } = step;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void step.code(String(new FormData(event.currentTarget).get("code") ?? ""));
      }}
    >
      {step.way && (
        <>
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
        </>
      )}
      {refused && (
        <p id="step-up-refused" className="refusal" role="alert">
          {refused.message}
        </p>
      )}
      <div className="row">
        {step.way && (
          <button type="submit" className="tw-button" data-kind="primary" data-testid="step-up-submit" disabled={waiting}>
            {waiting ? words.proposal.working : words.stepUp.submit}
          </button>
        )}
        <button type="button" className="tw-button" onClick={close}>
          {words.cancel}
        </button>
      </div>
    </form>
  );
}
