import { ask } from "../shared/http";
import type {
  BoardRow,
  Change,
  Conversation,
  Decided,
  DeskMessage,
  Language,
  NextAction,
  Note,
  Outcome,
  PolicyDocument,
  PolicyHit,
  Proposal,
  Snapshot,
  Suggestion,
  TurnEntry,
  Warning,
} from "./types";

const handoff = (id: string): string => `/v1/handoffs/${encodeURIComponent(id)}`;
const copilot = (id: string): string => `/v1/copilot/${encodeURIComponent(id)}`;

/** Every request of the desk, one function each. All throw Problem. */
export const api = {
  board: () => ask<{ handoffs: BoardRow[] }>("GET", "/v1/handoffs"),
  conversation: (id: string, after?: number, signal?: AbortSignal) =>
    ask<Conversation>("GET", handoff(id) + (after === undefined ? "" : `?after=${after}`), undefined, signal),
  accept: (id: string) => ask<Conversation>("POST", `${handoff(id)}/accept`, {}),
  send: (id: string, body: { text: string; run_id: string; suggestion_id?: string }) =>
    ask<DeskMessage>("POST", `${handoff(id)}/messages`, body),
  giveBack: (id: string, note: string) => ask<BoardRow>("POST", `${handoff(id)}/return`, note ? { note } : {}),
  transfer: (id: string, queue: string) => ask<BoardRow>("POST", `${handoff(id)}/transfer`, { queue }),

  snapshot: (id: string) => ask<Snapshot>("GET", `${copilot(id)}/snapshot`),
  actions: (id: string) => ask<{ actions: NextAction[] }>("GET", `${copilot(id)}/actions`),
  suggest: (id: string, language?: Language) =>
    ask<Suggestion>("POST", `${copilot(id)}/suggestions`, language ? { language } : {}),
  rewrite: (id: string, body: { text: string; change: Change; language?: Language; suggestion_id?: string }) =>
    ask<Suggestion>("POST", `${copilot(id)}/rewrites`, body),
  check: (id: string, text: string, signal?: AbortSignal) =>
    ask<{ warnings: Warning[] }>("POST", `${copilot(id)}/check`, { text }, signal),
  wrapUp: (id: string) => ask<Suggestion>("POST", `${copilot(id)}/wrap-up`, {}),
  note: (id: string, body: { text: string; suggestion_id?: string }) => ask<Note>("POST", `${copilot(id)}/notes`, body),
  decide: (id: string, suggestion: string, body: { outcome: Outcome; final?: string; reason?: string }) =>
    ask<Decided>("POST", `${copilot(id)}/suggestions/${encodeURIComponent(suggestion)}/decision`, body),
  sideThread: (id: string) => ask<{ thread_id: string }>("GET", `${copilot(id)}/side-thread`),

  thread: (id: string) => ask<{ turns: TurnEntry[] }>("GET", `/v1/threads/${encodeURIComponent(id)}`),
  stopRun: (thread: string, run: string) =>
    ask<void>("POST", `/v1/threads/${encodeURIComponent(thread)}/runs/${encodeURIComponent(run)}/stop`),
  proposals: (thread: string) =>
    ask<{ proposals: Proposal[] }>("GET", `/v1/proposals?thread_id=${encodeURIComponent(thread)}`),
  decideProposal: (proposal: Proposal, verb: "confirm" | "reject" | "cancel") =>
    ask<Proposal>("POST", `/v1/proposals/${encodeURIComponent(proposal.proposal_id)}/${verb}`, {
      digest: proposal.digest,
    }),

  searchPolicies: (words: string, signal?: AbortSignal) =>
    ask<{ results: PolicyHit[] }>("GET", `/v1/copilot/policies?q=${encodeURIComponent(words)}&k=6`, undefined, signal),
  policy: (document: string, version: number, signal?: AbortSignal) =>
    ask<PolicyDocument>(
      "GET",
      `/v1/policies/${encodeURIComponent(document)}?version=${encodeURIComponent(String(version))}`,
      undefined,
      signal,
    ),
};
