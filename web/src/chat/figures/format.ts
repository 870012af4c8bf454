/** Money, days and rates as people read them. Amounts are whole cents all the way; only these lines divide. */
export type Language = "en" | "es";
const LOCALES: Record<Language, string> = { en: "en-US", es: "es-US" };

const kept = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();
function once<Format extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => Format): Format {
  const known = kept.get(key) as Format | undefined;
  if (known) return known;
  const made = make();
  kept.set(key, made);
  return made;
}

/** 123456 -> $1,234.56. A figure that is no whole number of cents is not shown as money: RangeError. */
export function money(cents: number, language: Language): string {
  if (!Number.isSafeInteger(cents)) throw new RangeError(`${cents} is no whole number of cents`);
  const format = once(`money ${language}`, () => new Intl.NumberFormat(LOCALES[language], { style: "currency", currency: "USD" }));
  const sign = cents < 0 ? "-" : "";
  const whole = Math.trunc(Math.abs(cents) / 100);
  const rest = String(Math.abs(cents) % 100).padStart(2, "0");
  return sign + format.formatToParts(whole).map((part) => (part.type === "fraction" ? rest : part.value)).join("");
}

/** A calendar day (2026-05-21), in no time zone. What is no day is given back as it is. */
export function day(iso: string, language: Language, style: "long" | "short" = "long"): string {
  const format = once(`day ${style} ${language}`, () =>
    style === "long"
      ? new Intl.DateTimeFormat(LOCALES[language], { dateStyle: "long", timeZone: "UTC" })
      : new Intl.DateTimeFormat(LOCALES[language], { month: "short", day: "numeric", year: "numeric", timeZone: "UTC" }),
  );
  const at = Date.parse(`${iso}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(iso) && !Number.isNaN(at) ? format.format(at) : iso;
}

/** An instant in the reader's own time zone. */
export function instant(iso: string, language: Language): string {
  const at = Date.parse(iso);
  const format = once(`instant ${language}`, () => new Intl.DateTimeFormat(LOCALES[language], { dateStyle: "medium", timeStyle: "short" }));
  return Number.isNaN(at) ? iso : format.format(at);
}

export function clock(iso: string, language: Language): string {
  const at = Date.parse(iso);
  const format = once(`clock ${language}`, () => new Intl.DateTimeFormat(LOCALES[language], { timeStyle: "short" }));
  return Number.isNaN(at) ? iso : format.format(at);
}

/** The day of the week and the time: enough for something within a week. */
export function weekday(iso: string, language: Language): string {
  const at = Date.parse(iso);
  const format = once(`weekday ${language}`, () =>
    new Intl.DateTimeFormat(LOCALES[language], { weekday: "long", hour: "numeric", minute: "2-digit", timeZoneName: "short" }),
  );
  return Number.isNaN(at) ? iso : format.format(at);
}

/** 2499 -> 24.99% */
export function rate(bps: number, language: Language): string {
  const format = once(`rate ${language}`, () =>
    new Intl.NumberFormat(LOCALES[language], { style: "percent", minimumFractionDigits: 2, maximumFractionDigits: 2 }),
  );
  return format.format(bps / 10_000);
}
