import { describe, expect, it } from "vitest";
import type { HandoffRow } from "../types";
import { groupsOf, waitedS } from "./board";

const NOW = Date.parse("2026-11-22T12:00:00Z");

function row(id: string, more: Partial<HandoffRow>): HandoffRow {
  return {
    handoff_id: id,
    state: "waiting",
    reason: "asked_for_person",
    queue: "support",
    urgent: false,
    requested_at: "2026-11-22T11:00:00Z",
    accepted_at: null,
    ended_at: null,
    thread_id: `t-${id}`,
    borrower_id: null,
    borrower_name: null,
    language: "en",
    waited_s: 0,
    agent: null,
    agent_name: null,
    preview: null,
    ...more,
  };
}

describe("groupsOf", () => {
  const rows = [
    row("late", { requested_at: "2026-11-22T11:30:00Z" }),
    row("early", { requested_at: "2026-11-22T10:00:00Z" }),
    row("scam", { queue: "fraud", urgent: true, requested_at: "2026-11-22T11:50:00Z" }),
    row("served", { state: "accepted", accepted_at: "2026-11-22T11:10:00Z" }),
    row("served-now", { state: "accepted", accepted_at: "2026-11-22T11:55:00Z" }),
    row("back", { state: "returned", accepted_at: "2026-11-22T09:00:00Z", ended_at: "2026-11-22T09:30:00Z" }),
    row("long-ago", { state: "returned", ended_at: "2026-11-20T09:30:00Z" }),
    row("gone", { state: "withdrawn" }),
  ];
  const groups = groupsOf(rows, NOW);

  it("puts urgent queues first, and who waits longest first in a queue", () => {
    expect(groups.waiting.map((one) => [one.queue, one.rows.map((it) => it.handoff_id)])).toEqual([
      ["fraud", ["scam"]],
      ["support", ["early", "late"]],
    ]);
  });

  it("shows who is served, newest first, and who went back within a day", () => {
    expect(groups.accepted.map((one) => one.handoff_id)).toEqual(["served-now", "served"]);
    expect(groups.returned.map((one) => one.handoff_id)).toEqual(["back"]);
  });
});

describe("waitedS", () => {
  it.each([
    [{}, 3600],
    [{ state: "accepted" as const, accepted_at: "2026-11-22T11:10:00Z" }, 600],
    [{ state: "withdrawn" as const, ended_at: "2026-11-22T11:01:00Z" }, 60],
  ])("of %j is %s", (more, expected) => {
    expect(waitedS(row("x", more), NOW)).toBe(expected);
  });
});
