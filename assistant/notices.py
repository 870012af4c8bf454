"""Notices: messages in a thread that no turn made. Kept as facts, put into words when they are read."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, LiteralString

from psycopg import AsyncConnection
from pydantic import BaseModel

from assistant.desk import words
from assistant.sealing import Keyring
from assistant.wording import Wording

Kind = Literal[
    "receipt",
    "refused",
    "approved",
    "rejected",
    "expired",
    "correction",
    "taken_over",
    "handed_back",
    "transferred",
    "left_waiting",
]
_SELECT: LiteralString = """
    SELECT notice_id::text, seq, thread_id::text, subject, kind, proposal_id::text, turn_id::text, language, content,
           created_at FROM assistant.notices
"""
# A notice takes its number a moment before others can see it, and what has a larger one may have been read by then.
_AFTER: LiteralString = """WHERE thread_id = %s AND (seq > %s OR created_at > clock_timestamp() - interval '30 s')
    ORDER BY seq"""


@dataclass(frozen=True)
class Notice:
    """What happened. subject: whose thread it is; content: JSON facts for the phrasing `notice.<kind>`.

    order, notice_id and created_at are given when it is kept; order goes on from the turns' own numbers, so that
    a client can put turns and notices in one row.
    """

    thread_id: str
    subject: str
    kind: Kind
    content: Mapping[str, Any]
    proposal_id: str | None = None
    turn_id: str | None = None
    language: str = "en"
    notice_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    order: int = 0
    created_at: datetime | None = None


class NoticeView(BaseModel):
    """A notice as people and programs see it. order: goes on from the turns' own `order`."""

    notice_id: str
    thread_id: str
    order: int
    kind: Kind
    proposal_id: str | None
    turn_id: str | None
    words: str
    created_at: datetime | None


def shown(notice: Notice, wording: Wording) -> NoticeView:
    """The notice in the words of its phrasing."""
    return NoticeView(
        notice_id=notice.notice_id,
        thread_id=notice.thread_id,
        order=notice.order,
        kind=notice.kind,
        proposal_id=notice.proposal_id,
        turn_id=notice.turn_id,
        words=_words(notice, wording),
        created_at=notice.created_at,
    )


def _words(notice: Notice, wording: Wording) -> str:
    match notice.kind:
        case "taken_over" | "handed_back" | "transferred" | "left_waiting" as kind:
            return words.notice(kind, notice.language, notice.content)
        case kind:
            return wording.say(f"notice.{kind}", notice.language, **notice.content)


async def post(connection: AsyncConnection[Any], notice: Notice, keyring: Keyring) -> None:
    """Keep it, inside the caller's transaction. A second one of a kind on one proposal is not kept."""
    plain = json.dumps(dict(notice.content), sort_keys=True).encode()
    sealed = keyring.seal(plain, notice.subject, notice.thread_id, notice.notice_id, "notice")
    await connection.execute(
        """INSERT INTO assistant.notices
             (notice_id, thread_id, subject, kind, proposal_id, turn_id, language, content)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING""",
        [
            notice.notice_id,
            notice.thread_id,
            notice.subject,
            notice.kind,
            notice.proposal_id,
            notice.turn_id,
            notice.language,
            sealed,
        ],
    )


async def of_thread(connection: AsyncConnection[Any], thread_id: str, keyring: Keyring, after: int = 0) -> list[Notice]:
    """The thread's notices after `after`, and the newest again, in order, as the connection may see them.

    Raises SealBroken.
    """
    cursor = await connection.execute(_SELECT + _AFTER, [thread_id, after])
    return _opened(await cursor.fetchall(), keyring)


async def corrections(connection: AsyncConnection[Any], keyring: Keyring, limit: int = 50) -> list[Notice]:
    """What was put right for the connection's subject, newest first. Raises SealBroken."""
    cursor = await connection.execute(_SELECT + "WHERE kind = 'correction' ORDER BY seq DESC LIMIT %s", [limit])
    return _opened(await cursor.fetchall(), keyring)


def _opened(rows: Sequence[dict[str, Any]], keyring: Keyring) -> list[Notice]:
    return [_notice(row, keyring) for row in rows]


def _notice(row: dict[str, Any], keyring: Keyring) -> Notice:
    plain = keyring.unseal(bytes(row["content"]), row["subject"], row["thread_id"], row["notice_id"], "notice")
    return Notice(
        thread_id=row["thread_id"],
        subject=row["subject"],
        kind=row["kind"],
        content=json.loads(plain),
        proposal_id=row["proposal_id"],
        turn_id=row["turn_id"],
        language=row["language"],
        notice_id=row["notice_id"],
        order=row["seq"],
        created_at=row["created_at"],
    )
