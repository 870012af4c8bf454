import { useState } from "react";
import { api } from "../api";
import { Cited } from "../conversation/Cited";
import { besideCards } from "../conversation/prose";
import { isProblem, said } from "../desk/problems";
import { useVoice } from "../desk/tell";
import { time } from "../format";
import type { Proposal } from "../types";
import { named, say } from "../words";
import { StepUp } from "./StepUp";

type Verb = "confirm" | "reject" | "cancel";

/** A proposal of the drafting box: what it would do, and the agent's yes or no as its maker. */
export function ProposalCard({
  proposal,
  put,
}: {
  proposal: Proposal;
  put: (view: Proposal) => void;
}): React.JSX.Element {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const [stepUp, setStepUp] = useState(false);
  const { announce } = useVoice();

  const decide = async (verb: Verb): Promise<void> => {
    setBusy(true);
    setFailed(null);
    try {
      const view = await api.decideProposal(proposal, verb);
      put(view);
      setStepUp(false);
      announce(`${view.title}: ${named("state", view.state)}. ${view.says}`);
    } catch (error) {
      if (isProblem(error, "step-up-needed")) setStepUp(true);
      else setFailed(said(error));
    } finally {
      setBusy(false);
    }
  };
  const { can, requires } = proposal;
  const button = (verb: Verb, kind?: string): React.JSX.Element | false =>
    can.includes(verb) && (
      <button
        type="button"
        className="tw-button"
        data-kind={kind}
        data-testid={`proposal-${verb}`}
        disabled={busy}
        onClick={() => void decide(verb)}
      >
        {say(`prop.${verb}`)}
      </button>
    );

  return (
    <article
      className="cp-proposal"
      aria-label={proposal.title}
      data-testid="draft-proposal"
      data-state={proposal.state}
      data-proposal={proposal.proposal_id}
    >
      <div className="cp-line">
        <strong>{proposal.title}</strong>
        <span className="cp-chip" data-tone={proposal.state === "done" ? "ok" : undefined} data-testid="proposal-state">
          {named("state", proposal.state)}
        </span>
      </div>
      <ul className="cp-lines">
        {proposal.lines.map((line) => (
          <li key={line.label + line.words}>{line.words}</li>
        ))}
      </ul>
      {proposal.state === "open" && (
        <p className="cp-hint">
          {say("prop.until", { time: time(proposal.expires_at) })}
          {requires.approval && ` · ${say("prop.second")}`}
        </p>
      )}
      {proposal.state !== "open" && (
        <div data-testid="proposal-says">
          <Cited text={besideCards(proposal.says)} />
        </div>
      )}
      {failed && (
        <p role="alert" className="cp-failed">
          {failed}
        </p>
      )}
      {stepUp ? (
        <StepUp done={() => decide("confirm")} />
      ) : (
        <div className="cp-acts">
          {button("reject")}
          {button("cancel")}
          {button("confirm", "primary")}
        </div>
      )}
    </article>
  );
}
