"""The canary's row and its counts: shared by all processes, so that one that gives threads back does it for all."""

import uuid
from dataclasses import dataclass
from typing import Any, Literal

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from assistant.canaries.bands import Counts

Arm = Literal["stable", "candidate"]
Pool = AsyncConnectionPool[AsyncConnection[dict[str, Any]]]
_LATEST = """
SELECT canary_id::text, prompt, candidate, candidate_hash, share_bps, state, started_by, started_at, ended_at, reason
FROM assistant.canaries ORDER BY (state = 'running') DESC, started_at DESC LIMIT 1
"""
_ADD = """
INSERT INTO assistant.canary_counts AS c (canary_id, arm, turns, abstained, handed_off, guarded, disliked)
VALUES (%(id)s, %(arm)s, %(turns)s, %(abstained)s, %(handed_off)s, %(guarded)s, %(disliked)s)
ON CONFLICT (canary_id, arm) DO UPDATE SET turns = c.turns + excluded.turns,
    abstained = c.abstained + excluded.abstained, handed_off = c.handed_off + excluded.handed_off,
    guarded = c.guarded + excluded.guarded, disliked = c.disliked + excluded.disliked
"""


class CanaryRuns(RuntimeError):
    """One canary at a time: stop the one that runs first (`assist prompts canary stop`)."""


@dataclass(frozen=True)
class Canary:
    """candidate: the version that is tried, `candidate_hash` its text. share_bps: of 10,000 threads."""

    canary_id: str
    prompt: str
    candidate: int
    candidate_hash: str
    share_bps: int
    state: Literal["running", "returned", "stopped"]
    started_by: str
    started_at: Any
    ended_at: Any = None
    reason: str | None = None


async def latest(connection: AsyncConnection[dict[str, Any]]) -> Canary | None:
    """The one that runs, else the one that ran last."""
    cursor = await connection.execute(_LATEST)
    row = await cursor.fetchone()
    return Canary(**row) if row else None


async def start(
    connection: AsyncConnection[dict[str, Any]], prompt: str, version: int, digest: str, share_bps: int, by: str
) -> str:
    """Begin one; gives its id. connection: of role assistant_ops. Raises CanaryRuns."""
    canary_id = str(uuid.uuid4())
    cursor = await connection.execute(
        """INSERT INTO assistant.canaries (canary_id, prompt, candidate, candidate_hash, share_bps, started_by)
           VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING""",
        [canary_id, prompt, version, digest, share_bps, by],
    )
    if cursor.rowcount != 1:
        raise CanaryRuns("A canary runs already. `assist prompts canary stop --reason ...` ends it.")
    return canary_id


async def end(
    connection: AsyncConnection[dict[str, Any]], canary_id: str, state: Literal["returned", "stopped"], reason: str
) -> bool:
    """End the one that runs; False where it had ended."""
    cursor = await connection.execute(
        """UPDATE assistant.canaries SET state = %s, ended_at = clock_timestamp(), reason = %s
           WHERE canary_id = %s AND state = 'running'""",
        [state, reason, canary_id],
    )
    return cursor.rowcount == 1


async def add(connection: AsyncConnection[dict[str, Any]], canary_id: str, arm: Arm, counts: Counts) -> None:
    await connection.execute(_ADD, {"id": canary_id, "arm": arm, **vars(counts)})


async def counts(connection: AsyncConnection[dict[str, Any]], canary_id: str) -> dict[Arm, Counts]:
    """Of both arms; zeros where there was no turn yet."""
    cursor = await connection.execute(
        """SELECT arm, turns, abstained, handed_off, guarded, disliked FROM assistant.canary_counts
           WHERE canary_id = %s""",
        [canary_id],
    )
    found: dict[Arm, Counts] = {"stable": Counts(), "candidate": Counts()}
    for row in await cursor.fetchall():
        arm: Arm = row.pop("arm")
        found[arm] = Counts(**row)
    return found
