import { useState } from "react";
import { giveCode } from "../shared/step-up";
import { destination } from "./next";
import { Trouble } from "./Trouble";
import { WORDS } from "./words";

/** A second factor at the development issuer: a one-time code of who is signed in; then back to where they were. */
export function StepUp({ next, role }: { next: string | null; role: string }): React.JSX.Element {
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);

  async function give(): Promise<void> {
    setBusy(true);
    setTrouble(null);
    try {
      await giveCode(code.trim());
      location.assign(destination(role, next, location.origin));
    } catch (error) {
      setBusy(false);
      setTrouble(error instanceof Error ? error.message : String(error));
    }
  }

  return (
    <form
      className="tw-card si-present"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && code.trim()) void give();
      }}
    >
      <h2>{WORDS.stepUpTitle}</h2>
      <p>{WORDS.stepUpLead}</p>
      {trouble && <Trouble title={WORDS.notTaken} says={trouble} />}
      <label htmlFor="si-code">{WORDS.code}</label>
      <input
        id="si-code"
        className="tw-field"
        data-testid="step-up-code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={20}
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <div className="si-row">
        <button type="submit" className="tw-button" data-kind="primary" data-testid="step-up-submit" aria-disabled={busy}>
          {WORDS.go}
        </button>
      </div>
    </form>
  );
}
