import { describe, expect, it } from "vitest";
import { begin } from "../agui/live";
import { type AgEvent, objectOf, reduce } from "../agui/reduce";

const start = begin("run-1", "what is my balance?", "2026-05-15T10:00:00Z");
const told = (...events: AgEvent[]) => events.reduce(reduce, start);

describe("reduce", () => {
  it("tells steps, calls, words and the end of a run", () => {
    const run = told(
      { type: "RUN_STARTED" },
      { type: "STEP_STARTED", stepName: "read" },
      { type: "TOOL_CALL_START", toolCallId: "c1", toolCallName: "get_balance" },
      { type: "TOOL_CALL_ARGS", toolCallId: "c1", delta: '{"account":' },
      { type: "TOOL_CALL_ARGS", toolCallId: "c1", delta: '"6858"}' },
      { type: "TOOL_CALL_RESULT", toolCallId: "c1", content: '{"accounts":[]}' },
      { type: "STEP_FINISHED", stepName: "read" },
      { type: "TEXT_MESSAGE_CONTENT", delta: "You owe " },
      { type: "TEXT_MESSAGE_CONTENT", delta: "$1.00." },
      { type: "CUSTOM", name: "turn", value: { turn_id: "t1", outcome: "answered", citations: [], proposals: [], handoff: null } },
      { type: "RUN_FINISHED" },
    );
    expect(run.steps).toEqual([{ name: "read", done: true }]);
    expect(run.calls).toEqual([{ id: "c1", name: "get_balance", args: '{"account":"6858"}', result: { accounts: [] } }]);
    expect(run.answer).toBe("You owe $1.00.");
    expect(run.turn?.turn_id).toBe("t1");
    expect(run.phase).toBe("ended");
  });

  it("begins again where a stream is taken up again, and doubles nothing", () => {
    const half = told({ type: "RUN_STARTED" }, { type: "STEP_STARTED", stepName: "plan" }, { type: "TEXT_MESSAGE_CONTENT", delta: "You " });
    const again = [{ type: "RUN_STARTED" }, { type: "TEXT_MESSAGE_CONTENT", delta: "You owe nothing." }].reduce(
      (run, event) => reduce(run, event as AgEvent),
      half,
    );
    expect(again.answer).toBe("You owe nothing.");
    expect(again.steps).toEqual([]);
    expect(again.runId).toBe("run-1");
  });

  it("keeps that it is being stopped when the stream begins late", () => {
    expect(reduce({ ...start, phase: "stopping" }, { type: "RUN_STARTED" }).phase).toBe("stopping");
  });

  it("ends in the words of an error", () => {
    const run = told({ type: "RUN_STARTED" }, { type: "RUN_ERROR", message: "The database is out of reach.", code: "failed" });
    expect(run.phase).toBe("failed");
    expect(run.problem).toEqual({ code: "failed", words: "The database is out of reach." });
  });

  it("takes a message to a person as such", () => {
    const value = { message_id: "m1", order: 4, author: "borrower", author_name: null, text: "hello", sent_at: "", run_id: "run-1" };
    expect(told({ type: "RUN_STARTED" }, { type: "CUSTOM", name: "desk_message", value }).desk).toEqual(value);
  });

  it("changes nothing for an event or a call that it does not know", () => {
    expect(reduce(start, { type: "STATE_SNAPSHOT" } as unknown as AgEvent)).toBe(start);
    expect(told({ type: "TOOL_CALL_RESULT", toolCallId: "nobody", content: "{}" }).calls).toEqual([]);
    expect(reduce(start, { type: "CUSTOM", name: "forged", value: { answer: "x" } })).toBe(start);
  });

  it.each(["", "no json", "[1,2]", "null", '"text"'])("reads a result that is no object (%j) as an empty one", (content) => {
    expect(objectOf(content)).toEqual({});
  });
});
