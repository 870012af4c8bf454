"""The board of hand-offs: which there are, and, of those that its reader may open, whose and what was said last."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal, LiteralString

import structlog
from psycopg import AsyncConnection

from assistant.desk import handoffs, messages
from assistant.desk.handoffs import Handoff, HandoffState, State
from assistant.memory import Memory, Place
from assistant.sealing import SealBroken

Connection = AsyncConnection[dict[str, Any]]
MOST = 200
_PREVIEW_CHARS = 140
_log = structlog.get_logger("assistant")
_COLUMNS: LiteralString = """
    SELECT handoff.*, t.thread_id IS NOT NULL AS opens, t.about, said.turn_id, said.status, said.seq AS said_seq,
           said.user_text, said.caller, asked.asked_by, told.message_id, told.seq AS told_seq, told.content,
           told.author_name
    FROM (
"""
# Threads, turns and messages that the reader may not open are not there for row-level security: they join as nothing.
_JOINED: LiteralString = """
    ) AS handoff
    LEFT JOIN assistant.handoffs asked ON asked.handoff_id = handoff.handoff_id::uuid
    LEFT JOIN assistant.threads t ON t.thread_id = handoff.thread_id::uuid
    LEFT JOIN LATERAL (
        SELECT u.turn_id::text, u.status, u.seq, u.user_text, u.caller FROM assistant.turns u
        WHERE u.thread_id = t.thread_id ORDER BY u.seq DESC LIMIT 1) said ON true
    LEFT JOIN LATERAL (
        SELECT m.message_id::text, m.seq, m.content, m.author_name FROM assistant.desk_messages m
        WHERE m.thread_id = t.thread_id AND m.author = 'borrower' ORDER BY m.seq DESC LIMIT 1) told ON true
"""
_LISTED: LiteralString = """
    WHERE h.state <> 'merged' AND (%(state)s::text IS NULL OR h.state = %(state)s)
      AND (%(queue)s::text IS NULL OR h.queue = %(queue)s) AND (%(agent)s::text IS NULL OR h.agent = %(agent)s)
    ORDER BY (h.state = 'waiting') DESC, (h.state = 'accepted') DESC,
      CASE WHEN h.state = 'waiting' THEN NOT h.urgent END, CASE WHEN h.state = 'waiting' THEN h.requested_at END,
      h.requested_at DESC LIMIT %(most)s
"""
_ORDERED: LiteralString = """
    ORDER BY (handoff.state = 'waiting') DESC, (handoff.state = 'accepted') DESC,
      CASE WHEN handoff.state = 'waiting' THEN NOT handoff.urgent END,
      CASE WHEN handoff.state = 'waiting' THEN handoff.requested_at END, handoff.requested_at DESC
"""


class BoardRow(HandoffState):
    """A hand-off as staff see it. waited_s: in the queue, until now or until somebody took it.

    borrower_id, borrower_name, preview (the borrower's last words): of conversations that the reader may open.
    """

    thread_id: str
    borrower_id: str | None
    borrower_name: str | None
    language: Literal["en", "es"]
    waited_s: int
    agent: str | None
    preview: str


@dataclass(frozen=True)
class Found:
    """A row with what its reader may do. opens: whether they may look into the conversation."""

    handoff: Handoff
    row: BoardRow
    opens: bool


@dataclass(frozen=True)
class Wanted:
    """Which rows; None takes all."""

    state: State | None = None
    queue: str | None = None
    agent: str | None = None


async def listed(connection: Connection, memory: Memory, now: datetime, wanted: Wanted) -> list[BoardRow]:
    """What waits first, in the order in which it is taken; then what somebody has; then what is over, newest first."""
    values = {"state": wanted.state, "queue": wanted.queue, "agent": wanted.agent, "most": MOST}
    cursor = await connection.execute(_COLUMNS + handoffs.SELECT + _LISTED + _JOINED + _ORDERED, values)
    return [_found(row, memory, now).row for row in await cursor.fetchall()]


async def one(connection: Connection, memory: Memory, handoff_id: str, now: datetime) -> Found | None:
    """One hand-off; None where there is none of that id."""
    cursor = await connection.execute(
        _COLUMNS + handoffs.SELECT + "WHERE h.handoff_id::text = %s AND h.state <> 'merged'" + _JOINED,
        [handoff_id.lower()],
    )
    row = await cursor.fetchone()
    return _found(row, memory, now) if row else None


def _found(row: Mapping[str, Any], memory: Memory, now: datetime) -> Found:
    handoff = Handoff(**{field.name: row[field.name] for field in fields(Handoff)})
    borrower_id, name = _borrower(handoff, row, memory) if row["opens"] else (None, None)
    until = handoff.accepted_at or handoff.ended_at or now
    shown: dict[str, Any] = handoffs.shown(handoff, now).model_dump()
    board_row = BoardRow(
        **shown,
        thread_id=handoff.thread_id,
        borrower_id=borrower_id,
        borrower_name=name,
        language=handoff.language,
        waited_s=max(0, round((until - handoff.requested_at).total_seconds())),
        agent=handoff.agent,
        preview=_preview(handoff, row, memory) if row["opens"] else "",
    )
    return Found(handoff, board_row, bool(row["opens"]))


def _borrower(handoff: Handoff, row: Mapping[str, Any], memory: Memory) -> tuple[str | None, str | None]:
    """About whom the conversation is, and how whoever writes is called."""
    about: str | None = row["about"] or (None if handoff.subject.startswith("anon:") else handoff.subject)
    name: str | None = row["author_name"]
    try:
        if row["turn_id"]:
            name = memory.caller(Place(handoff.subject, handoff.thread_id, row["turn_id"]), row).name or name
        elif name is None and row["asked_by"]:
            where = handoffs.place(handoff.subject, handoff.thread_id, handoff.handoff_id)
            name = memory.keyring.unseal(bytes(row["asked_by"]), *where).decode()
    except SealBroken:
        _log.error("record_refused", thread_id=handoff.thread_id, turn_id=row["turn_id"])
    return about, name


def _preview(handoff: Handoff, row: Mapping[str, Any], memory: Memory) -> str:
    """The newest of what the borrower said to the assistant and to agents; empty where it does not unseal."""
    try:
        if row["message_id"] and row["told_seq"] > (row["said_seq"] or 0):
            where = messages.place(handoff.subject, handoff.thread_id, row["message_id"])
            words = memory.keyring.unseal(bytes(row["content"]), *where).decode()
        elif row["turn_id"]:
            words = memory.text(Place(handoff.subject, handoff.thread_id, row["turn_id"]), row)
        else:
            words = ""
    except SealBroken:
        _log.error("record_refused", thread_id=handoff.thread_id)
        return ""
    plain = " ".join(words.split())
    return plain if len(plain) <= _PREVIEW_CHARS else plain[: _PREVIEW_CHARS - 1].rstrip() + "…"
