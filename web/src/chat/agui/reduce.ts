import type { DeskMessage, JsonObject, TurnEnd } from "../wire";
import { begin, type LiveRun } from "./live";

/** The AG-UI events that our server sends, as @ag-ui/client hands them over after its own checks. */
export type AgEvent =
  | { type: "RUN_STARTED" }
  | { type: "RUN_FINISHED" }
  | { type: "RUN_ERROR"; message?: string; code?: string }
  | { type: "STEP_STARTED" | "STEP_FINISHED"; stepName: string }
  | { type: "TOOL_CALL_START"; toolCallId: string; toolCallName: string }
  | { type: "TOOL_CALL_ARGS"; toolCallId: string; delta: string }
  | { type: "TOOL_CALL_RESULT"; toolCallId: string; content: string }
  | { type: "TEXT_MESSAGE_CONTENT"; delta: string }
  | { type: "CUSTOM"; name: string; value: unknown };

/**
 * One event into the run. Pure. RUN_STARTED clears what was told before: a stream that is taken up again tells the
 * run from its first event. Events that are not known change nothing.
 */
export function reduce(run: LiveRun, event: AgEvent): LiveRun {
  switch (event.type) {
    case "RUN_STARTED":
      return { ...begin(run.runId, run.words, run.at), phase: run.phase === "stopping" ? "stopping" : "running" };
    case "STEP_STARTED":
      return { ...run, steps: [...run.steps, { name: event.stepName, done: false }] };
    case "STEP_FINISHED":
      return { ...run, steps: run.steps.map((step) => (step.name === event.stepName ? { ...step, done: true } : step)) };
    case "TOOL_CALL_START":
      return {
        ...run,
        calls: [...run.calls, { id: event.toolCallId, name: event.toolCallName, args: "", result: null }],
      };
    case "TOOL_CALL_ARGS":
      return withCall(run, event.toolCallId, (call) => ({ ...call, args: call.args + event.delta }));
    case "TOOL_CALL_RESULT":
      return withCall(run, event.toolCallId, (call) => ({ ...call, result: objectOf(event.content) }));
    case "TEXT_MESSAGE_CONTENT":
      return { ...run, answer: run.answer + event.delta };
    case "CUSTOM":
      return custom(run, event.name, event.value);
    case "RUN_ERROR":
      return { ...run, phase: "failed", problem: { code: event.code ?? "failed", words: event.message ?? "" } };
    case "RUN_FINISHED":
      return { ...run, phase: "ended" };
    default:
      return run;
  }
}

function custom(run: LiveRun, name: string, value: unknown): LiveRun {
  if (name === "turn") return { ...run, turn: value as TurnEnd };
  if (name === "desk_message") return { ...run, desk: value as DeskMessage };
  return run;
}

function withCall(run: LiveRun, id: string, change: (call: LiveRun["calls"][number]) => LiveRun["calls"][number]): LiveRun {
  return { ...run, calls: run.calls.map((call) => (call.id === id ? change(call) : call)) };
}

export function objectOf(text: string): JsonObject {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? (parsed as JsonObject) : {};
  } catch {
    return {};
  }
}
