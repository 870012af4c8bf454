import type { HandoffRow } from "../types";

export interface Queue {
  queue: string;
  rows: HandoffRow[];
}

export interface Groups {
  waiting: Queue[];
  accepted: HandoffRow[];
  returned: HandoffRow[];
}

const DAY_MS = 86_400_000;

const newestFirst = (key: (row: HandoffRow) => string | null) => (one: HandoffRow, other: HandoffRow) =>
  (key(other) ?? "").localeCompare(key(one) ?? "");

/** In the order in which a queue is served: urgent ones, then who asked first. */
function served(one: HandoffRow, other: HandoffRow): number {
  return Number(other.urgent) - Number(one.urgent) || one.requested_at.localeCompare(other.requested_at);
}

/** The board: who waits by queue (the queue with an urgent one, then the longest wait, first), who is served, who went back. */
export function groupsOf(rows: readonly HandoffRow[], now: number): Groups {
  const waiting = rows.filter((row) => row.state === "waiting").sort(served);
  return {
    waiting: [...new Set(waiting.map((row) => row.queue))].map((queue) => ({
      queue,
      rows: waiting.filter((row) => row.queue === queue),
    })),
    accepted: rows.filter((row) => row.state === "accepted").sort(newestFirst((row) => row.accepted_at)),
    returned: rows
      .filter((row) => row.state === "returned" && row.ended_at && now - Date.parse(row.ended_at) < DAY_MS)
      .sort(newestFirst((row) => row.ended_at)),
  };
}

/** Seconds that somebody waits, or waited until an agent came. */
export function waitedS(row: HandoffRow, now: number): number {
  const until = row.accepted_at ?? row.ended_at;
  return ((until ? Date.parse(until) : now) - Date.parse(row.requested_at)) / 1000;
}
