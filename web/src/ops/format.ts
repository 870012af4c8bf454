/** Figures and instants as the console writes them. Nothing known is an en dash, never a zero. */

export const NOTHING = "–";

const MONEY = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
const COUNT = new Intl.NumberFormat("en-US");
const INSTANT = new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeStyle: "short" });
const EXACT = new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeStyle: "long" });
const CLOCK = new Intl.DateTimeFormat("en-US", { hour: "numeric", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-US", { month: "short", day: "numeric" });

type Maybe = number | null | undefined;

const missing = (value: Maybe): value is null | undefined => value === null || value === undefined || Number.isNaN(value);

export function money(cents: Maybe): string {
  return missing(cents) ? NOTHING : MONEY.format(cents / 100);
}

/** US dollars of use; small sums keep the digits that tell them from nothing. */
export function cost(usd: Maybe): string {
  if (missing(usd)) return NOTHING;
  if (usd === 0 || usd >= 1) return MONEY.format(usd);
  return usd < 0.0001 ? "under $0.0001" : `$${usd.toFixed(4)}`;
}

export function count(value: Maybe): string {
  return missing(value) ? NOTHING : COUNT.format(value);
}

/** A share of 0 to 1 as per cent. */
export function share(value: Maybe): string {
  if (missing(value)) return NOTHING;
  const percent = value * 100;
  return `${percent === 0 || percent === 100 ? percent.toFixed(0) : percent.toFixed(1)}%`;
}

export function milliseconds(value: Maybe): string {
  if (missing(value)) return NOTHING;
  return value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(value < 10_000 ? 2 : 1)} s`;
}

/** How long something has lasted or will: the two largest units that say something. */
export function lasting(seconds: Maybe): string {
  if (missing(seconds)) return NOTHING;
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  const days = Math.floor(hours / 24);
  return hours % 24 ? `${days} d ${hours % 24} h` : `${days} d`;
}

export function instant(iso: string | null | undefined): string {
  return iso ? INSTANT.format(new Date(iso)) : NOTHING;
}

export function exact(iso: string | null | undefined): string {
  return iso ? EXACT.format(new Date(iso)) : NOTHING;
}

/** A point of an axis: the time of day where the axis is short, else the day. */
export function tick(at: number, spanMs: number): string {
  return spanMs <= 36 * 3_600_000 ? CLOCK.format(at) : DAY.format(at);
}

/** A figure as an axis writes it: without digits that say nothing (`60%`, `$1`, `1 s`). */
export function short(figure: string): string {
  return figure.replace(/\.(\d*?)0+(?=\D|$)/, (_, kept: string) => (kept ? `.${kept}` : ""));
}

/** A tag of the service (`asked_for_person`) as words, where the dictionary has none of its own. */
export function readable(tag: string): string {
  const words = tag.replace(/[_-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value of the account system (`fees_cents: 3200`) in words: money by its name, the rest as it is. */
export function fact(name: string, value: unknown): { label: string; value: string } {
  if (typeof value === "number" && name.endsWith("_cents")) {
    return { label: readable(name.replace(/_cents$/, "")), value: money(value) };
  }
  if (typeof value === "number" && name.endsWith("_bps")) {
    return { label: readable(name.replace(/_bps$/, "")), value: `${(value / 100).toFixed(2)}%` };
  }
  if (value === null || value === undefined || value === "") return { label: readable(name), value: "none" };
  if (typeof value === "boolean") return { label: readable(name), value: value ? "yes" : "no" };
  if (typeof value === "object") return { label: readable(name), value: JSON.stringify(value) };
  return { label: readable(name), value: String(value) };
}
