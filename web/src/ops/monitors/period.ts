/** What the monitors show: a period, and by what it is split. All of it is in the address. */

export const PERIODS = [
  { id: "hour", label: "Last hour", minutes: 60 },
  { id: "day", label: "Last 24 hours", minutes: 1440 },
  { id: "week", label: "Last 7 days", minutes: 10_080 },
  { id: "month", label: "Last 30 days", minutes: 43_200 },
] as const;

export const SLICES = ["role", "channel", "language", "domain", "prompt", "model"] as const;

export interface View {
  /** One of PERIODS, or `custom` with both ends. */
  period: string;
  from: string;
  to: string;
  slice: string;
}

const USUAL = "day";

export function viewOf(given: URLSearchParams): View {
  const from = given.get("from") ?? "";
  const to = given.get("to") ?? "";
  const slice = given.get("slice") ?? "";
  const custom = given.get("period") === "custom" && isInstant(from) && isInstant(to);
  const known = PERIODS.find((one) => one.id === given.get("period"))?.id ?? USUAL;
  return {
    period: custom ? "custom" : known,
    from: custom ? from : "",
    to: custom ? to : "",
    slice: SLICES.some((one) => one === slice) ? slice : "",
  };
}

/** As filters of the address; what is usual is left out. */
export function filtersOf(view: View): Record<string, string> {
  return { period: view.period === USUAL ? "" : view.period, from: view.from, to: view.to, slice: view.slice };
}

/** The request. A running period ends now; it begins at a whole minute, so that its steps do not shiver. */
export function requestOf(view: View, now: number): string {
  const query = new URLSearchParams();
  const running = PERIODS.find((one) => one.id === view.period);
  if (running) {
    const minute = Math.floor(now / 60_000) * 60_000;
    query.set("from", new Date(minute - running.minutes * 60_000).toISOString());
  } else {
    query.set("from", new Date(view.from).toISOString());
    query.set("to", new Date(view.to).toISOString());
  }
  if (view.slice) query.set("slice", view.slice);
  return `/v1/ops/monitors?${query}`;
}

/** A value of a field for date and time (the reader's own zone). */
export function fieldOf(at: number): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

function isInstant(text: string): boolean {
  return text !== "" && !Number.isNaN(Date.parse(text));
}
