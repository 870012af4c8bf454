const dollars = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
const dayOnly = new Intl.DateTimeFormat("en-US", { month: "short", day: "numeric", year: "numeric", timeZone: "UTC" });
const dayHere = new Intl.DateTimeFormat("en-US", { month: "short", day: "numeric", year: "numeric" });
const weekday = new Intl.DateTimeFormat("en-US", { weekday: "short" });
const clock = new Intl.DateTimeFormat("en-US", { hour: "numeric", minute: "2-digit" });

export function money(cents: number | null | undefined): string {
  return cents === null || cents === undefined ? "—" : dollars.format(cents / 100);
}

/** A calendar day ("2026-05-15") or an instant, as a day. What is neither comes back as it is. */
export function day(iso: string | null | undefined): string {
  if (!iso) return "—";
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return (/^\d{4}-\d{2}-\d{2}$/.test(iso) ? dayOnly : dayHere).format(at);
}

export function time(iso: string | null | undefined): string {
  if (!iso) return "";
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? "" : clock.format(at);
}

/** A time in the days to come: "Mon 8:00 AM". */
export function moment(iso: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? iso : `${weekday.format(at)} ${clock.format(at)}`;
}

/** Seconds as people say them: "45 s", "6 min", "1 h 20 min", "2 days". */
export function lasted(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return `${Math.floor(hours / 24)} days`;
}

/** "credit_limit" -> "Credit limit": for codes that the dictionary does not list. Words stay as they are. */
export function plain(code: string): string {
  if (!/^[a-z0-9_]+$/.test(code)) return code;
  const spaced = code.replaceAll("_", " ").trim();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
