import type { Me } from "../desk/me";
import { isMine } from "../queue/board";
import type { BoardRow } from "../types";
import { named, say } from "../words";
import { assistantSpeaks } from "./timeline";
import type { Talk } from "./useConversation";

/** Who has the floor, as this agent sees it. `over` where the hand-off has ended or moved on. */
export type Standing = "waiting" | "you" | "ending" | "other" | "over";

/**
 * The conversation with what the board knows of it. One that may no longer be opened is told of by its row; while the
 * board still has it waiting, the reason is on its way.
 */
export function standingOf(
  state: { talk: Talk | null; gone: boolean },
  row: BoardRow | null,
): { talk: Talk | null; gone: boolean } {
  if (!state.gone || !state.talk || !row) return { talk: state.talk, gone: state.gone };
  return { talk: { ...state.talk, handoff: { ...state.talk.handoff, state: row.state, agent_name: row.agent_name } }, gone: row.state !== "waiting" };
}

/** `held`: whether this agent had the floor in it while it was open here. */
export function standing(talk: Talk, me: Me, held: boolean, gone: boolean): Standing {
  if (gone) return "over";
  const { handoff } = talk;
  if (handoff.state === "waiting") return held ? "over" : "waiting";
  if (handoff.state !== "accepted") return "over";
  if (!isMine(handoff, me)) return held ? "over" : "other";
  return assistantSpeaks(talk.entries) ? "ending" : "you";
}

/** What the agent is told where it is over. */
export function whyOver(talk: Talk, held: boolean, gone: boolean): string {
  const { state, queue, agent_name } = talk.handoff;
  if (state === "withdrawn") return say("over.withdrawn");
  if (state === "merged") return say("over.merged");
  if (state === "accepted" && agent_name) return say("over.taken", { name: agent_name });
  if (state === "returned") return say(held ? "over.returned" : "over.returned.other");
  if (state === "waiting" && !gone) return say("over.moved", { queue: named("queue", queue) });
  return say("over.gone");
}

export function floorWords(standing: Standing, talk: Talk): { title: string; hint: string } {
  switch (standing) {
    case "you":
      return { title: say("floor.you"), hint: say("floor.you.hint") };
    case "ending":
      return { title: say("floor.ending"), hint: say("floor.ending.hint") };
    case "other":
      return { title: say("floor.other", { name: talk.handoff.agent_name ?? "" }), hint: say("floor.other.hint") };
    default:
      return { title: say("floor.assistant"), hint: standing === "waiting" ? say("floor.waiting.hint") : "" };
  }
}
