"""The outbox as senders and operators see it, over connections of role assistant_desk."""

from collections.abc import Sequence
from typing import Any, Literal

from psycopg import AsyncConnection

from assistant.conversations import Row
from assistant.webhooks.endpoint import Event

State = Literal["pending", "delivered", "failed"]
# An event waits for the earlier ones of its hand-off, so that a desk hears of them in order.
_CLAIM = """
UPDATE assistant.webhook_events e
SET attempts = e.attempts + 1, next_attempt_at = clock_timestamp() + make_interval(secs => %(lease_s)s)
FROM (
    SELECT event_id FROM assistant.webhook_events d
    WHERE d.state = 'pending' AND d.next_attempt_at <= clock_timestamp() AND NOT EXISTS (
        SELECT 1 FROM assistant.webhook_events earlier
        WHERE earlier.state = 'pending' AND earlier.seq < d.seq
          AND earlier.body ->> 'handoff_id' = d.body ->> 'handoff_id')
    ORDER BY d.seq LIMIT %(most)s FOR UPDATE SKIP LOCKED) due
WHERE e.event_id = due.event_id
RETURNING e.event_id::text, e.seq, e.kind, e.body, e.created_at, e.attempts,
    e.created_at < clock_timestamp() - make_interval(secs => %(stale_after_s)s) AS stale
"""
# Of two processes that sent one event, the one whose attempt is no longer the newest only tells of its success.
_SETTLE = """
UPDATE assistant.webhook_events SET state = %(state)s, last_status = %(status)s,
    next_attempt_at = clock_timestamp() + make_interval(secs => %(pause_s)s),
    delivered_at = CASE WHEN %(state)s = 'delivered' THEN clock_timestamp() END
WHERE event_id = %(event_id)s AND state = 'pending' AND (attempts = %(attempts)s OR %(state)s = 'delivered')
"""
_LISTED = """
SELECT event_id::text, seq, kind, body, created_at, state, attempts, next_attempt_at, delivered_at, last_status
FROM assistant.webhook_events WHERE %(state)s::text IS NULL OR state = %(state)s ORDER BY seq DESC LIMIT %(most)s
"""
_RETRY = """
UPDATE assistant.webhook_events SET state = 'pending', attempts = 0, next_attempt_at = clock_timestamp()
WHERE state <> 'delivered' AND (event_id::text = %(event_id)s OR (%(event_id)s::text IS NULL AND state = 'failed'))
"""


async def claim(
    connection: AsyncConnection[Row], most: int, lease_s: float, stale_after_s: float
) -> tuple[list[Event], list[Event]]:
    """Events that are due, taken from all other processes for `lease_s`; and those that are too old to be sent."""
    cursor = await connection.execute(_CLAIM, {"most": most, "lease_s": lease_s, "stale_after_s": stale_after_s})
    fresh, stale = list[Event](), list[Event]()
    for row in await cursor.fetchall():
        (stale if row.pop("stale") else fresh).append(Event(**row))
    return fresh, stale


async def settle(
    connection: AsyncConnection[Row], event: Event, state: State, status: int | None, pause_s: float = 0.0
) -> None:
    """What an attempt came to; a `pending` one is due again after `pause_s`."""
    values = {"event_id": event.event_id, "attempts": event.attempts, "pause_s": pause_s}
    await connection.execute(_SETTLE, {**values, "state": state, "status": status})


async def listed(connection: AsyncConnection[Row], state: State | None, most: int) -> Sequence[dict[str, Any]]:
    """Newest first."""
    cursor = await connection.execute(_LISTED, {"state": state, "most": most})
    return await cursor.fetchall()


async def retry(connection: AsyncConnection[Row], event_id: str | None) -> int:
    """Begin again with one event that is not delivered, or (None) with all that were given up; how many these are."""
    cursor = await connection.execute(_RETRY, {"event_id": event_id})
    return cursor.rowcount
