import { decide, readProposal } from "../calls";
import { Problem } from "../../shared/http";
import type { Decision, Proposal } from "../wire";
import type { Chat } from "./chat";
import { mergeProposals } from "./merge";

const POLL_MS = 700;
const UNDER_WAY = new Set(["confirmed", "executing"]);

/** Take a decision on exactly what was shown (its digest). A missing second factor opens the dialog for it. */
export async function take(chat: Chat, proposal: Proposal, decision: Decision): Promise<void> {
  const id = proposal.proposal_id;
  if (chat.state.deciding[id]) return;
  chat.store.set({ deciding: { ...chat.state.deciding, [id]: decision }, refusals: without(chat.state.refusals, id) });
  try {
    const next = await decide(id, decision, proposal.digest);
    keep(chat, [next]);
    if (decision === "undo") keep(chat, [await readProposal(id)]);
    chat.store.say(chat.stateWords(next));
    if (UNDER_WAY.has(next.state)) void watch(chat, next.proposal_id);
  } catch (error) {
    await refused(chat, id, error);
  } finally {
    chat.store.set({ deciding: without(chat.state.deciding, id) });
    void chat.sync();
  }
}

/** The second factor is given: the yes that it was asked for. */
export async function goOn(chat: Chat): Promise<void> {
  const proposal = chat.state.proposals[chat.state.stepUpFor ?? ""];
  chat.store.set({ stepUpFor: null });
  if (proposal) await take(chat, proposal, "confirm");
}

async function refused(chat: Chat, id: string, error: unknown): Promise<void> {
  if (!(error instanceof Problem)) throw error;
  if (error.code === "step-up-needed") return chat.store.set({ stepUpFor: id });
  if (error.status === 401) chat.store.set({ signInNeeded: true });
  chat.store.set({ refusals: { ...chat.state.refusals, [id]: { code: error.code, words: error.message } } });
  chat.store.say(error.message);
  if (error.status === 409) keep(chat, [await readProposal(id)]);
}

/** Follow one that is being executed until it is over. The stream of changes tells it too; this one needs no stream. */
async function watch(chat: Chat, id: string): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    await new Promise((ready) => setTimeout(ready, POLL_MS));
    const next = await readProposal(id).catch(() => null);
    if (!next) continue;
    keep(chat, [next]);
    if (UNDER_WAY.has(next.state)) continue;
    chat.store.say(chat.stateWords(next));
    return;
  }
}

export function keep(chat: Chat, news: readonly Proposal[]): void {
  chat.store.set({ proposals: mergeProposals(chat.state.proposals, news) });
}

function without<Value>(all: Readonly<Record<string, Value>>, id: string): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(all).filter(([key]) => key !== id));
}
