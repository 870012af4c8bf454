import type { LiveRun } from "../agui/live";
import { objectOf } from "../agui/reduce";
import type { DeskMessage, Notice, ToolCall, Turn, TurnEnd } from "../wire";
import type { ChatState } from "./state";

export interface UserEntry {
  kind: "user";
  id: string;
  runId: string;
  text: string;
  at: string;
  /** The turn whose question this one puts right. */
  corrects: string | null;
  turnId: string | null;
  unsent: boolean;
}
export interface AssistantEntry {
  kind: "assistant";
  id: string;
  runId: string;
  at: string;
  question: string;
  answer: string;
  end: TurnEnd | null;
  calls: readonly ToolCall[];
  status: Turn["status"] | "live";
  live: LiveRun | null;
}
export interface PersonEntry {
  kind: "person";
  id: string;
  message: DeskMessage;
}
export interface NoticeEntry {
  kind: "notice";
  id: string;
  notice: Notice;
}
export type Entry = UserEntry | AssistantEntry | PersonEntry | NoticeEntry;

/** A correction carries the turn that it corrects in its run id, so that every device can say so. */
export const correcting = (fresh: string, turnId: string | null): string => (turnId ? `${fresh}~${turnId}` : fresh);
export const corrected = (runId: string): string | null => runId.split("~")[1] ?? null;

const drawn = new WeakMap<Turn | DeskMessage | Notice, readonly Entry[]>();
let lastLive: { live: LiveRun; agent: boolean; entries: readonly Entry[] } | null = null;

type Source = Pick<ChatState, "turns" | "messages" | "notices" | "proposals" | "live" | "floor">;
const KEYS = ["turns", "messages", "notices", "proposals", "live", "floor"] as const satisfies readonly (keyof Source)[];
let last: { of: Source; entries: readonly Entry[] } | null = null;

/** The conversation in its one order. The same objects again for what did not change: React and the runtime look at that. */
export function timeline(state: Source): readonly Entry[] {
  const known = last;
  if (known && KEYS.every((key) => known.of[key] === state[key])) return known.entries;
  last = { of: state, entries: made(state) };
  return last.entries;
}

function made(state: Source): readonly Entry[] {
  const { live } = state;
  const items: (Turn | DeskMessage | Notice)[] = [
    ...state.turns.filter((turn) => turn.run_id !== live?.runId),
    ...state.messages.filter((message) => message.run_id === null || message.run_id !== live?.runId),
    ...state.notices.filter((notice) => isShown(notice, state)),
  ];
  const entries = items.sort((a, b) => a.order - b.order).flatMap(entriesOf);
  return live ? [...entries, ...liveEntries(live, state.floor === "agent")] : entries;
}

/** A receipt that follows its card is in the card; one that comes later is told where it came. */
function isShown(notice: Notice, state: Source): boolean {
  if (notice.kind !== "receipt" && notice.kind !== "refused") return true;
  const turn = state.turns.find((it) => it.result?.proposals.some((one) => one.proposal_id === notice.proposal_id));
  if (!turn) return !(notice.proposal_id && state.proposals[notice.proposal_id]?.undoes);
  return state.turns.some((it) => it.order > turn.order && it.order < notice.order);
}

function entriesOf(item: Turn | DeskMessage | Notice): readonly Entry[] {
  const known = drawn.get(item);
  if (known) return known;
  const entries = "user_text" in item ? ofTurn(item) : [single(item)];
  drawn.set(item, entries);
  return entries;
}

function single(item: DeskMessage | Notice): Entry {
  if ("notice_id" in item) return { kind: "notice", id: `n:${item.notice_id}`, notice: item };
  if (item.author === "agent") return { kind: "person", id: `m:${item.message_id}`, message: item };
  const runId = item.run_id ?? item.message_id;
  return { ...userOf(runId, item.text, item.sent_at), turnId: null, unsent: false };
}

function userOf(runId: string, text: string, at: string): Omit<UserEntry, "turnId" | "unsent"> {
  return { kind: "user", id: `u:${runId}`, runId, text, at, corrects: corrected(runId) };
}

function ofTurn(turn: Turn): readonly Entry[] {
  const { result } = turn;
  return [
    { ...userOf(turn.run_id, turn.user_text, turn.received_at), turnId: turn.turn_id, unsent: false },
    {
      kind: "assistant",
      id: `a:${turn.run_id}`,
      runId: turn.run_id,
      at: turn.received_at,
      question: turn.user_text,
      answer: result?.answer ?? "",
      end: result,
      calls: result?.tool_calls ?? [],
      status: turn.status,
      live: null,
    },
  ];
}

function liveEntries(live: LiveRun, agent: boolean): readonly Entry[] {
  if (lastLive?.live === live && lastLive.agent === agent) return lastLive.entries;
  const unsent = live.phase === "failed" && live.steps.length === 0;
  const user: Entry = { ...userOf(live.runId, live.words, live.at), turnId: null, unsent };
  const answer: Entry = {
    kind: "assistant",
    id: `a:${live.runId}`,
    runId: live.runId,
    at: live.at,
    question: live.words,
    answer: live.answer,
    end: live.turn,
    calls: callsOf(live),
    status: "live",
    live,
  };
  const silent = agent || live.desk !== null || unsent;
  const entries = silent ? [user] : [user, answer];
  lastLive = { live, agent, entries };
  return entries;
}

function callsOf(live: LiveRun): readonly ToolCall[] {
  return live.calls.flatMap((call) =>
    call.result ? [{ name: call.name, arguments: objectOf(call.args), result: call.result }] : [],
  );
}
