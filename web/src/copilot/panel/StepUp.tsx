import { useState } from "react";
import { IssuerStep, type IssuerWords } from "../../shared/IssuerStep";
import { useStepUp } from "../../shared/useStepUp";
import { say } from "../words";

const ISSUER: IssuerWords = {
  text: say("step.text"),
  go: say("step.go"),
  again: say("step.again"),
  waiting: say("step.waiting"),
  framed: say("step.framed"),
  elsewhere: say("step.elsewhere"),
  another: say("step.another"),
};

/** The agent's second factor; `done` confirms with it. */
export function StepUp({ done }: { done: () => Promise<void> }): React.JSX.Element {
  const [code, setCode] = useState("");
  const step = useStepUp(done);
  if (step.way === "issuer")
    return (
      <div className="cp-form">
        <IssuerStep step={step} words={ISSUER} />
      </div>
    );
  return (
    <form
      className="cp-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim()) void step.code(code);
      }}
    >
      {step.refused && (
        <p role="alert" className="cp-failed">
          {step.refused.message}
        </p>
      )}
      {step.way && (
        <>
          <p>{say("prop.step")}</p>
          <label>
            {say("prop.code")}
            <input
              className="tw-field"
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={20}
              value={code}
              data-testid="step-up-code"
              onChange={(event) => setCode(event.target.value)}
            />
          </label>
          <button
            type="submit"
            className="tw-button"
            data-kind="primary"
            data-testid="step-up-submit"
            disabled={step.waiting}
          >
            {say("prop.code.send")}
          </button>
        </>
      )}
    </form>
  );
}
