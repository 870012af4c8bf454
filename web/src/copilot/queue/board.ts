import type { BoardRow } from "../types";

export interface Board {
  yours: BoardRow[];
  waiting: BoardRow[];
  others: BoardRow[];
}

/** Open rows in three groups: yours (newest accepted first), waiting (urgent first, then oldest), with colleagues. */
export function board(rows: readonly BoardRow[], me: { id: string; name: string }, queue: string): Board {
  const open = rows.filter((row) => queue === "" || row.queue === queue || isMine(row, me));
  const accepted = open.filter((row) => row.state === "accepted").sort(byAccepted);
  return {
    yours: accepted.filter((row) => isMine(row, me)),
    waiting: open.filter((row) => row.state === "waiting").sort(byNeed),
    others: accepted.filter((row) => !isMine(row, me)),
  };
}

export function isMine(row: Pick<BoardRow, "state" | "agent" | "agent_name">, me: { id: string; name: string }): boolean {
  if (row.state !== "accepted") return false;
  return row.agent ? row.agent === me.id : row.agent_name === me.name;
}

function byNeed(a: BoardRow, b: BoardRow): number {
  return Number(b.urgent) - Number(a.urgent) || a.requested_at.localeCompare(b.requested_at);
}

function byAccepted(a: BoardRow, b: BoardRow): number {
  return (b.accepted_at ?? "").localeCompare(a.accepted_at ?? "");
}

/** The rows that can be opened, in the order in which they stand on the page. */
export function inRow(found: Board): BoardRow[] {
  return [...found.yours, ...found.waiting, ...found.others].filter((row) => !isClosed(row));
}

/** A colleague's conversation that this agent may not look into: the board then tells neither whose nor what. */
export function isClosed(row: BoardRow): boolean {
  return row.state === "accepted" && row.borrower_id === null && row.preview === "";
}

/** The neighbour of the chosen row; the first (or last) where none is chosen. The ends are ends. */
export function neighbour(rows: readonly BoardRow[], chosen: string | null, step: 1 | -1): string | null {
  if (rows.length === 0) return null;
  const at = rows.findIndex((row) => row.handoff_id === chosen);
  if (at < 0) return (step === 1 ? rows[0] : rows.at(-1))?.handoff_id ?? null;
  return rows[Math.min(rows.length - 1, Math.max(0, at + step))]?.handoff_id ?? null;
}

/** Who has it, of a row that we wanted: null where it still waits or is ours. */
export function takenBy(rows: readonly BoardRow[], id: string, me: { id: string; name: string }): string | null {
  const row = rows.find((one) => one.handoff_id === id);
  return row?.state === "accepted" && !isMine(row, me) ? row.agent_name : null;
}
