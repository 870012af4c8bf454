import { count, exact, instant } from "../format";
import { Badge, toneOf } from "../parts/Badge";
import { type Column, Table } from "../parts/Table";
import { hashOf } from "../routing";
import type { Found } from "../types";
import { labelOf, WORDS } from "../words";

const WORD = WORDS.conversations;

export interface Page {
  conversations: Found[];
  searched: number;
  more: boolean;
  next: string | null;
}

const COLUMNS: readonly Column<Found>[] = [
  { key: "borrower", head: WORDS.handoffs.borrower, names: true, cell: (found) => <Who found={found} /> },
  {
    key: "started",
    head: WORD.started,
    cell: (found) => (
      <time dateTime={found.started_at} title={exact(found.started_at)}>
        {instant(found.started_at)}
      </time>
    ),
  },
  { key: "turns", head: WORD.turns, number: true, cell: (found) => count(found.turns) },
  { key: "outcomes", head: WORD.outcomes, cell: (found) => <Outcomes found={found} /> },
  { key: "reason", head: WORD.reason, cell: (found) => (found.handoff_reason ? labelOf(found.handoff_reason) : "") },
  { key: "snippet", head: WORD.snippet, wide: true, cell: (found) => <span className="ops-preview">{found.snippet}</span> },
];

export function Results({ page }: { page: Page }): React.JSX.Element {
  return (
    <Table
      caption={WORD.results}
      hideCaption
      columns={COLUMNS}
      rows={page.conversations}
      keyOf={(found) => found.thread_id}
      testid="conversation-row"
    />
  );
}

function Who({ found }: { found: Found }): React.JSX.Element {
  return (
    <>
      <a href={hashOf("conversations", [found.thread_id])}>
        {found.borrower_name ?? found.borrower_id ?? WORDS.handoffs.anonymous}
      </a>
      {found.borrower_name && <span className="ops-soft"> {found.borrower_id}</span>}
    </>
  );
}

function Outcomes({ found }: { found: Found }): React.JSX.Element {
  return (
    <span className="ops-badges">
      {found.outcomes.map((outcome) => (
        <Badge key={outcome} tone={toneOf(outcome)}>
          {labelOf(outcome)}
        </Badge>
      ))}
    </span>
  );
}
