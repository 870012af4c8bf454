import { ask } from "../shared/http";
import { keepVisitor, session } from "../shared/session";
import type {
  Decision,
  DislikeReason,
  Handoff,
  PolicyDocument,
  Proposal,
  Starter,
  Thread,
  ThreadRow,
} from "./wire";

const part = encodeURIComponent;

/** Start a conversation. A visitor without a session is given a key that lets this tab come back to it. */
export async function openThread(): Promise<string> {
  const opened = await ask<{ thread_id: string; anonymous_key: string | null }>("POST", "/v1/threads", {});
  if (opened.anonymous_key && !session()) keepVisitor(opened.anonymous_key);
  return opened.thread_id;
}

export const readThread = (thread: string, after: number): Promise<Thread> =>
  ask("GET", `/v1/threads/${part(thread)}${after > 0 ? `?after=${after}` : ""}`);

export const listThreads = async (): Promise<ThreadRow[]> =>
  (await ask<{ threads: ThreadRow[] }>("GET", "/v1/threads")).threads;

export const listProposals = async (thread: string): Promise<Proposal[]> =>
  (await ask<{ proposals: Proposal[] }>("GET", `/v1/proposals?thread_id=${part(thread)}`)).proposals;

export const readProposal = (id: string): Promise<Proposal> => ask("GET", `/v1/proposals/${part(id)}`);

export const decide = (id: string, decision: Decision, digest: string): Promise<Proposal> =>
  ask("POST", `/v1/proposals/${part(id)}/${decision}`, decision === "undo" ? {} : { digest });

export const stopRun = (thread: string, run: string): Promise<void> =>
  ask("POST", `/v1/threads/${part(thread)}/runs/${part(run)}/stop`);

export const askPerson = (thread: string): Promise<Handoff> => ask("POST", `/v1/threads/${part(thread)}/handoff`, {});

export const withdrawPerson = (thread: string): Promise<unknown> => ask("DELETE", `/v1/threads/${part(thread)}/handoff`);

export const sendOpinion = (turn_id: string, liked: boolean, reason: DislikeReason | null): Promise<void> =>
  ask("POST", "/v1/feedback", { turn_id, liked, reason });

export const readPolicy = (document: string, version: number): Promise<PolicyDocument> =>
  ask("GET", `/v1/policies/${part(document)}?version=${version}`);

export const listStarters = async (language: string): Promise<Starter[]> =>
  (await ask<{ starters: Starter[] }>("GET", `/v1/starters?language=${part(language)}`)).starters;
