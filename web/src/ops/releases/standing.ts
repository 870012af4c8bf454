import type { Tone } from "../parts/Badge";
import type { Canary, CanaryMonitor } from "./types";

export type Standing = "few" | "within" | "above";

/**
 * How a monitor of a canary stands. Above its band alone does not give the threads back: the service also tests whether
 * that can be chance (assistant/canaries/bands.py), and nothing is judged before there are enough turns.
 */
export function standingOf(canary: Canary, monitor: CanaryMonitor): Standing {
  if (canary.turns.candidate < canary.fewest_turns || canary.turns.stable === 0) return "few";
  return monitor.candidate - monitor.stable > monitor.most_above ? "above" : "within";
}

export const TONES: Readonly<Record<Standing, Tone>> = { few: "plain", within: "ok", above: "danger" };

const STATUS_TONES: Readonly<Record<string, Tone>> = {
  approved: "ok",
  gated: "accent",
  draft: "warn",
  unlocked: "danger",
  running: "accent",
  returned: "danger",
};

export function toneOfStatus(status: string): Tone {
  return STATUS_TONES[status] ?? "plain";
}
