import { count, instant, NOTHING } from "../format";
import { Badge } from "../parts/Badge";
import { Facts } from "../parts/Facts";
import { labelOf, WORDS } from "../words";
import { toneOfStatus } from "./standing";
import type { Gate, Release } from "./types";

const WORD = WORDS.releases;

/** One version: why it was made, how far it came, and what its gate found. */
export function ReleaseCard({ release, serves }: { release: Release; serves: boolean }): React.JSX.Element {
  const heading = `release-${release.version}`;
  return (
    <article className="tw-card ops-approval" data-testid="release" aria-labelledby={heading}>
      <div className="ops-title">
        <h3 id={heading}>
          {WORD.version} {release.version}
        </h3>
        <Badge tone={toneOfStatus(release.status)}>{labelOf(release.status)}</Badge>
        {serves && <Badge tone="ok">{WORD.live}</Badge>}
      </div>
      {release.why && <p>{release.why}</p>}
      {release.faults.length > 0 && (
        <ul className="ops-notice ops-bullets" data-kind="danger">
          {release.faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      )}
      {release.status !== "replaced" && (
        <Facts
          facts={[
            [WORD.at, instant(release.at)],
            [WORD.authors, release.by ?? NOTHING],
            [WORD.approved, release.approved_by ?? NOTHING],
            [WORD.hash, release.hash ? <code key="hash" title={release.hash}>{release.hash.slice(0, 12)}</code> : NOTHING],
          ]}
        />
      )}
      {release.gate && <GateView gate={release.gate} />}
      {!release.gate && release.status !== "replaced" && <p className="ops-soft">{WORD.noGate}</p>}
    </article>
  );
}

function GateView({ gate }: { gate: Gate }): React.JSX.Element {
  return (
    <details className="ops-details" open>
      <summary>
        {WORD.gate}: {gate.verdict}
      </summary>
      <div className="ops-gate">
        <p>{gate.on}</p>
        <Facts
          facts={[
            [WORD.by, gate.by],
            [WORD.gatedAt, instant(gate.at)],
            ...(gate.cases === null ? [] : figuresOf(gate)),
          ]}
        />
        {gate.cases === null && <p className="ops-soft">{WORD.noFigures}</p>}
      </div>
    </details>
  );
}

function figuresOf(gate: Gate): [string, React.ReactNode][] {
  const of = (passed: number | null, all: number | null): string => `${count(passed)} of ${count(all)}`;
  return [
    [WORD.passed, of(gate.passed, gate.cases)],
    [WORD.critical, of(gate.critical_passed, gate.critical)],
    [WORD.suite, `${gate.suite ?? NOTHING}, ${gate.model ?? NOTHING}`],
    [WORD.blessed, `${gate.blessed_by ?? NOTHING}, ${instant(gate.blessed_at)}`],
  ];
}
