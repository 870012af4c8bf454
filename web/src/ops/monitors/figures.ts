import { cost, count, milliseconds, share } from "../format";

export interface Figures {
  turns: number;
  threads: number;
  containment: number | null;
  handoff: number | null;
  abstention: number | null;
  guard_blocks: number | null;
  failed: number | null;
  p50_ms: number | null;
  p95_ms: number | null;
  cost_usd: number | null;
  uncosted: number;
  liked: number;
  disliked: number;
  suggestions: { accepted: number; edited: number; rejected: number } | null;
}

/** GET /v1/ops/monitors. */
export interface Report {
  from: string;
  to: string;
  totals: Figures;
  series: (Figures & { at: string })[];
  slices?: (Figures & { value: string })[] | null;
}

export interface Measure {
  name: string;
  value: (figures: Figures) => number | null;
}

export interface Monitor {
  id: string;
  title: string;
  /** What the figure is, for who meets it the first time. */
  says: string;
  kind: "line" | "columns";
  format: (value: number | null) => string;
  /** Counted in whole numbers. */
  whole: boolean;
  /** What it is a share of, where it is one: the full length of a bar. */
  full?: number;
  measures: readonly Measure[];
}

const rate = (id: string, title: string, says: string, value: Measure["value"]): Monitor => ({
  id,
  title,
  says,
  kind: "line",
  format: share,
  whole: false,
  full: 1,
  measures: [{ name: title, value }],
});

/** Every monitor, in the order of the page. */
export const MONITORS: readonly Monitor[] = [
  rate("containment", "Containment", "Conversations that needed no person.", (f) => f.containment),
  rate("handoff", "Hand-off", "Turns that passed the conversation to a person.", (f) => f.handoff),
  rate("abstention", "Abstention", "Turns in which the assistant said that it does not know.", (f) => f.abstention),
  rate("guard_blocks", "Guard blocks", "Turns in which a guard stopped or rebuilt the reply.", (f) => f.guard_blocks),
  rate("failed", "Failed", "Turns that ended without an answer.", (f) => f.failed),
  {
    id: "latency",
    title: "Latency",
    says: "From the message to the whole answer.",
    kind: "line",
    format: milliseconds,
    whole: false,
    measures: [
      { name: "p50", value: (f) => f.p50_ms },
      { name: "p95", value: (f) => f.p95_ms },
    ],
  },
  {
    id: "turns",
    title: "Turns",
    says: "Messages that were answered.",
    kind: "columns",
    format: count,
    whole: true,
    measures: [{ name: "Turns", value: (f) => f.turns }],
  },
  {
    id: "cost",
    title: "Cost",
    says: "What the models charged, where their price is known.",
    kind: "columns",
    format: cost,
    whole: false,
    measures: [{ name: "Cost", value: (f) => f.cost_usd }],
  },
  {
    id: "feedback",
    title: "Feedback",
    says: "Thumbs that borrowers gave.",
    kind: "line",
    format: count,
    whole: true,
    measures: [
      { name: "Liked", value: (f) => f.liked },
      { name: "Disliked", value: (f) => f.disliked },
    ],
  },
  {
    id: "suggestions",
    title: "Suggestions",
    says: "What agents did with what the copilot suggested.",
    kind: "line",
    format: count,
    whole: true,
    measures: [
      { name: "Accepted", value: (f) => f.suggestions?.accepted ?? null },
      { name: "Edited", value: (f) => f.suggestions?.edited ?? null },
      { name: "Rejected", value: (f) => f.suggestions?.rejected ?? null },
    ],
  },
];

/** The figures of the whole period, as a headline: one, or each with its name. */
export function headline(monitor: Monitor, totals: Figures): string {
  const values = monitor.measures.map((measure) => ({ name: measure.name, value: measure.value(totals) }));
  if (values.length === 1) return monitor.format(values[0]?.value ?? null);
  return values.map((one) => `${one.name} ${monitor.format(one.value)}`).join(", ");
}
