import type { Proposal } from "../types";

/** A run of the drafting box as its events come in. */
export interface Run {
  text: string;
  step: string | null;
  outcome: string | null;
  proposals: Proposal[];
  error: string | null;
  ended: boolean;
}

export const STARTED: Run = { text: "", step: null, outcome: null, proposals: [], error: null, ended: false };

interface AguiEvent {
  type: string;
  delta?: string;
  stepName?: string;
  name?: string;
  message?: string;
  value?: { outcome?: string };
  outcome?: { interrupts?: { metadata?: { proposal?: Proposal } }[] } | null;
}

/** The run after one AG-UI event; events that this page has no use for change nothing. */
export function after(run: Run, event: AguiEvent): Run {
  switch (event.type) {
    case "STEP_STARTED":
      return { ...run, step: event.stepName ?? null };
    case "STEP_FINISHED":
      return { ...run, step: null };
    case "TEXT_MESSAGE_CONTENT":
      return { ...run, step: null, text: run.text + (event.delta ?? "") };
    case "CUSTOM":
      return event.name === "turn" ? { ...run, outcome: event.value?.outcome ?? null } : run;
    case "RUN_FINISHED": {
      const asked = event.outcome?.interrupts ?? [];
      const proposals = asked.flatMap((one) => (one.metadata?.proposal ? [one.metadata.proposal] : []));
      return { ...run, step: null, proposals, ended: true };
    }
    case "RUN_ERROR":
      return { ...run, step: null, error: event.message ?? "", ended: true };
    default:
      return run;
  }
}

/** What the assistant offers to choose from in a question back: its list items. */
export function choices(text: string, outcome: string | null): string[] {
  if (outcome !== "clarify") return [];
  return text
    .split("\n")
    .filter((line) => /^[-*•]\s+/.test(line.trim()))
    .map((line) => line.trim().replace(/^[-*•]\s+/, ""))
    .slice(0, 6);
}

/** Proposals by id, the newer view in place of the older, newest first. */
export function withViews(known: readonly Proposal[], views: readonly Proposal[]): Proposal[] {
  const fresh = new Map(views.map((view) => [view.proposal_id, view]));
  const kept = known.map((view) => fresh.get(view.proposal_id) ?? view);
  const ids = new Set(known.map((view) => view.proposal_id));
  return [...views.filter((view) => !ids.has(view.proposal_id)), ...kept];
}
