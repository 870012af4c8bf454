import { exact, instant, lasting } from "../format";
import { Badge } from "../parts/Badge";
import { type Column, Table } from "../parts/Table";
import { hashOf } from "../routing";
import type { HandoffRow } from "../types";
import { labelOf, WORDS } from "../words";
import { waitedS } from "./board";

const WORD = WORDS.handoffs;

export type Kind = "waiting" | "accepted" | "returned";

interface Props {
  caption: string;
  hideCaption?: boolean;
  rows: readonly HandoffRow[];
  now: number;
  kind: Kind;
}

export function Rows({ caption, hideCaption = false, rows, now, kind }: Props): React.JSX.Element {
  return (
    <Table
      caption={caption}
      hideCaption={hideCaption}
      columns={columnsOf(kind, now)}
      rows={rows}
      keyOf={(row) => row.handoff_id}
      testid="handoff-row"
    />
  );
}

function columnsOf(kind: Kind, now: number): Column<HandoffRow>[] {
  const columns: Column<HandoffRow>[] = [
    { key: "borrower", head: WORD.borrower, names: true, cell: (row) => <Person row={row} /> },
    { key: "reason", head: WORD.reason, cell: (row) => <Reason row={row} /> },
    { key: "waited", head: WORD.waited, cell: (row) => <Waited row={row} now={now} /> },
  ];
  if (kind !== "waiting") {
    columns.push({ key: "queue", head: WORD.queue, cell: (row) => labelOf(row.queue) });
    columns.push({ key: "agent", head: WORD.agent, cell: (row) => row.agent_name ?? row.agent ?? "" });
  }
  if (kind === "accepted") columns.push({ key: "since", head: WORD.since, cell: (row) => instant(row.accepted_at) });
  if (kind === "returned") columns.push({ key: "ended", head: WORD.ended, cell: (row) => instant(row.ended_at) });
  columns.push({ key: "last", head: WORD.last, wide: true, cell: (row) => <span className="ops-preview">{row.preview}</span> });
  return columns;
}

function Person({ row }: { row: HandoffRow }): React.JSX.Element {
  const name = row.borrower_name ?? row.borrower_id ?? WORD.anonymous;
  return (
    <>
      <a href={hashOf("conversations", [row.thread_id])}>{name}</a>
      {row.language === "es" && <span className="ops-soft"> {WORD.spanish}</span>}
    </>
  );
}

function Reason({ row }: { row: HandoffRow }): React.JSX.Element {
  return (
    <>
      {labelOf(row.reason)} {row.urgent && <Badge tone="danger">{WORD.urgent}</Badge>}
    </>
  );
}

function Waited({ row, now }: { row: HandoffRow; now: number }): React.JSX.Element {
  return (
    <time dateTime={row.requested_at} title={exact(row.requested_at)}>
      {lasting(waitedS(row, now))}
    </time>
  );
}
