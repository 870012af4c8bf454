"""An agent who left: not heard of for a while (hours.yaml), while somebody waits for their answer.

The hand-off goes back to waiting then, in its old place, wherever somebody looks at it: by one conditional update under
the thread's lock, so that nothing runs by a timer and nothing happens twice. An agent is heard of by what they write,
by looking, and by following the conversation's events.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from psycopg import AsyncConnection

from assistant import audit
from assistant.audit import Record
from assistant.desk import floor, handoffs, hours, telling
from assistant.desk.handoffs import Handoff
from assistant.sealing import Keyring
from tools.caller import Caller

Connection = AsyncConnection[dict[str, Any]]
_SELDOM = timedelta(seconds=30)
"""How exactly it is kept when somebody was heard of."""


async def heard(connection: Connection, handoff_id: str, agent: str, now: datetime) -> None:
    """The agent who has it is there; nothing of anybody else's."""
    await connection.execute(
        """UPDATE assistant.handoffs SET heard_at = %s WHERE handoff_id = %s AND state = 'accepted' AND agent = %s
             AND greatest(accepted_at, heard_at) < %s""",
        [now, handoff_id, agent, now - _SELDOM],
    )


def is_unheard(handoff: Handoff | None, now: datetime) -> bool:
    """Whether its agent has not been heard of for so long that they may have left."""
    if handoff is None or handoff.accepted_at is None or handoff.state != "accepted":
        return False
    return max(handoff.accepted_at, handoff.heard_at or handoff.accepted_at) < _since(now)


async def of_all(connection: Connection, now: datetime) -> list[str]:
    """The threads that wait for an answer of an agent who left, as staff may know."""
    cursor = await connection.execute(
        """SELECT h.thread_id::text FROM assistant.left_handoffs(%s) gone
           JOIN assistant.handoffs h ON h.handoff_id = gone""",
        [_since(now)],
    )
    return [row["thread_id"] for row in await cursor.fetchall()]


async def release(
    connection: Connection, keyring: Keyring, thread_id: str, looks: Caller, now: datetime, *, speaks: bool = False
) -> bool:
    """Put the thread's hand-off back in the queue if its agent left; the borrower, the outside desk and the audit
    record are told. Takes the thread's lock. False where nothing changed.

    looks: who found it. speaks: the borrower is about to say something, which waits for an answer as well.
    """
    await floor.lock(connection, thread_id)
    found = await handoffs.newest(connection, thread_id)
    if found is None or not is_unheard(found, now):
        return False
    cursor = await connection.execute(
        "SELECT assistant.release_left(%s, %s, %s) AS released", [found.handoff_id, _since(now), speaks]
    )
    row = await cursor.fetchone()
    if row is None or not row["released"]:
        return False
    waits = replace(found, state="waiting", agent=None, agent_name=None, accepted_at=None, heard_at=None)
    await telling.borrower(connection, keyring, found, "left_waiting")
    await telling.outside(connection, "handoff.requested", waits, now)
    body = {"event": "left", "role": looks.role, "agent": found.agent}
    await audit.append(connection, Record("desk", looks.subject, found.subject, found.handoff_id, body))
    return True


def _since(now: datetime) -> datetime:
    return now - timedelta(minutes=hours.load().left_after_min)
