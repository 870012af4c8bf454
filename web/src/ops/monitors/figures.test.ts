import { describe, expect, it } from "vitest";
import { type Figures, headline, MONITORS } from "./figures";

const NONE: Figures = {
  turns: 0,
  threads: 0,
  containment: null,
  handoff: null,
  abstention: null,
  guard_blocks: null,
  failed: null,
  p50_ms: null,
  p95_ms: null,
  cost_usd: 0,
  uncosted: 0,
  liked: 0,
  disliked: 0,
  suggestions: null,
};
const SOME: Figures = {
  ...NONE,
  turns: 1200,
  containment: 0.875,
  p50_ms: 101,
  p95_ms: 1432,
  cost_usd: 1.5,
  liked: 7,
  disliked: 2,
  suggestions: { accepted: 3, edited: 2, rejected: 1 },
};
const of = (id: string, figures: Figures): string => {
  const monitor = MONITORS.find((one) => one.id === id);
  return monitor ? headline(monitor, figures) : "no such monitor";
};

describe("headline", () => {
  it.each([
    ["containment", "87.5%"],
    ["latency", "p50 101 ms, p95 1.43 s"],
    ["turns", "1,200"],
    ["cost", "$1.50"],
    ["feedback", "Liked 7, Disliked 2"],
    ["suggestions", "Accepted 3, Edited 2, Rejected 1"],
  ])("of %s", (id, words) => {
    expect(of(id, SOME)).toBe(words);
  });

  it("tells nothing from zero", () => {
    expect(of("containment", NONE)).toBe("–");
    expect(of("turns", NONE)).toBe("0");
    expect(of("suggestions", NONE)).toBe("Accepted –, Edited –, Rejected –");
  });
});
