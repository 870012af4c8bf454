import type { Change, Language } from "../types";
import { say } from "../words";

/** The ways to change a text. What comes back is a suggestion again: nothing is put anywhere by itself. */
export function Rewrites({
  label,
  busy,
  language,
  change,
}: {
  label: string;
  busy: boolean;
  /** The language to translate into is the other one of what the borrower reads, and theirs. */
  language: Language;
  change: (how: Change, language?: Language) => void;
}): React.JSX.Element {
  const ways: readonly Change[] = ["shorten", "warmer", "plainer"];
  const languages: readonly Language[] = language === "es" ? ["es", "en"] : ["es"];
  return (
    <span className="cp-rewrites" role="group" aria-label={label}>
      {ways.map((way) => (
        <button
          key={way}
          type="button"
          className="tw-button cp-small"
          data-testid={`rewrite-${way}`}
          disabled={busy}
          onClick={() => change(way)}
        >
          {say(`change.${way as "shorten" | "warmer" | "plainer"}`)}
        </button>
      ))}
      {languages.map((into) => (
        <button
          key={into}
          type="button"
          className="tw-button cp-small"
          data-testid={`rewrite-translate-${into}`}
          disabled={busy}
          onClick={() => change("translate", into)}
        >
          {say(`change.translate.${into}`)}
        </button>
      ))}
    </span>
  );
}
