"""Hand-offs as rows and as people see them: state, place in the queue, and when the queue's people are there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, LiteralString

from psycopg import AsyncConnection
from pydantic import BaseModel

from assistant.desk import hours

Connection = AsyncConnection[dict[str, Any]]
State = Literal["waiting", "accepted", "returned", "withdrawn", "merged"]
SELECT: LiteralString = """
    SELECT h.handoff_id::text, h.thread_id::text, h.subject, h.state, h.reason, h.queue, h.urgent, h.language,
           h.requested_at, h.agent, h.agent_name, h.accepted_at, h.heard_at, h.ended_at,
           CASE WHEN h.state = 'waiting' THEN assistant.queue_position(h.handoff_id) END AS position
    FROM assistant.handoffs h
"""


@dataclass(frozen=True)
class Handoff:
    """One row. subject: whose thread it is. agent: who has it or had it. heard_at: when the agent was heard of since.

    position: of those that wait, 1 comes next.
    """

    handoff_id: str
    thread_id: str
    subject: str
    state: State
    reason: str
    queue: str
    urgent: bool
    language: Literal["en", "es"]
    requested_at: datetime
    agent: str | None
    agent_name: str | None
    accepted_at: datetime | None
    heard_at: datetime | None
    ended_at: datetime | None
    position: int | None

    @property
    def is_open(self) -> bool:
        return self.state in ("waiting", "accepted")


class HandoffState(BaseModel):
    """A hand-off as its borrower sees it. opens_at: when the queue's people are there again, null while they are.

    position: 1 comes next; null where it does not wait. hours, phone: how else they are reached.
    """

    handoff_id: str
    state: State
    reason: str
    queue: str
    urgent: bool
    requested_at: datetime
    position: int | None
    open_now: bool
    opens_at: datetime | None
    hours: str
    phone: str
    agent_name: str | None
    accepted_at: datetime | None
    ended_at: datetime | None


async def newest(connection: Connection, thread_id: str) -> Handoff | None:
    """The thread's newest hand-off that was not merged into another."""
    cursor = await connection.execute(
        SELECT
        + """WHERE h.thread_id = %s AND h.state <> 'merged'
             ORDER BY (h.state IN ('waiting', 'accepted')) DESC, h.requested_at DESC, h.handoff_id DESC LIMIT 1""",
        [thread_id],
    )
    row = await cursor.fetchone()
    return Handoff(**row) if row else None


def shown(handoff: Handoff, now: datetime) -> HandoffState:
    """As the borrower sees it at `now`."""
    known = hours.load()
    line = known.line(handoff.queue, handoff.reason)
    opens_at = known.opens_at(handoff.queue, now)
    return HandoffState(
        handoff_id=handoff.handoff_id,
        state=handoff.state,
        reason=handoff.reason,
        queue=handoff.queue,
        urgent=handoff.urgent,
        requested_at=handoff.requested_at,
        position=handoff.position,
        open_now=opens_at is None,
        opens_at=opens_at,
        hours=line.words[handoff.language],
        phone=line.phone,
        agent_name=handoff.agent_name if handoff.state in ("accepted", "returned") else None,
        accepted_at=handoff.accepted_at,
        ended_at=handoff.ended_at,
    )


def place(subject: str, thread_id: str, handoff_id: str) -> tuple[str, ...]:
    """What the seal of the name of who asked is bound to."""
    return ("handoff", subject, thread_id, handoff_id, "asked_by")
