import type { Warning } from "../types";
import { stops } from "./segments";

/** What the check said about a draft: of which text, and what it found. `failed` where it could not be asked. */
export interface Checked {
  text: string;
  warnings: Warning[];
  failed: boolean;
}

export type Press = "send" | "check" | "hold-stop" | "hold-unchecked";

/**
 * What a press on Send does. Nothing goes out unchecked or against a stop at the first press; a second press on the very
 * same text (`held`) sends it.
 */
export function pressed(text: string, checked: Checked | null, held: string | null): Press {
  if (held === text) return "send";
  if (!checked || checked.text !== text) return "check";
  if (checked.failed) return "hold-unchecked";
  return stops(checked.warnings) ? "hold-stop" : "send";
}
