import { describe, expect, it } from "vitest";
import type { BoardRow } from "../types";
import { board, inRow, neighbour, takenBy } from "./board";

const me = { id: "S-101", name: "Maya Okonkwo" };
const row = (id: string, given: Partial<BoardRow> = {}): BoardRow => ({
  handoff_id: id,
  state: "waiting",
  reason: "asked_for_person",
  queue: "support",
  urgent: false,
  requested_at: `2026-05-15T10:0${id}:00Z`,
  position: null,
  open_now: true,
  opens_at: null,
  hours: "every day, 24 hours",
  phone: "1-800-555-0163",
  agent_name: null,
  accepted_at: null,
  ended_at: null,
  thread_id: `thread-${id}`,
  borrower_id: "B-1",
  borrower_name: "Andre",
  language: "en",
  waited_s: 0,
  agent: null,
  preview: "",
  ...given,
});
const taken = (id: string, agent: string, name: string): BoardRow =>
  row(id, { state: "accepted", agent, agent_name: name, accepted_at: "2026-05-15T10:09:00Z" });

describe("board", () => {
  it("puts urgent first and then who has waited longest", () => {
    const found = board([row("3"), row("1"), row("2", { urgent: true })], me, "");
    expect(found.waiting.map((one) => one.handoff_id)).toEqual(["2", "1", "3"]);
  });

  it("tells your own from a colleague's, and leaves out what has ended", () => {
    const found = board([taken("1", "S-101", "Maya"), taken("2", "S-102", "Ben"), row("3", { state: "returned" })], me, "");
    expect(found.yours.map((one) => one.handoff_id)).toEqual(["1"]);
    expect(found.others.map((one) => one.handoff_id)).toEqual(["2"]);
    expect(inRow(found)).toHaveLength(2);
  });

  it("filters by queue, but never hides your own", () => {
    const found = board([row("1"), row("2", { queue: "fraud" }), taken("3", "S-101", "Maya")], me, "fraud");
    expect(inRow(found).map((one) => one.handoff_id)).toEqual(["3", "2"]);
  });
});

it("leaves out of the row what only a colleague may open", () => {
  const shut = { ...taken("1", "S-102", "Ben"), borrower_id: null, borrower_name: null, preview: "" };
  const found = board([shut, row("2")], me, "");
  expect(found.others).toHaveLength(1);
  expect(inRow(found).map((one) => one.handoff_id)).toEqual(["2"]);
});

describe("neighbour", () => {
  const rows = [row("1"), row("2"), row("3")];
  it("moves by one and stops at the ends", () => {
    expect(neighbour(rows, "1", 1)).toBe("2");
    expect(neighbour(rows, "3", 1)).toBe("3");
    expect(neighbour(rows, "1", -1)).toBe("1");
  });
  it("begins at an end where nothing is chosen, or what was chosen is gone", () => {
    expect(neighbour(rows, null, 1)).toBe("1");
    expect(neighbour(rows, "gone", -1)).toBe("3");
    expect(neighbour([], null, 1)).toBeNull();
  });
});

describe("takenBy", () => {
  it("names the colleague, never yourself", () => {
    expect(takenBy([taken("1", "S-102", "Ben Ferraro")], "1", me)).toBe("Ben Ferraro");
    expect(takenBy([taken("1", "S-101", "Maya Okonkwo")], "1", me)).toBeNull();
    expect(takenBy([row("1")], "1", me)).toBeNull();
  });
});
