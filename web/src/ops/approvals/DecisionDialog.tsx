import { useState } from "react";
import { ask, Problem } from "../../shared/http";
import { IssuerStep } from "../../shared/IssuerStep";
import { type StepUp, useStepUp } from "../../shared/useStepUp";
import { problemFrom } from "../asked";
import { Dialog } from "../parts/Dialog";
import { Trouble } from "../parts/Notice";
import type { Proposal } from "../types";
import { WORDS } from "../words";
import { amountOf, changesOf, reasonOf, whoIs } from "./proposed";

export type Decision = "approve" | "reject";

const WORD = WORDS.approvals;
const STEP_UP = "step-up-needed";
/** It is over (409), or no longer this person's to see because somebody else decided it (404). */
const GONE = [404, 409];

interface Props {
  proposal: Proposal;
  decision: Decision;
  done: (proposal: Proposal) => void;
  close: () => void;
  /** What is shown may no longer be so. */
  stale: () => void;
}

/** A second look before a decision counts; tells where somebody else was faster or a second factor is needed. */
export function DecisionDialog({ proposal, decision, done, close, stale }: Props): React.JSX.Element {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [code, setCode] = useState("");
  const [needsFactor, setNeedsFactor] = useState(false);
  const step = useStepUp(() => decide());
  const waiting = busy || (step.way === "code" && step.waiting);
  const over = problem !== null && GONE.includes(problem.status);

  async function decide(): Promise<void> {
    setBusy(true);
    try {
      const path = `/v1/proposals/${encodeURIComponent(proposal.proposal_id)}/${decision}`;
      done(await ask<Proposal>("POST", path, { digest: proposal.digest }));
    } catch (error) {
      const found = problemFrom(error);
      if (found.code === STEP_UP) setNeedsFactor(true);
      setProblem(found.code === STEP_UP ? null : found);
      setBusy(false);
      if (GONE.includes(found.status)) stale();
    }
  }

  return (
    <Dialog title={decision === "approve" ? WORD.approveAsk : WORD.rejectAsk} close={close} busy={busy}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!waiting && !over) void (needsFactor && code ? step.code(code) : decide());
        }}
      >
        <Summary proposal={proposal} />
        <p>{decision === "approve" ? WORD.approveSays : WORD.rejectSays}</p>
        {problem && <Trouble problem={problem.status === 404 ? decidedElsewhere() : problem} title={WORD.conflict} />}
        {needsFactor && <Factor step={step} code={code} change={setCode} />}
        <div className="ops-row">
          {!over && !(needsFactor && step.way === "issuer") && (
            <button
              type="submit"
              className="tw-button"
              data-kind={decision === "approve" ? "primary" : "danger"}
              data-testid="decide"
              aria-disabled={waiting}
            >
              {waiting ? WORD.deciding : decision === "approve" ? WORD.approve : WORD.reject}
            </button>
          )}
          <button
            key={over ? "close" : "cancel"}
            type="button"
            className="tw-button"
            autoFocus={over}
            aria-disabled={busy}
            onClick={() => !busy && close()}
          >
            {over ? WORDS.close : WORDS.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function decidedElsewhere(): Problem {
  return new Problem(404, "decided-elsewhere", WORD.conflict, WORD.elsewhere);
}

function Summary({ proposal }: { proposal: Proposal }): React.JSX.Element {
  return (
    <>
      <p>
        <strong>
          {proposal.title} {amountOf(proposal)}
        </strong>{" "}
        ({whoIs(proposal.about, proposal.about_name)})
      </p>
      <ul className="ops-bullets">
        {changesOf(proposal).map((change) => (
          <li key={change.label}>
            {change.label}: {change.before} → <strong>{change.after}</strong>
          </li>
        ))}
      </ul>
      {reasonOf(proposal) && <blockquote className="ops-reason">{reasonOf(proposal)}</blockquote>}
    </>
  );
}

function Factor({ step, code, change }: { step: StepUp; code: string; change: (to: string) => void }): React.ReactNode {
  if (step.way === "issuer") return <IssuerStep step={step} words={WORD.issuer} />;
  return (
    <div className="ops-field">
      <p role="alert">{step.refused ? step.refused.message : WORD.codeSays}</p>
      <label htmlFor="ops-code">{WORD.code}</label>
      <input
        id="ops-code"
        className="tw-field"
        data-testid="step-up-code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={20}
        required
        value={code}
        onChange={(event) => change(event.target.value)}
      />
    </div>
  );
}
