"""How a conversation stands: who has the floor, its hand-off, and up to where what was said in it is final."""

from datetime import datetime
from typing import Any

from psycopg import AsyncConnection
from pydantic import BaseModel

from assistant.desk import floor, handoffs
from assistant.desk.floor import Floor
from assistant.desk.handoffs import Handoff, HandoffState

_ORDER = """
SELECT coalesce(
    (SELECT min(seq) - 1 FROM assistant.turns WHERE thread_id = %(thread)s AND status IN ('waiting', 'running')),
    greatest((SELECT max(seq) FROM assistant.turns WHERE thread_id = %(thread)s),
             (SELECT max(seq) FROM assistant.notices WHERE thread_id = %(thread)s),
             (SELECT max(seq) FROM assistant.desk_messages WHERE thread_id = %(thread)s)), 0) AS newest"""


class Standing(BaseModel):
    """order: everything up to here has ended, so that `?after=` may go on from it. handoff: the newest one."""

    order: int
    floor: Floor
    handoff: HandoffState | None


async def read(
    connection: AsyncConnection[dict[str, Any]], thread_id: str, now: datetime
) -> tuple[Standing, Handoff | None]:
    """As whoever the connection looks for sees it, and the hand-off's row."""
    cursor = await connection.execute(_ORDER, {"thread": thread_id})
    row = await cursor.fetchone()
    found = await handoffs.newest(connection, thread_id)
    has_it = await floor.holder(connection, thread_id)
    shown = handoffs.shown(found, now) if found else None
    return Standing(order=row["newest"] if row else 0, floor=has_it, handoff=shown), found
