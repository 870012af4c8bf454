import type { Conversation, DeskMessage, NoticeRow, Turn } from "../types";

export type Entry =
  | { kind: "turn"; order: number; turn: Turn }
  | { kind: "notice"; order: number; notice: NoticeRow }
  | { kind: "message"; order: number; message: DeskMessage };

/** Turns, notices and messages of people in the one order that they have in the conversation. */
export function timelineOf(found: Pick<Conversation, "turns" | "notices" | "messages">): Entry[] {
  const entries: Entry[] = [
    ...found.turns.map((turn): Entry => ({ kind: "turn", order: turn.order, turn })),
    ...found.notices.map((notice): Entry => ({ kind: "notice", order: notice.order, notice })),
    ...found.messages.map((message): Entry => ({ kind: "message", order: message.order, message })),
  ];
  return entries.sort((one, other) => one.order - other.order);
}

/** Who wrote the turns: the borrower, a visitor, or somebody else for the borrower (staff, a third party) by their id. */
export function askerOf(found: Pick<Conversation, "asked_by" | "borrower_id">): "borrower" | "visitor" | string {
  if (found.asked_by === null) return "visitor";
  return found.asked_by === found.borrower_id ? "borrower" : found.asked_by;
}
