export type Tone = "plain" | "ok" | "warn" | "danger" | "accent";

const MARKS: Readonly<Record<Tone, string>> = { plain: "", ok: "✓", warn: "!", danger: "✕", accent: "●" };

/** A short state: word, mark and colour, so that colour is never the only cue. */
export function Badge(props: { tone?: Tone; children: React.ReactNode }): React.JSX.Element {
  const tone = props.tone ?? "plain";
  return (
    <span className="ops-badge" data-tone={tone}>
      {MARKS[tone] && <span aria-hidden="true">{MARKS[tone]} </span>}
      {props.children}
    </span>
  );
}

const OUTCOME_TONES: Readonly<Record<string, Tone>> = {
  answered: "ok",
  proposal: "accent",
  clarify: "plain",
  abstained: "warn",
  handoff: "warn",
  refused: "danger",
  failed: "danger",
};

export function toneOf(outcome: string): Tone {
  return OUTCOME_TONES[outcome] ?? "plain";
}
