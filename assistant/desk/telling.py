"""Who is told of what happens at the desk: the borrower by a notice, an outside desk by a webhook, the audit record."""

from datetime import datetime
from typing import Any

from psycopg import AsyncConnection

from assistant import audit, notices
from assistant.audit import Record
from assistant.desk.board import Found
from assistant.desk.handoffs import Handoff
from assistant.desk.words import NoticeKind
from assistant.notices import Notice
from assistant.sealing import Keyring
from assistant.webhooks import outbox
from tools.caller import Caller

Connection = AsyncConnection[dict[str, Any]]


async def borrower(
    connection: Connection, keyring: Keyring, handoff: Handoff, kind: NoticeKind, by: Caller | None = None
) -> None:
    """A notice in the conversation, in the borrower's language; it names the agent who has it, or who acts."""
    notice = Notice(
        thread_id=handoff.thread_id,
        subject=handoff.subject,
        kind=kind,
        content={"agent": handoff.agent_name or (by.name if by else None)},
        language=handoff.language,
    )
    await notices.post(connection, notice, keyring)


async def outside(connection: Connection, kind: outbox.Kind, handoff: Handoff, at: datetime) -> None:
    """An event for whoever listens outside: ids, states and queues."""
    body = {
        "handoff_id": handoff.handoff_id,
        "thread_id": handoff.thread_id,
        "state": handoff.state,
        "reason": handoff.reason,
        "queue": handoff.queue,
        "urgent": handoff.urgent,
        "language": handoff.language,
        "agent": handoff.agent,
        "at": at.isoformat(),
    }
    await outbox.put(connection, kind, body)


async def record(connection: Connection, caller: Caller, found: Found, event: str, **more: str) -> None:
    """The audit record, about the borrower; the last thing of a transaction."""
    about = found.row.borrower_id or found.handoff.subject
    body = {"event": event, "role": caller.role, **more}
    await audit.append(connection, Record("desk", caller.subject, about, found.handoff.handoff_id, body))
