import { begin, type LiveRun } from "../agui/live";
import { reduce } from "../agui/reduce";
import { openThread, stopRun } from "../calls";
import { Problem } from "../../shared/http";
import type { Chat } from "./chat";
import { isOver } from "./merge";
import { correcting } from "./timeline";

const PENDING = "tidewell.pending";
const TRIES = 8;
const LONGEST_WAIT_MS = 10_000;

interface Pending {
  threadId: string;
  runId: string;
  text: string;
}

/** Say something. `corrects`: the turn whose question this puts right. */
export async function send(chat: Chat, text: string, corrects: string | null = null): Promise<void> {
  if (chat.state.live && chat.state.live.phase !== "failed") return;
  const runId = correcting(crypto.randomUUID(), corrects);
  chat.store.set({ live: begin(runId, text, new Date().toISOString()), trouble: null });
  await drive(chat, runId, text);
}

/** Send what did not go through once more, under the same run id: the server knows whether it has it. */
export async function sendAgain(chat: Chat): Promise<void> {
  const { live } = chat.state;
  if (!live || live.phase !== "failed") return;
  chat.store.set({ live: begin(live.runId, live.words, live.at), trouble: null });
  await drive(chat, live.runId, live.words);
}

/** Take up a run that goes on: begun by another device, or by this page before it was loaded again. */
export async function adopt(chat: Chat, runId: string, text: string, at: string): Promise<void> {
  if (chat.state.live) return;
  chat.store.set({ live: { ...begin(runId, text, at), phase: "reconnecting" } });
  await drive(chat, runId, text);
}

/** What a reload of the page cut off before the server had it. */
export function pendingOf(threadId: string): Pending | null {
  const kept = sessionStorage.getItem(PENDING);
  const pending = kept ? (JSON.parse(kept) as Pending) : null;
  return pending?.threadId === threadId ? pending : null;
}

/** Follow the run to its end, over as many connections as it takes: each tells it from its first event. */
async function drive(chat: Chat, runId: string, text: string): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    if (attempt > 0 && !(await pause(chat, attempt))) break;
    try {
      const threadId = await threadOf(chat);
      sessionStorage.setItem(PENDING, JSON.stringify({ threadId, runId, text } satisfies Pending));
      await stream(chat, threadId, runId, text);
    } catch (error) {
      if (!isMine(chat, runId)) return;
      if (error instanceof Problem && error.status >= 400 && error.status !== 503) return refused(chat, error);
    }
    if (!isMine(chat, runId)) return;
    if (await settled(chat, runId)) return;
  }
  if (isMine(chat, runId)) fail(chat, { code: "offline", words: chat.words.unsent });
}

async function stream(chat: Chat, threadId: string, runId: string, text: string): Promise<void> {
  const { follow } = await import("../agui/run");
  const gone = new AbortController();
  chat.gone = gone;
  await follow(threadId, runId, text, (event) => update(chat, runId, (live) => reduce(live, event)), gone);
}

/** Whether the server has the run's end (or the message to a person); then the page shows the server's record. */
async function settled(chat: Chat, runId: string): Promise<boolean> {
  await chat.sync();
  const { turns, messages, live } = chat.state;
  const turn = turns.find((it) => it.run_id === runId);
  const kept = turn ? isOver(turn) : messages.some((it) => it.run_id === runId);
  if (kept) {
    done(chat, live);
    return true;
  }
  if (live?.problem) {
    fail(chat, live.problem);
    return true;
  }
  return false;
}

function done(chat: Chat, live: LiveRun | null): void {
  sessionStorage.removeItem(PENDING);
  chat.store.set({ live: null });
  const turn = chat.state.turns.find((it) => it.run_id === live?.runId);
  if (turn?.result) chat.store.say(chat.spoken(turn.result.answer, turn.result));
  else if (turn?.status === "stopped") chat.store.say(chat.words.stopped);
}

function refused(chat: Chat, problem: Problem): void {
  sessionStorage.removeItem(PENDING);
  if (problem.status === 401) chat.store.set({ signInNeeded: true });
  fail(chat, { code: problem.code, words: problem.message });
}

function fail(chat: Chat, problem: { code: string; words: string }): void {
  const { live } = chat.state;
  if (live) chat.store.set({ live: { ...live, phase: "failed", problem } });
  chat.store.say(problem.words);
}

/** Stop the run that is shown. What was stored by then stays; the conversation goes on. */
export async function stop(chat: Chat): Promise<void> {
  const { live, threadId } = chat.state;
  if (!live || !threadId) return;
  update(chat, live.runId, (run) => ({ ...run, phase: "stopping" }));
  try {
    await stopRun(threadId, live.runId);
  } catch (error) {
    if (!(error instanceof Problem && error.status === 404)) chat.trouble(error);
  }
}

async function threadOf(chat: Chat): Promise<string> {
  if (chat.state.threadId) return chat.state.threadId;
  const threadId = await openThread();
  chat.enter(threadId);
  return threadId;
}

async function pause(chat: Chat, attempt: number): Promise<boolean> {
  const { live } = chat.state;
  if (live) chat.store.set({ live: { ...live, phase: "reconnecting" } });
  if (!navigator.onLine) await new Promise((ready) => addEventListener("online", ready, { once: true }));
  await new Promise((ready) => setTimeout(ready, Math.min(500 * 2 ** (attempt - 1), LONGEST_WAIT_MS)));
  return chat.state.live !== null;
}

const isMine = (chat: Chat, runId: string): boolean => chat.state.live?.runId === runId;

function update(chat: Chat, runId: string, change: (live: LiveRun) => LiveRun): void {
  const { live } = chat.state;
  if (live?.runId === runId) chat.store.set({ live: change(live) });
}
