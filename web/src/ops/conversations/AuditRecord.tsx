import { useAsked } from "../asked";
import { cost, exact, milliseconds } from "../format";
import { Badge } from "../parts/Badge";
import { Facts } from "../parts/Facts";
import { Loading, Trouble } from "../parts/Notice";
import { type Column, Table } from "../parts/Table";
import type { Audit } from "../types";
import { labelOf, WORDS } from "../words";
import { Json } from "./TurnEntry";

const WORD = WORDS.audit;
type Check = Audit["checks"][number];
type Guard = Audit["guards"][number];

const CHECKS: readonly Column<Check>[] = [
  { key: "what", head: WORD.check, names: true, cell: (check) => check.what },
  {
    key: "holds",
    head: WORD.result,
    cell: (check) => <Badge tone={check.holds ? "ok" : "danger"}>{check.holds ? WORD.yes : WORD.no}</Badge>,
  },
];
const GUARDS: readonly Column<Guard>[] = [
  { key: "name", head: WORD.guard, names: true, cell: (guard) => labelOf(guard.name) },
  { key: "side", head: WORD.side, cell: (guard) => labelOf(guard.direction) },
  {
    key: "verdict",
    head: WORD.verdict,
    cell: (guard) => <Badge tone={guard.verdict === "pass" ? "ok" : "warn"}>{labelOf(guard.verdict)}</Badge>,
  },
  { key: "ms", head: WORD.time, number: true, cell: (guard) => `${guard.ms.toFixed(1)} ms` },
];

/** A turn put together from what is stored and held against its audit record. Asking for it is recorded itself. */
export function AuditRecord({ turnId }: { turnId: string }): React.JSX.Element {
  const found = useAsked<Audit>(`/v1/ops/turns/${encodeURIComponent(turnId)}/audit`);
  if (found.problem) return <Trouble problem={found.problem} again={found.again} />;
  if (!found.answer) return <Loading />;
  return <Whole audit={found.answer} />;
}

function Whole({ audit }: { audit: Audit }): React.JSX.Element {
  return (
    <section className="ops-audit" data-testid="audit-record" aria-label={WORDS.transcript.audit}>
      <p className="ops-notice" data-kind={audit.holds ? "ok" : "danger"} role="status">
        {audit.holds ? WORD.holds : WORD.broken}
      </p>
      <Table caption={WORD.checks} columns={CHECKS} rows={audit.checks} keyOf={(check) => check.what} />
      <Facts facts={factsOf(audit)} />
      {audit.guards.length > 0 && (
        <Table caption={WORD.guards} columns={GUARDS} rows={audit.guards} keyOf={(guard) => guard.direction + guard.name} />
      )}
      <Passages audit={audit} />
      <Later audit={audit} />
      <details className="ops-details">
        <summary>{WORD.raw}</summary>
        <button type="button" className="tw-button ops-no-print" onClick={() => download(audit)}>
          {WORD.download}
        </button>
        <Json name={WORD.raw} value={audit} />
      </details>
    </section>
  );
}

function factsOf(audit: Audit): [string, React.ReactNode][] {
  const { record, place } = audit;
  const tokens = record["tokens"] as { input?: number; output?: number } | undefined;
  const microUsd = record["cost_microusd"];
  const facts: [string, React.ReactNode][] = [
    [WORD.prompt, <code key="prompt">{String(record["prompt"] ?? "")}</code>],
    [WORD.model, String(record["model"] ?? "")],
    [WORD.tokens, `${tokens?.input ?? 0} / ${tokens?.output ?? 0}`],
    [WORD.cost, cost(typeof microUsd === "number" ? microUsd / 1e6 : null)],
    [WORD.time, milliseconds(typeof record["total_ms"] === "number" ? record["total_ms"] : null)],
    [WORD.chain, `${place.chain ?? ""} / ${place.seq ?? ""}`],
    [WORD.at, exact(place.at)],
    [WORD.hash, <code key="hash">{place.hash ?? ""}</code>],
  ];
  return facts;
}

function Passages({ audit }: { audit: Audit }): React.JSX.Element | null {
  if (audit.passages.length === 0) return null;
  return (
    <>
      <h3>{WORD.passages}</h3>
      <ul className="ops-bullets">
        {audit.passages.map((passage, index) => (
          <li key={index}>
            {passage.document}, version {passage.version}, {passage.section}{" "}
            <Badge tone={passage.unchanged ? "ok" : "warn"}>{passage.unchanged ? "unchanged" : "changed since"}</Badge>
          </li>
        ))}
      </ul>
    </>
  );
}

function Later({ audit }: { audit: Audit }): React.JSX.Element | null {
  if (audit.later.length === 0) return null;
  return (
    <>
      <h3>{WORD.later}</h3>
      <ul className="ops-bullets">
        {audit.later.map((one, index) => (
          <li key={index}>
            {labelOf(one.kind)}, {one.subject}, {exact(one.at)}
          </li>
        ))}
      </ul>
    </>
  );
}

function download(audit: Audit): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(audit, null, 2)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `turn-${audit.turn_id}.json`;
  link.click();
  URL.revokeObjectURL(url);
}
