import type { Me } from "../desk/me";
import { isMine } from "../queue/board";
import { named, say } from "../words";
import { assistantSpeaks } from "./timeline";
import type { Talk } from "./useConversation";

/** Who has the floor, as this agent sees it. `over` where the hand-off has ended or moved on. */
export type Standing = "waiting" | "you" | "ending" | "other" | "over";

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
  if (gone) return say("over.gone");
  const { handoff } = talk;
  if (handoff.state === "withdrawn") return say("over.withdrawn");
  if (handoff.state === "merged") return say("over.merged");
  if (handoff.state === "waiting") return say("over.moved", { queue: named("queue", handoff.queue) });
  if (handoff.state === "accepted") return say("floor.other", { name: handoff.agent_name ?? "" });
  return say(held ? "over.returned" : "over.returned.other");
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
