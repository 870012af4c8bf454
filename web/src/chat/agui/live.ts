import type { DeskMessage, JsonObject, TurnEnd } from "../wire";

/** A tool call of the run that goes on; `result` is there once it has answered. */
export interface LiveCall {
  id: string;
  name: string;
  args: string;
  result: JsonObject | null;
}
/** What this page knows of the run that it follows. `phase` is what the person is shown about it. */
export interface LiveRun {
  runId: string;
  words: string;
  at: string;
  phase: "sending" | "running" | "reconnecting" | "stopping" | "ended" | "failed";
  steps: { name: string; done: boolean }[];
  calls: LiveCall[];
  answer: string;
  turn: TurnEnd | null;
  desk: DeskMessage | null;
  problem: { code: string; words: string } | null;
}

export function begin(runId: string, words: string, at: string): LiveRun {
  return {
    runId,
    words,
    at,
    phase: "sending",
    steps: [],
    calls: [],
    answer: "",
    turn: null,
    desk: null,
    problem: null,
  };
}
