import { count, instant, NOTHING, share } from "../format";
import { Badge } from "../parts/Badge";
import { Facts } from "../parts/Facts";
import { type Column, Table } from "../parts/Table";
import { labelOf, WORDS } from "../words";
import { standingOf, toneOfStatus, TONES } from "./standing";
import type { Canary, CanaryMonitor } from "./types";

const WORD = WORDS.releases;

/** The canary that runs or ran last, with each monitor beside its band. */
export function CanaryView({ canary }: { canary: Canary | null }): React.JSX.Element {
  return (
    <section className="tw-card" aria-labelledby="canary">
      <h2 id="canary">
        {WORD.canary} {canary && <Badge tone={toneOfStatus(canary.state)}>{labelOf(canary.state)}</Badge>}
      </h2>
      {canary ? <Running canary={canary} /> : <p className="ops-soft">{WORD.noCanary}</p>}
    </section>
  );
}

function Running({ canary }: { canary: Canary }): React.JSX.Element {
  const columns: Column<CanaryMonitor>[] = [
    { key: "monitor", head: WORD.monitor, names: true, cell: (one) => labelOf(one.label) },
    { key: "stable", head: WORD.stable, number: true, cell: (one) => share(one.stable) },
    { key: "candidate", head: WORD.candidate, number: true, cell: (one) => share(one.candidate) },
    { key: "band", head: WORD.band, number: true, cell: (one) => points(one.most_above) },
    { key: "standing", head: WORD.state, cell: (one) => <Standing canary={canary} monitor={one} /> },
  ];
  return (
    <>
      {canary.reason && <p>{canary.reason}</p>}
      <Facts
        facts={[
          [WORD.candidate, `${canary.prompt} ${canary.candidate}`],
          [WORD.share, share(canary.share)],
          [WORD.started, `${instant(canary.started_at)}, ${canary.started_by}`],
          [WORD.ended, canary.ended_at ? instant(canary.ended_at) : NOTHING],
          [WORD.turns, `${count(canary.turns.candidate)} / ${count(canary.turns.stable)}`],
        ]}
      />
      <Table caption={WORD.bands} columns={columns} rows={canary.monitors} keyOf={(one) => one.monitor} />
      <p className="ops-soft">
        {WORD.judged} {count(canary.fewest_turns)}.
      </p>
    </>
  );
}

function Standing({ canary, monitor }: { canary: Canary; monitor: CanaryMonitor }): React.JSX.Element {
  const standing = standingOf(canary, monitor);
  return <Badge tone={TONES[standing]}>{WORD.standing[standing]}</Badge>;
}

const points = (value: number): string => `${(value * 100).toFixed(0)} points`;
