import { isFramed, stepUpAddress } from "./step-up";
import type { StepUp } from "./useStepUp";

export interface IssuerWords {
  text: string;
  go: string;
  again: string;
  waiting: string;
  /** Inside another site's page. */
  framed: string;
  elsewhere: string;
  another: string;
}

/** The second factor at the lender's sign-in: what it is for, and the way there. */
export function IssuerStep({ step, words }: { step: StepUp; words: IssuerWords }): React.JSX.Element {
  if (isFramed()) {
    return (
      <>
        <p>{words.framed}</p>
        <p>
          <a
            className="tw-button"
            data-kind="primary"
            data-testid="step-up-elsewhere"
            href={stepUpAddress(location.pathname + location.hash)}
            target="_blank"
            rel="noopener"
          >
            {words.elsewhere}
          </a>
        </p>
      </>
    );
  }
  const other = step.refused?.code === "another-person";
  return (
    <>
      <p>{words.text}</p>
      {step.refused && <p role="alert" className="tw-refused">{other ? words.another : step.refused.message}</p>}
      <p role="status">{step.waiting && words.waiting}</p>
      <button
        type="button"
        className="tw-button"
        data-kind="primary"
        data-testid="step-up-issuer"
        onClick={step.issuer}
      >
        {step.waiting ? words.again : words.go}
      </button>
    </>
  );
}
