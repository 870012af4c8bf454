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
