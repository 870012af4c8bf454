import { describe, expect, it } from "vitest";
import type { BoardRow, HandoffStateName } from "../types";
import { standing, standingOf, whyOver } from "./standing";
import type { Entry } from "./timeline";
import type { Talk } from "./useConversation";

const me = { id: "S-101", name: "Maya Okonkwo", role: "support_agent" };
const row = (state: HandoffStateName, agent: string | null = null, name: string | null = null): BoardRow => ({
  handoff_id: "h",
  state,
  reason: "asked_for_person",
  queue: "fraud",
  urgent: false,
  requested_at: "2026-05-15T10:00:00Z",
  position: null,
  open_now: true,
  opens_at: null,
  hours: "every day, 24 hours",
  phone: "1-800-555-0163",
  agent_name: name,
  accepted_at: null,
  ended_at: null,
  thread_id: "t",
  borrower_id: "B-1",
  borrower_name: "Andre",
  language: "en",
  waited_s: 0,
  agent,
  preview: "",
});
const talk = (handoff: BoardRow, entries: Entry[] = []): Talk => ({
  handoff,
  floor: "agent",
  summary: null,
  notes: [],
  entries,
});
const running: Entry = {
  kind: "turn",
  key: "turn-1",
  order: 1,
  turn: { turn_id: "1", order: 1, run_id: "r", status: "running", user_text: "", received_at: "", result: null },
};
const mine = row("accepted", "S-101", "Maya Okonkwo");

describe("standing", () => {
  it("is yours, or the assistant's until its turn has ended", () => {
    expect(standing(talk(mine), me, true, false)).toBe("you");
    expect(standing(talk(mine, [running]), me, true, false)).toBe("ending");
  });

  it("is over when a conversation that was yours waits again, and waiting when it never was", () => {
    expect(standing(talk(row("waiting")), me, true, false)).toBe("over");
    expect(standing(talk(row("waiting")), me, false, false)).toBe("waiting");
  });

  it("is a colleague's to read along, for who may", () => {
    expect(standing(talk(row("accepted", "S-102", "Ben")), me, false, false)).toBe("other");
  });
});

describe("a conversation that may no longer be opened", () => {
  const told = (now: BoardRow | null): { over: boolean; why: string } => {
    const known = standingOf({ talk: talk(row("waiting")), gone: true }, now);
    return {
      over: known.talk !== null && standing(known.talk, me, false, known.gone) === "over",
      why: known.talk ? whyOver(known.talk, false, known.gone) : "",
    };
  };
  it("says that the borrower withdrew, or who took it", () => {
    expect(told(row("withdrawn")).why).toContain("no longer asks");
    expect(told(row("accepted", "S-102", "Ben Ferraro")).why).toContain("Ben Ferraro");
  });
  it("waits for the board to tell why, and says less where the board does not know", () => {
    expect(told(row("waiting")).over).toBe(false);
    expect(told(null)).toEqual({ over: true, why: expect.stringContaining("no longer yours") as string });
  });
});
