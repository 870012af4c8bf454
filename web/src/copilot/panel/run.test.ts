import { describe, expect, it } from "vitest";
import type { Proposal } from "../types";
import { after, choices, STARTED, withViews } from "./run";

const proposal = (id: string, state: string): Proposal => ({
  proposal_id: id,
  thread_id: "t",
  tool: "waive_fee",
  state,
  title: "Waive a fee",
  says: "",
  lines: [],
  risk: "medium",
  requires: { assurance: 1, approval: "supervisor" },
  expires_at: "2026-05-15T11:00:00Z",
  digest: "d",
  can: [],
  receipt: null,
});

describe("after", () => {
  it("gathers text, step and proposals of a run", () => {
    const run = [
      { type: "RUN_STARTED" },
      { type: "STEP_STARTED", stepName: "plan" },
      { type: "TEXT_MESSAGE_CONTENT", delta: "I can " },
      { type: "TEXT_MESSAGE_CONTENT", delta: "draft that." },
      { type: "CUSTOM", name: "turn", value: { outcome: "proposal" } },
      { type: "RUN_FINISHED", outcome: { interrupts: [{ metadata: { proposal: proposal("p1", "open") } }] } },
    ].reduce(after, STARTED);
    expect(run).toMatchObject({ text: "I can draft that.", step: null, outcome: "proposal", ended: true, error: null });
    expect(run.proposals.map((one) => one.proposal_id)).toEqual(["p1"]);
  });

  it("names the step while it lasts", () => {
    expect(after(STARTED, { type: "STEP_STARTED", stepName: "read" }).step).toBe("read");
  });

  it("ends with the problem's words", () => {
    expect(after(STARTED, { type: "RUN_ERROR", message: "No." })).toMatchObject({ error: "No.", ended: true });
  });

  it("takes no other custom event for the turn, and ignores what it does not know", () => {
    expect(after(STARTED, { type: "CUSTOM", name: "desk_message", value: { outcome: "answered" } })).toEqual(STARTED);
    expect(after(STARTED, { type: "STATE_SNAPSHOT" })).toEqual(STARTED);
  });
});

it("offers the choices of a question back, and of nothing else", () => {
  const text = "Which fee do you mean?\n- $15.00, April 18, 2026\n- $15.00, March 18, 2026";
  expect(choices(text, "clarify")).toEqual(["$15.00, April 18, 2026", "$15.00, March 18, 2026"]);
  expect(choices(text, "answered")).toEqual([]);
});

it("keeps one view a proposal, the newest, and new ones first", () => {
  const all = withViews([proposal("a", "open")], [proposal("b", "open"), proposal("a", "awaiting_approval")]);
  expect(all.map((one) => [one.proposal_id, one.state])).toEqual([
    ["b", "open"],
    ["a", "awaiting_approval"],
  ]);
});
