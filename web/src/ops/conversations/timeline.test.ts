import { describe, expect, it } from "vitest";
import type { DeskMessage, NoticeRow, Turn } from "../types";
import { askerOf, timelineOf } from "./timeline";

const turn = (order: number, received_at: string): Turn => ({
  turn_id: `t${order}`,
  order,
  status: "finished",
  user_text: "hello",
  received_at,
  result: null,
});
const notice = (order: number): NoticeRow => ({ notice_id: `n${order}`, order, kind: "receipt", words: "Done.", created_at: null });
const message = (order: number, sent_at: string): DeskMessage => ({
  message_id: `m${order}`,
  run_id: `r${order}`,
  order,
  author: "agent",
  author_name: "Maya",
  text: "Hello",
  sent_at,
});

describe("timelineOf", () => {
  it("puts all kinds into one order", () => {
    const found = { turns: [turn(1, "b"), turn(9, "c")], notices: [notice(10), notice(4)], messages: [message(7, "a")] };
    expect(timelineOf(found).map((entry) => `${entry.kind} ${entry.order}`)).toEqual([
      "turn 1",
      "notice 4",
      "message 7",
      "turn 9",
      "notice 10",
    ]);
  });
});

describe("askerOf", () => {
  it.each([
    ["B-1", "B-1", "borrower"],
    ["S-101", "B-1", "S-101"],
    [null, null, "visitor"],
  ])("tells %s about %s", (asked_by, borrower_id, expected) => {
    expect(askerOf({ asked_by, borrower_id })).toBe(expected);
  });
});
