"""Hand-offs as rows, for the queues of people."""

from datetime import datetime
from typing import Any

from psycopg import AsyncConnection

from assistant.memory import Place
from assistant.results import Handoff


async def store(connection: AsyncConnection[dict[str, Any]], place: Place, asked: Handoff, at: datetime) -> None:
    """Keep the hand-off that a turn asked for, in the transaction that stores the turn's end."""
    await connection.execute(
        """INSERT INTO assistant.handoffs
             (handoff_id, thread_id, turn_id, subject, reason, queue, urgent, requested_at)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s)""",
        [
            asked.handoff_id,
            place.thread_id,
            place.turn_id,
            place.subject,
            asked.reason,
            asked.queue,
            asked.urgent,
            at,
        ],
    )
