import { describe, expect, it } from "vitest";
import { begin } from "../agui/live";
import { transcriptJson, transcriptText } from "../transcript";
import { en } from "../words/en";
import { message, notice, proposal, state, turn } from "./made";

const NOW = new Date("2026-05-15T12:00:00Z");
const cited = turn(1, {
  result: {
    ...turn(1).result!,
    answer: "There is **no** penalty. [1]",
    citations: [
      { id: 1, document: "POL-PAYOFF-01", version: 2, section: "s", title: "No penalty", effective_from: "2024-01-01", quote: "There is no prepayment penalty." },
    ],
  },
});
const done = proposal({
  state: "done",
  receipt: { outcome: "done", code: "done", reasons: [], business_date: "2026-05-15", value_on: null, settled_at: "2026-05-15T10:05:00Z", words: "Done" },
});
const told = state({
  turns: [cited, turn(2, { result: { ...turn(2).result!, proposals: [proposal()] } }), turn(3, { status: "stopped", result: null })],
  messages: [message(4)],
  notices: [notice(5, { kind: "correction", proposal_id: null, words: "**Put right:** the fee" })],
  proposals: { p1: done },
  live: begin("run-9", "not yet sent", "2026-05-15T10:00:00Z"),
});

describe("transcriptText", () => {
  const text = transcriptText(told, en, "en", NOW);

  it("has every voice, the sources word for word, and the receipt in its newest state", () => {
    expect(text).toContain("There is no penalty. [1]");
    expect(text).toContain("[1] No penalty (POL-PAYOFF-01, version 2, In force since January 1, 2024): “There is no prepayment penalty.”");
    expect(text).toContain("> Move the due date: done");
    expect(text).toContain(">   New due day: 28th of each month");
    expect(text).toContain("> Receipt: Done (");
    expect(text).toContain("Maria, Person (");
    expect(text).toContain("You stopped this answer.");
    expect(text).toContain("* Put right: the fee");
  });

  it("has nothing that the server does not have", () => {
    expect(text).not.toContain("not yet sent");
  });
});

describe("transcriptJson", () => {
  it("is the server's record with the proposals as they stand", () => {
    const parsed = JSON.parse(transcriptJson(told, NOW)) as { turns: unknown[]; proposals: { state: string }[]; messages: unknown[] };
    expect(parsed.turns).toHaveLength(3);
    expect(parsed.messages).toHaveLength(1);
    expect(parsed.proposals.map((it) => it.state)).toEqual(["done"]);
  });
});
