import type { DeskMessage, Notice, Proposal, Thread, Turn } from "../wire";
import type { ChatState } from "./state";

const ENDED = new Set<Turn["status"]>(["finished", "stopped", "failed"]);

/** Whether a turn is told to its end; one that is not may still change under its order. */
export const isOver = (turn: Turn): boolean => ENDED.has(turn.status);

/** The order after which to read: everything before it is known and will not change. 0 reads all. */
export function knownUpTo(state: Pick<ChatState, "turns" | "notices" | "messages">): number {
  const open = state.turns.filter((turn) => !isOver(turn)).map((turn) => turn.order - 1);
  const all = [...state.turns, ...state.notices, ...state.messages].map((entry) => entry.order);
  return all.length === 0 ? 0 : Math.max(0, Math.min(Math.max(...all), ...open));
}

/** The thread's news into what is known. What did not change stays the same object, so that it is not drawn again. */
export function merge(
  state: ChatState,
  thread: Thread,
): Pick<ChatState, "turns" | "notices" | "messages" | "floor" | "handoff" | "proposals"> {
  const proposals = { ...state.proposals };
  for (const turn of thread.turns)
    for (const proposal of turn.result?.proposals ?? []) proposals[proposal.proposal_id] ??= proposal;
  return {
    turns: joined(state.turns, thread.turns, (turn) => turn.turn_id, (old, next) => old.status === next.status),
    notices: joined<Notice>(state.notices, thread.notices, (notice) => notice.notice_id, () => true),
    messages: joined<DeskMessage>(state.messages, thread.messages ?? [], (message) => message.message_id, () => true),
    floor: thread.floor ?? "assistant",
    handoff: thread.handoff ?? null,
    proposals,
  };
}

export function mergeProposals(
  known: Readonly<Record<string, Proposal>>,
  news: readonly Proposal[],
): Readonly<Record<string, Proposal>> {
  return { ...known, ...Object.fromEntries(news.map((proposal) => [proposal.proposal_id, proposal])) };
}

function joined<Item extends { order: number }>(
  known: readonly Item[],
  news: readonly Item[],
  id: (item: Item) => string,
  same: (old: Item, next: Item) => boolean,
): readonly Item[] {
  if (news.length === 0) return known;
  const byId = new Map(known.map((item) => [id(item), item]));
  for (const next of news) {
    const old = byId.get(id(next));
    if (!old || !same(old, next)) byId.set(id(next), next);
  }
  return [...byId.values()].sort((a, b) => a.order - b.order);
}
