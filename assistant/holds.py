"""Legal holds: nothing of a person, or of a thread, is deleted while one is placed. The reason stays in the table."""

import uuid
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection

from assistant import audit

Row = dict[str, Any]


class HoldNotFound(LookupError):
    """There is no such hold, or it was released already."""


async def place(
    connection: AsyncConnection[Row],
    reason: str,
    by: str,
    now: datetime,
    *,
    subject: str | None = None,
    thread_id: str | None = None,
) -> str:
    """Place a hold on a person or on a thread, one of the two; gives its id. connection: of role assistant_ops."""
    hold_id = str(uuid.uuid4())
    async with connection.transaction():
        await connection.execute(
            """INSERT INTO assistant.holds (hold_id, subject, thread_id, reason, placed_by, placed_at)
               VALUES (%s, %s, %s, %s, %s, %s)""",
            [hold_id, subject, thread_id, reason, by, now],
        )
        await _record(connection, hold_id, by, "placed", subject, thread_id)
    return hold_id


async def release(connection: AsyncConnection[Row], hold_id: str, by: str, now: datetime) -> None:
    """Release a hold; what it kept may be deleted by the next run. Raises HoldNotFound."""
    async with connection.transaction():
        cursor = await connection.execute(
            """UPDATE assistant.holds SET released_by = %s, released_at = %s
               WHERE hold_id::text = %s AND released_at IS NULL RETURNING subject, thread_id::text""",
            [by, now, hold_id],
        )
        row = await cursor.fetchone()
        if row is None:
            raise HoldNotFound(f"There is no hold {hold_id!r} in force. `assist retention list` shows them.")
        await _record(connection, hold_id, by, "released", row["subject"], row["thread_id"])


async def listed(connection: AsyncConnection[Row]) -> list[Row]:
    """Every hold, those in force first, newest first."""
    cursor = await connection.execute(
        """SELECT hold_id::text, subject, thread_id::text, reason, placed_by, placed_at, released_by, released_at
           FROM assistant.holds ORDER BY released_at IS NOT NULL, placed_at DESC"""
    )
    return await cursor.fetchall()


async def _record(
    connection: AsyncConnection[Row], hold_id: str, by: str, event: str, subject: str | None, thread_id: str | None
) -> None:
    body = {"event": event, "thread": thread_id}
    await audit.append(connection, audit.Record("hold", by, subject, hold_id, body))
