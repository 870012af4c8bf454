import { describe, expect, it } from "vitest";
import { standingOf } from "./standing";
import type { Canary } from "./types";

function canary(stable: number, candidate: number): Canary {
  return {
    canary_id: "c",
    prompt: "assistant",
    candidate: 9,
    share: 0.05,
    state: "running",
    started_by: "S-1",
    started_at: "2026-11-22T10:00:00Z",
    ended_at: null,
    reason: null,
    turns: { stable, candidate },
    fewest_turns: 50,
    monitors: [],
  };
}
const monitor = (stable: number, candidate: number) => ({
  monitor: "abstained",
  label: "abstentions",
  stable,
  candidate,
  most_above: 0.03,
});

describe("standingOf", () => {
  it.each([
    [canary(900, 49), monitor(0.01, 0.5), "few"],
    [canary(0, 80), monitor(0, 0.5), "few"],
    [canary(900, 50), monitor(0.01, 0.05), "above"],
    [canary(900, 50), monitor(0.01, 0.03), "within"],
    [canary(900, 50), monitor(0.2, 0.01), "within"],
  ])("judges by turns and band", (given, of, expected) => {
    expect(standingOf(given, of)).toBe(expected);
  });
});
