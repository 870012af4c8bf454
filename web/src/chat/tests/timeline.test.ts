import { describe, expect, it } from "vitest";
import { begin } from "../agui/live";
import { knownUpTo, merge } from "../conversation/merge";
import { corrected, correcting, timeline } from "../conversation/timeline";
import { message, notice, proposal, state, turn } from "./made";

const ids = (of: ReturnType<typeof state>): string[] => timeline(of).map((entry) => entry.id);

describe("timeline", () => {
  it("puts turns, people and notices into one order", () => {
    const told = state({
      turns: [turn(1), turn(4)],
      messages: [message(3), message(2, { author: "borrower", run_id: "run-2" })],
      notices: [notice(5, { kind: "correction", proposal_id: null })],
    });
    expect(ids(told)).toEqual(["u:run-1", "a:run-1", "u:run-2", "m:m-3", "u:run-4", "a:run-4", "n:n-5"]);
  });

  it("gives the same objects for what did not change", () => {
    const first = state({ turns: [turn(1)] });
    const before = timeline(first);
    expect(timeline(state({ ...first, trouble: "x" }))).toBe(before);
    const after = timeline({ ...first, turns: [...first.turns, turn(2)] });
    expect(after[0]).toBe(before[0]);
    expect(after[1]).toBe(before[1]);
  });

  it("shows a run that goes on once, although the server has it as well", () => {
    const live = { ...begin("run-2", "question 2", "2026-05-15T10:00:00Z"), answer: "half" };
    const told = state({ turns: [turn(1), turn(2, { status: "running", result: null })], live });
    expect(ids(told)).toEqual(["u:run-1", "a:run-1", "u:run-2", "a:run-2"]);
  });

  it("leaves the assistant out while a person speaks", () => {
    const told = state({ floor: "agent", live: begin("run-9", "hello", "2026-05-15T10:00:00Z") });
    expect(ids(told)).toEqual(["u:run-9"]);
  });

  it("tells a receipt in its card, and again only where the conversation had gone on", () => {
    const made = { ...turn(2), result: { ...turn(2).result!, proposals: [proposal()] } };
    expect(ids(state({ turns: [made], notices: [notice(3)] }))).toEqual(["u:run-2", "a:run-2"]);
    expect(ids(state({ turns: [made, turn(4)], notices: [notice(5)] }))).toContain("n:n-5");
    expect(ids(state({ turns: [made], notices: [notice(3, { kind: "expired" })] }))).toContain("n:n-3");
  });

  it("carries what a correction corrects in its run id, within the server's limit", () => {
    const id = correcting("6f8da674-1111-4222-8333-444455556666", "a650cb0a-d9f2-4f72-a186-fcf17db5c694");
    expect(corrected(id)).toBe("a650cb0a-d9f2-4f72-a186-fcf17db5c694");
    expect(id).toMatch(/^[!-~]{1,80}$/);
    expect(corrected(correcting("run", null))).toBeNull();
  });
});

describe("merge", () => {
  it("reads again from before a turn that is not over", () => {
    expect(knownUpTo(state({}))).toBe(0);
    expect(knownUpTo(state({ turns: [turn(1), turn(2)], notices: [notice(3)] }))).toBe(3);
    expect(knownUpTo(state({ turns: [turn(1), turn(2, { status: "running" })], notices: [notice(3)] }))).toBe(1);
  });

  it("keeps what is known, takes what has ended, and doubles nothing", () => {
    const first = turn(1);
    const running = turn(2, { status: "running", result: null });
    const known = state({ turns: [first, running], messages: [message(3)] });
    const merged = merge(known, { thread_id: "t", turns: [turn(1), turn(2)], notices: [], messages: [message(3), message(4)] });
    expect(merged.turns[0]).toBe(first);
    expect(merged.turns[1]?.status).toBe("finished");
    expect(merged.messages.map((it) => it.order)).toEqual([3, 4]);
    expect(merged.floor).toBe("assistant");
  });

  it("does not put a proposal's first state over a newer one", () => {
    const made = { ...turn(2), result: { ...turn(2).result!, proposals: [proposal()] } };
    const known = state({ proposals: { p1: proposal({ state: "done" }) } });
    expect(merge(known, { thread_id: "t", turns: [made], notices: [] }).proposals["p1"]?.state).toBe("done");
  });
});
