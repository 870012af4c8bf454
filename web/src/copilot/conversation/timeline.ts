import type { DeskMessage, NoticeEntry, TurnEntry } from "../types";

export type Entry =
  | { kind: "turn"; key: string; order: number; turn: TurnEntry }
  | { kind: "notice"; key: string; order: number; notice: NoticeEntry }
  | { kind: "message"; key: string; order: number; message: DeskMessage };

/** What a read of a conversation brings: everything, or what came after an order. */
export interface Part {
  turns: TurnEntry[];
  notices: NoticeEntry[];
  messages: DeskMessage[];
}

const GOING_ON: ReadonlySet<string> = new Set(["waiting", "running"]);

export function goesOn(turn: TurnEntry): boolean {
  return GOING_ON.has(turn.status);
}

/** Known entries with what was read put in: the newer reading of an entry counts, and `order` gives the row. */
export function merged(known: readonly Entry[], read: Part): Entry[] {
  const all = new Map(known.map((entry) => [entry.key, entry]));
  for (const turn of read.turns) put(all, { kind: "turn", key: `turn-${turn.turn_id}`, order: turn.order, turn });
  for (const notice of read.notices)
    put(all, { kind: "notice", key: `notice-${notice.notice_id}`, order: notice.order, notice });
  for (const message of read.messages)
    put(all, { kind: "message", key: `message-${message.message_id}`, order: message.order, message });
  return [...all.values()].sort((a, b) => a.order - b.order);
}

function put(all: Map<string, Entry>, entry: Entry): void {
  const known = all.get(entry.key);
  // Two reads may answer in the wrong order: a turn that has ended never goes on again.
  if (known?.kind === "turn" && entry.kind === "turn" && !goesOn(known.turn) && goesOn(entry.turn)) return;
  all.set(entry.key, entry);
}

/** The order to read on from: the newest, or just before the first turn that goes on, whose end keeps its order. */
export function readOnFrom(entries: readonly Entry[]): number | undefined {
  const open = entries.find((entry) => entry.kind === "turn" && goesOn(entry.turn));
  return open ? open.order - 1 : entries.at(-1)?.order;
}

export function assistantSpeaks(entries: readonly Entry[]): boolean {
  return entries.some((entry) => entry.kind === "turn" && goesOn(entry.turn));
}

export interface Heard {
  by: "borrower" | "assistant" | "desk";
  text: string;
}

/** What was said between two readings and should be read aloud, each message whole and once. */
export function heard(before: readonly Entry[], after: readonly Entry[]): Heard[] {
  const known = new Map(before.map((entry) => [entry.key, entry]));
  return after.flatMap((entry): Heard[] => {
    const was = known.get(entry.key);
    if (entry.kind === "message")
      return !was && entry.message.author === "borrower" ? [{ by: "borrower", text: entry.message.text }] : [];
    if (entry.kind === "notice") return was ? [] : [{ by: "desk", text: entry.notice.words }];
    const said: Heard[] = was ? [] : [{ by: "borrower", text: entry.turn.user_text }];
    const answered = was?.kind === "turn" && was.turn.result !== null;
    if (!answered && entry.turn.result) said.push({ by: "assistant", text: entry.turn.result.answer });
    return said;
  });
}
