"""Live monitors: what the turns of a period came to, in all, over time and by slice. Aggregates only; no row of a
conversation is read.

A turn counts as abstained, handed off or guarded as it does for a canary (assistant/canaries/bands.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, LiteralString, cast

from psycopg import AsyncConnection, sql
from pydantic import BaseModel

from assistant.conversations import Row
from assistant.monitors.period import Period, plan

Slice = Literal["role", "channel", "language", "domain", "prompt", "model"]
_BOUNDS = "SET LOCAL statement_timeout = '10s'; SET LOCAL work_mem = '32MB'"
_TURNS: LiteralString = """
WITH t AS MATERIALIZED (
    SELECT {key} AS key, turn_id, thread_id, role, outcome, guarded, total_ms, cost_microusd
    FROM assistant.turn_stats s WHERE ended_at >= %(since)s AND ended_at < %(until)s),
counted AS (
    SELECT key, count(*) AS turns,
        count(*) FILTER (WHERE outcome = 'handoff') AS handed_off,
        count(*) FILTER (WHERE outcome = 'abstained') AS abstained,
        count(*) FILTER (WHERE guarded) AS guarded,
        count(*) FILTER (WHERE outcome = 'failed') AS failed,
        percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY total_ms) AS times_ms,
        sum(cost_microusd)::bigint AS cost_microusd,
        count(*) FILTER (WHERE cost_microusd IS NULL) AS uncosted
    FROM t GROUP BY key),
conversations AS (
    SELECT key, count(*) AS threads, count(*) FILTER (WHERE NOT handed) AS contained FROM (
        SELECT key, thread_id, bool_or(outcome = 'handoff') OR EXISTS (
            SELECT 1 FROM assistant.handoffs h WHERE h.thread_id = t.thread_id
              AND h.requested_at >= {lower} AND h.requested_at < {upper}) AS handed
        FROM t WHERE role = ANY(%(conversing)s) GROUP BY key, thread_id) AS each GROUP BY key),
opinions AS (
    SELECT key, count(*) FILTER (WHERE f.liked) AS liked, count(*) FILTER (WHERE NOT f.liked) AS disliked
    FROM t JOIN assistant.feedback f USING (turn_id) GROUP BY key)
SELECT c.*, threads, contained, liked, disliked
FROM counted c LEFT JOIN conversations USING (key) LEFT JOIN opinions USING (key) ORDER BY c.turns DESC, c.key
"""
_SUGGESTIONS: LiteralString = """
SELECT {key} AS key, count(*) FILTER (WHERE s.outcome = 'accepted') AS accepted,
    count(*) FILTER (WHERE s.outcome = 'edited') AS edited, count(*) FILTER (WHERE s.outcome = 'rejected') AS rejected
FROM assistant.suggestions s JOIN assistant.handoffs h USING (handoff_id)
WHERE s.decided_at >= %(since)s AND s.decided_at < %(until)s GROUP BY 1
"""
_BIN: LiteralString = "date_bin(%(step)s, {}, %(since)s)"
# How a decided suggestion falls under a slice. It has no role and no domain.
_SUGGESTED_BY: Mapping[Slice, LiteralString] = {
    "channel": "'copilot'::text",
    "language": "h.language",
    "prompt": "s.prompt",
    "model": "s.model",
}


class Suggestions(BaseModel):
    """What agents did with what was suggested to them."""

    accepted: int = 0
    edited: int = 0
    rejected: int = 0


class Figures(BaseModel):
    """threads: conversations with borrowers; containment: the share of them without a hand-off. handoff, abstention,
    guard_blocks, failed: shares of turns. Shares and times are null where there was nothing. cost_usd: of the turns
    whose model has a known price, null where no turn has; uncosted: how many have none. suggestions: null by role and
    by domain, which a suggestion does not have."""

    turns: int = 0
    threads: int = 0
    containment: float | None = None
    handoff: float | None = None
    abstention: float | None = None
    guard_blocks: float | None = None
    failed: float | None = None
    p50_ms: float | None = None
    p95_ms: float | None = None
    cost_usd: float | None = 0.0
    uncosted: int = 0
    liked: int = 0
    disliked: int = 0
    suggestions: Suggestions | None = Suggestions()


class Step(Figures):
    """at: where the step begins."""

    at: datetime


class SliceFigures(Figures):
    value: str


@dataclass(frozen=True)
class Monitors:
    """Over a connection of role assistant_desk, in a transaction of somebody who may read monitors."""

    connection: AsyncConnection[Row]
    period: Period

    async def totals(self) -> Figures:
        whole: LiteralString = "''::text"
        found = await self._added(whole, "%(since)s", "%(until)s", whole)
        return Figures(**found.get("", {}))

    async def series(self) -> list[Step]:
        """About 24 steps; those without a turn are there with zeros."""
        by_turn, by_decision = _BIN.format("s.ended_at"), _BIN.format("s.decided_at")
        found = await self._added(by_turn, "key", "key + %(step)s", by_decision)
        return [Step(at=at, **found.get(at, {})) for at in self.period.steps()]

    async def slices(self, by: Slice) -> list[SliceFigures]:
        """Each value with its figures, those with the most turns first."""
        column: LiteralString = _COLUMNS[by]
        found = await self._added(column, "%(since)s", "%(until)s", _SUGGESTED_BY.get(by))
        kept = list(found.items())[: plan().most_values]
        return [SliceFigures(value=str(value), **figures) for value, figures in kept]

    async def _added(
        self, key: LiteralString, lower: LiteralString, upper: LiteralString, suggested_by: LiteralString | None
    ) -> dict[Any, dict[str, Any]]:
        """Figures by key, those with the most turns first."""
        places = {"key": sql.SQL(key), "lower": sql.SQL(lower), "upper": sql.SQL(upper)}
        rows = await self._rows(sql.SQL(_TURNS).format(**places))
        found = {row["key"]: _figures(row) for row in rows}
        if suggested_by is None:
            return {value: {**figures, "suggestions": None} for value, figures in found.items()}
        for row in await self._rows(sql.SQL(_SUGGESTIONS).format(key=sql.SQL(suggested_by))):
            found.setdefault(row.pop("key"), {})["suggestions"] = Suggestions(**row)
        return found

    async def _rows(self, query: sql.Composed) -> Sequence[Row]:
        values = {
            "since": self.period.since,
            "until": self.period.until,
            "step": self.period.step,
            "conversing": list(plan().conversing),
        }
        await self.connection.execute(_BOUNDS)
        return await (await self.connection.execute(query, values)).fetchall()


_COLUMNS = cast(
    "Mapping[Slice, LiteralString]",
    {name: f"s.{name}" for name in ("role", "channel", "language", "domain", "prompt", "model")},
)


def _figures(row: Row) -> dict[str, Any]:
    turns, threads, cost = row["turns"], row["threads"] or 0, row["cost_microusd"]
    p50_ms, p95_ms = row["times_ms"]
    return {
        "turns": turns,
        "threads": threads,
        "containment": row["contained"] / threads if threads else None,
        "handoff": row["handed_off"] / turns,
        "abstention": row["abstained"] / turns,
        "guard_blocks": row["guarded"] / turns,
        "failed": row["failed"] / turns,
        "p50_ms": round(p50_ms, 1),
        "p95_ms": round(p95_ms, 1),
        "cost_usd": None if cost is None else cost / 1_000_000,
        "uncosted": row["uncosted"],
        "liked": row["liked"] or 0,
        "disliked": row["disliked"] or 0,
    }
