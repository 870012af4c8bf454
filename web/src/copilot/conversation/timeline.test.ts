import { describe, expect, it } from "vitest";
import type { DeskMessage, NoticeEntry, TurnEntry } from "../types";
import { assistantSpeaks, heard, merged, readOnFrom, type Part } from "./timeline";

const turn = (order: number, status = "done", answer: string | null = "Yes."): TurnEntry => ({
  turn_id: `t${order}`,
  order,
  run_id: `r${order}`,
  status,
  user_text: `Question ${order}`,
  received_at: "2026-05-15T10:00:00Z",
  result: answer === null ? null : { outcome: "answered", answer, citations: [] },
});
const message = (order: number, author: "borrower" | "agent" = "borrower"): DeskMessage => ({
  message_id: `m${order}`,
  order,
  author,
  author_name: author === "agent" ? "Maya Okonkwo" : null,
  text: `Words ${order}`,
  sent_at: "2026-05-15T10:01:00Z",
  run_id: `r${order}`,
});
const notice = (order: number): NoticeEntry => ({
  notice_id: `n${order}`,
  order,
  kind: "receipt",
  words: `Notice ${order}`,
  created_at: null,
});
const part = (given: Partial<Part>): Part => ({ turns: [], notices: [], messages: [], ...given });

describe("merged", () => {
  it("puts turns, notices and messages into one row by their order", () => {
    const all = merged([], part({ turns: [turn(1), turn(5)], notices: [notice(3)], messages: [message(4), message(2)] }));
    expect(all.map((entry) => entry.key)).toEqual(["turn-t1", "message-m2", "notice-n3", "message-m4", "turn-t5"]);
  });

  it("keeps one of what is read twice, in its newer reading", () => {
    const running = merged([], part({ turns: [turn(1, "running", null)] }));
    const all = merged(running, part({ turns: [turn(1)], messages: [message(2)] }));
    expect(all).toHaveLength(2);
    expect(assistantSpeaks(running)).toBe(true);
    expect(assistantSpeaks(all)).toBe(false);
  });

  it("does not take an ended turn for a running one when answers overtake each other", () => {
    const ended = merged([], part({ turns: [turn(1)] }));
    expect(assistantSpeaks(merged(ended, part({ turns: [turn(1, "running", null)] })))).toBe(false);
  });
});

describe("readOnFrom", () => {
  it("reads everything at first and then what is newer", () => {
    expect(readOnFrom([])).toBeUndefined();
    expect(readOnFrom(merged([], part({ turns: [turn(7)], messages: [message(9)] })))).toBe(9);
  });

  it("goes back before a turn that goes on, because its end keeps its order", () => {
    const all = merged([], part({ turns: [turn(4), turn(7, "waiting", null)], messages: [message(9)] }));
    expect(readOnFrom(all)).toBe(6);
  });
});

describe("heard", () => {
  it("tells whole new words of the borrower once, and none of the agent's own", () => {
    const before = merged([], part({ messages: [message(1)] }));
    const after = merged(before, part({ messages: [message(2), message(3, "agent")], notices: [notice(4)] }));
    expect(heard(before, after)).toEqual([
      { by: "borrower", text: "Words 2" },
      { by: "desk", text: "Notice 4" },
    ]);
    expect(heard(after, after)).toEqual([]);
  });

  it("tells an answer when it is whole, not while it is written", () => {
    const none = merged([], part({}));
    const running = merged(none, part({ turns: [turn(1, "running", null)] }));
    const ended = merged(running, part({ turns: [turn(1)] }));
    expect(heard(none, running)).toEqual([{ by: "borrower", text: "Question 1" }]);
    expect(heard(running, ended)).toEqual([{ by: "assistant", text: "Yes." }]);
  });
});
