"""A turn's place in its thread: claimed by one process at a time, kept by renewing its lease, lost with it.

Every function runs in a transaction of the turn's own subject. A claim is a token: only who holds the newest one may
write checkpoints of the turn or store its end, so a process that was taken for dead cannot disturb who took over.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from psycopg import AsyncConnection

Row = dict[str, Any]
_DROP_CHECKPOINTS = """
WITH parts AS (DELETE FROM assistant.checkpoint_blobs WHERE thread_id = %(turn)s)
DELETE FROM assistant.checkpoints WHERE thread_id = %(turn)s"""
"""A statement of its own, after the turn's row is locked: it sees what a write that was under way had kept by then."""


@dataclass(frozen=True)
class Claim:
    """The right to answer a turn. attempts: how often it was claimed, this time included."""

    token: str
    attempts: int

    @property
    def is_first(self) -> bool:
        """Whether nobody began the turn before, so that there is no checkpoint of it."""
        return self.attempts == 1


def new_token() -> str:
    """A token for one attempt at a place; with the same one again it is the same attempt."""
    return str(uuid.uuid4())


async def claim(
    connection: AsyncConnection[Row], turn_id: str, token: str, now: datetime, lease: timedelta
) -> Claim | None:
    """Take the turn's place, where every earlier turn of its thread has ended and no live process has it."""
    cursor = await connection.execute(
        """UPDATE assistant.turns AS mine
           SET status = 'running', lease_until = %(until)s, claim = %(token)s::uuid, attempts = attempts
             + (claim IS DISTINCT FROM %(token)s::uuid)::integer
           WHERE turn_id = %(turn)s AND (status = 'waiting' OR status = 'running'
                AND (lease_until <= %(now)s OR claim = %(token)s::uuid))
             AND NOT EXISTS (
             SELECT 1 FROM assistant.turns AS earlier
             WHERE earlier.thread_id = mine.thread_id AND earlier.seq < mine.seq
               AND earlier.status IN ('waiting', 'running'))
           RETURNING attempts""",
        {"until": now + lease, "token": token, "turn": turn_id, "now": now},
    )
    row = await cursor.fetchone()
    return Claim(token, row["attempts"]) if row else None


async def renew(connection: AsyncConnection[Row], turn_id: str, token: str, until: datetime) -> bool:
    """Keep the place; False where another process has it, or the turn has ended."""
    cursor = await connection.execute(
        "UPDATE assistant.turns SET lease_until = %s WHERE turn_id = %s AND claim = %s AND status = 'running'",
        [until, turn_id, token],
    )
    return cursor.rowcount == 1


async def keep_waiting(connection: AsyncConnection[Row], turn_id: str, now: datetime, lease: timedelta) -> None:
    """Tell in good time that somebody still waits for this turn's place."""
    await connection.execute(
        "UPDATE assistant.turns SET lease_until = %s WHERE turn_id = %s AND status = 'waiting' AND lease_until < %s",
        [now + lease, turn_id, now + lease / 2],
    )


async def begin_again(connection: AsyncConnection[Row], turn_id: str, now: datetime, lease: timedelta) -> bool:
    """Put a turn that was interrupted back in its place, to be answered after all."""
    cursor = await connection.execute(
        """UPDATE assistant.turns SET status = 'waiting', result = NULL, outcome = NULL, finished_at = NULL,
             attempts = 0, lease_until = %s
           WHERE turn_id = %s AND status = 'interrupted'""",
        [now + lease, turn_id],
    )
    return cursor.rowcount == 1


async def release(connection: AsyncConnection[Row], turn_id: str, token: str | None, end: Mapping[str, Any]) -> bool:
    """Store the turn's end and drop its checkpoints; False where it ended before or the place was lost.

    token: None for a turn that ends while it still waits. end: status, outcome, result (sealed), finished_at.
    """
    cursor = await connection.execute(
        """UPDATE assistant.turns
           SET status = %(status)s, outcome = %(outcome)s, result = %(result)s, finished_at = %(finished_at)s,
             claim = NULL, head = NULL
           WHERE turn_id = %(turn_id)s AND status IN ('waiting', 'running') AND claim IS NOT DISTINCT FROM %(claim)s""",
        {**end, "turn_id": turn_id, "claim": token},
    )
    if cursor.rowcount == 0:
        return False
    await connection.execute(_DROP_CHECKPOINTS, {"turn": turn_id})
    return True
