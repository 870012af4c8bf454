import { useEffect, useId, useRef } from "react";
import { take } from "../conversation/deciding";
import { clock } from "../figures/format";
import type { Decision, Proposal } from "../wire";
import { useSpoken, useWords } from "../words/Words";
import { useChat, useRoom } from "./Context";
import { Countdown } from "./Countdown";
import { Icon } from "./Icon";
import { laid } from "./pairs";
import { ReceiptOf } from "./ReceiptOf";

const WAITS = new Set<Proposal["state"]>(["open", "awaiting_approval"]);

/** What would change, in full, before anything does: what it is about, before and after, how long, yes or no. */
export function ProposalCard({ proposal }: { proposal: Proposal }): React.JSX.Element {
  const { language, words } = useSpoken();
  const id = useId();
  const card = useKeptFocus(proposal.state);
  const { facts, changes } = laid(proposal.lines);
  return (
    <article ref={card} tabIndex={-1} className="proposal" data-testid="proposal-card" data-state={proposal.state} aria-labelledby={id}>
      <header>
        <p className="kind">{proposal.undoes ? words.proposal.undoOf : words.proposal.label}</p>
        <h3 id={id}>{proposal.title}</h3>
        <p className="badge" data-state={proposal.state}>
          {words.proposal.state[proposal.state]}
        </p>
      </header>
      <dl className="figures">
        {facts.map((fact, index) => (
          <div key={`${fact.key}-${index}`} className={fact.key === "amount" ? "figure strong" : "figure"}>
            <dt>{fact.label}</dt>
            <dd>{fact.value}</dd>
          </div>
        ))}
      </dl>
      {changes.length > 0 && (
        <table className="changes">
          <caption className="tw-hidden">{words.proposal.changes}</caption>
          <thead>
            <tr>
              <th scope="col">
                <span className="tw-hidden">{words.proposal.what}</span>
              </th>
              <th scope="col">{words.proposal.now}</th>
              <th scope="col">{words.proposal.then}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => (
              <tr key={change.label}>
                <th scope="row">{change.label}</th>
                <td>{change.before}</td>
                <td className="after">{change.after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {proposal.state === "open" && <Needs proposal={proposal} />}
      {WAITS.has(proposal.state) && (
        <p className="note">
          {words.proposal.expiresAt(clock(proposal.expires_at, language))} (<Countdown proposal={proposal} />)
        </p>
      )}
      {proposal.receipt && <ReceiptOf proposal={proposal} receipt={proposal.receipt} />}
      <Deciding proposal={proposal} />
    </article>
  );
}

/** A decision takes its buttons away; the focus that was on one stays with the card. */
function useKeptFocus(state: Proposal["state"]): React.RefObject<HTMLElement | null> {
  const card = useRef<HTMLElement>(null);
  const inside = useRef(false);
  useEffect(() => {
    const note = (): void => {
      inside.current = card.current?.contains(document.activeElement) ?? false;
    };
    document.addEventListener("focusin", note);
    return () => document.removeEventListener("focusin", note);
  }, []);
  useEffect(() => {
    if (inside.current && document.activeElement === document.body) card.current?.focus();
  }, [state]);
  return card;
}

function Needs({ proposal }: { proposal: Proposal }): React.ReactNode {
  const words = useWords().proposal;
  const needs = [proposal.requires.assurance > 1 && words.code, proposal.requires.approval && words.approval].filter(Boolean);
  return needs.length > 0 ? <p className="note">{needs.join(". ")}.</p> : null;
}

const BUTTONS: readonly { decision: Decision; word: "confirm" | "decline" | "withdraw" | "undo"; kind?: string }[] = [
  { decision: "confirm", word: "confirm", kind: "primary" },
  { decision: "reject", word: "decline" },
  { decision: "cancel", word: "withdraw" },
  { decision: "undo", word: "undo" },
];

/** Only what the server says that this person may do now. */
function Deciding({ proposal }: { proposal: Proposal }): React.ReactNode {
  const words = useWords().proposal;
  const { chat } = useRoom();
  const deciding = useChat((state) => state.deciding[proposal.proposal_id]);
  const refusal = useChat((state) => state.refusals[proposal.proposal_id]);
  const buttons = BUTTONS.filter(({ decision }) => proposal.can.includes(decision));
  return (
    <>
      {refusal && (
        <p className="refusal" data-testid="proposal-refusal">
          {refusal.words}
        </p>
      )}
      {buttons.length > 0 && (
        <div className="row">
          {buttons.map(({ decision, word, kind }) => (
            <button
              key={decision}
              type="button"
              className="tw-button"
              data-kind={kind}
              data-testid={`proposal-${word}`}
              aria-disabled={deciding !== undefined}
              onClick={() => void take(chat, proposal, decision)}
            >
              {word === "undo" && <Icon name="retry" />}
              {deciding === decision ? words.working : words[word]}
            </button>
          ))}
        </div>
      )}
    </>
  );
}
