import { named, say } from "../words";
import { stands } from "./segments";
import type { Checked } from "./sending";

/** What the check found on the draft, with the words quoted. It says so aloud once, as a count. */
export function Warnings({ checked, text }: { checked: Checked | null; text: string }): React.JSX.Element {
  const current = checked?.text === text ? checked : null;
  // While the newest words are being checked, what still stands from before stays in view.
  const warnings = current?.warnings ?? (checked?.warnings ?? []).filter((one) => stands(text, one));
  const status = !current
    ? say("check.busy")
    : current.failed
      ? say("check.failed")
      : warnings.length === 0
        ? say("check.fine")
        : warnings.length === 1
          ? say("check.count.one")
          : say("check.count", { n: warnings.length });
  return (
    <div className="cp-warnings" data-any={warnings.length > 0 || undefined}>
      <p role="status" className="cp-check-state" data-testid="check-state" data-checked={current ? "true" : "false"}>
        {status}
      </p>
      {warnings.length > 0 && (
        <ul aria-label={say("check.title")} tabIndex={0}>
          {warnings.map((warning) => (
            <li
              key={`${warning.kind}-${warning.start}-${warning.end}`}
              data-testid="warning"
              data-severity={warning.severity}
            >
              <strong>
                {say(warning.severity === "stop" ? "check.stop" : "check.warn")}: {named("kind", warning.kind)}
              </strong>
              {warning.words && <q>{warning.words}</q>} <span>{warning.why}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
