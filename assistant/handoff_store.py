"""Hand-offs as rows, for the queues of people. A thread has one open at a most; asked for again, they are one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from psycopg import AsyncConnection

from assistant.results import Handoff
from assistant.webhooks import outbox

Connection = AsyncConnection[dict[str, Any]]
_TRIES = 5
_TOLD = ("handoff_id", "thread_id", "reason", "queue", "urgent", "language")
_ADD = """
INSERT INTO assistant.handoffs
    (handoff_id, thread_id, turn_id, subject, reason, queue, urgent, language, requested_at, asked_by)
VALUES (%(handoff_id)s, %(thread_id)s, %(turn_id)s, %(subject)s, %(reason)s, %(queue)s, %(urgent)s, %(language)s,
        %(at)s, %(asked_by)s)
ON CONFLICT (thread_id) WHERE state IN ('waiting', 'accepted') DO NOTHING"""
_MERGE = """
WITH open AS (
    UPDATE assistant.handoffs SET urgent = urgent OR %(urgent)s,
      queue = CASE WHEN %(urgent)s AND NOT urgent AND state = 'waiting' THEN %(queue)s ELSE queue END,
      reason = CASE WHEN %(urgent)s AND NOT urgent AND state = 'waiting' THEN %(reason)s ELSE reason END
    WHERE thread_id = %(thread_id)s AND state IN ('waiting', 'accepted') RETURNING handoff_id)
INSERT INTO assistant.handoffs
    (handoff_id, thread_id, turn_id, subject, reason, queue, urgent, language, requested_at, state, ended_at)
SELECT %(handoff_id)s, %(thread_id)s, %(turn_id)s, %(subject)s, %(reason)s, %(queue)s, %(urgent)s, %(language)s,
       %(at)s, 'merged', %(at)s FROM open"""


@dataclass(frozen=True)
class Asked:
    """Where a hand-off belongs. turn_id: of the turn that asked for it; None where its person asked by a button.

    subject: whose thread it is; language: `en` or `es`, in which they are served.
    asked_by: the sealed name of who asked by a button (desk/handoffs.py: `place`).
    """

    thread_id: str
    turn_id: str | None
    subject: str
    language: str
    at: datetime
    asked_by: bytes | None = None


async def store(connection: Connection, handoff: Handoff, asked: Asked) -> Literal["waiting", "merged"]:
    """Keep a hand-off in the caller's transaction, before its audit record; `merged` where the thread has one open.

    An urgent one makes the open one urgent, and takes it to its own queue where that still waits.
    """
    row = {
        "handoff_id": handoff.handoff_id,
        "thread_id": asked.thread_id,
        "turn_id": asked.turn_id,
        "subject": asked.subject,
        "reason": handoff.reason,
        "queue": handoff.queue,
        "urgent": handoff.urgent,
        "language": "es" if asked.language == "es" else "en",
        "at": asked.at,
        "asked_by": asked.asked_by,
    }
    for _ in range(_TRIES):
        if (await connection.execute(_ADD, row)).rowcount:
            told = {name: row[name] for name in _TOLD} | {"state": "waiting", "at": asked.at.isoformat()}
            await outbox.put(connection, "handoff.requested", told)
            return "waiting"
        if (await connection.execute(_MERGE, row)).rowcount:
            return "merged"
    raise RuntimeError("The hand-offs of this thread open and close faster than one can be stored.")
