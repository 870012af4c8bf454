"""Search in conversations. What was said is sealed, so it is opened here, newest conversations first, and forgotten.

How much one search looks at is bounded, and a cursor goes on where it stopped. Every search is on record.
"""

import asyncio
import base64
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg import AsyncConnection
from pydantic import BaseModel

from assistant import audit
from assistant.audit import Record
from assistant.audit_chain import Marker
from assistant.conversations import Row
from assistant.memory import Memory
from assistant.monitors import matching
from assistant.monitors.opening import Opened, of_conversations
from tools.caller import Caller

PAGE = 50
MOST_CONVERSATIONS = 2000
MOST_TURNS = 2000
"""What one search looks at, and what it opens, before it gives what it has and tells where to go on."""
_PAGE = """
SELECT t.thread_id::text, t.subject, t.about, t.created_at, said.turns, said.messages, said.outcomes,
    (SELECT h.reason FROM assistant.handoffs h WHERE h.thread_id = t.thread_id AND h.state <> 'merged'
     ORDER BY h.requested_at DESC LIMIT 1) AS handoff_reason,
    said.in_time AND (%(outcome)s::text IS NULL OR %(outcome)s = ANY(said.outcomes))
      AND (%(reason)s::text IS NULL OR EXISTS (
        SELECT 1 FROM assistant.handoffs r WHERE r.thread_id = t.thread_id AND r.reason = %(reason)s)) AS fits
FROM (
    SELECT thread_id, subject, about, created_at FROM assistant.threads
    WHERE (%(at)s::timestamptz IS NULL OR (created_at, thread_id) < (%(at)s, %(thread)s::uuid))
      AND (%(borrower)s::text IS NULL OR subject = %(borrower)s OR about = %(borrower)s)
    ORDER BY created_at DESC, thread_id DESC LIMIT %(page)s) t
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE is_turn) AS turns, count(*) FILTER (WHERE NOT is_turn) AS messages,
        coalesce(array_agg(DISTINCT outcome) FILTER (WHERE outcome IS NOT NULL), '{}') AS outcomes,
        bool_or((%(since)s::timestamptz IS NULL OR at >= %(since)s)
            AND (%(until)s::timestamptz IS NULL OR at < %(until)s)) AS in_time
    FROM (
        SELECT u.received_at AS at, u.outcome, true AS is_turn FROM assistant.turns u WHERE u.thread_id = t.thread_id
        UNION ALL
        SELECT m.sent_at, NULL, false FROM assistant.desk_messages m WHERE m.thread_id = t.thread_id) x) said
ORDER BY t.created_at DESC, t.thread_id DESC
"""
_Cursor = tuple[datetime, str]


class SearchRefused(ValueError):
    """The search cannot be made like this; the message says how."""


@dataclass(frozen=True)
class Query:
    """What is looked for. words: each has to stand in one message or its answer. borrower: an id, or part of a name.

    outcome: of a turn. reason: of a hand-off. since, until: when something was said, aware. before: a result's `next`.
    """

    words: str = ""
    borrower: str | None = None
    outcome: str | None = None
    reason: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    limit: int = 25
    before: str | None = None


class Found(BaseModel):
    """One conversation. snippet: the words that were looked for, with what stands around them."""

    thread_id: str
    borrower_id: str | None
    borrower_name: str | None
    started_at: datetime
    turns: int
    outcomes: list[str]
    handoff_reason: str | None
    snippet: str


class Results(BaseModel):
    """searched: conversations that were looked at. more: older ones are left; `next` goes on with them, as `before`."""

    conversations: list[Found]
    searched: int
    more: bool
    next: str | None


@dataclass(frozen=True)
class Search:
    """Over a connection of role assistant_desk, in a transaction of `caller`, who may search."""

    connection: AsyncConnection[Row]
    memory: Memory
    caller: Caller

    async def run(self, query: Query) -> Results:
        """The newest conversations that fit. Raises SearchRefused."""
        wanted = matching.words(query.words)
        borrower = query.borrower if await self._is_id(query.borrower) else None
        name = None if borrower else query.borrower
        found = Results(conversations=[], searched=0, more=True, next=query.before)
        opened = 0
        while found.more and len(found.conversations) < query.limit:
            if found.searched >= MOST_CONVERSATIONS or opened >= MOST_TURNS:
                break
            rows = await self._page(query, _cursor(found.next), borrower)
            fitting = [row for row in rows if row["fits"]]
            said = await of_conversations(self.connection, self.memory, fitting, whole=bool(wanted))
            opened += sum(len(one.texts) for one in said.values())
            hits = await asyncio.to_thread(_hits, fitting, said, wanted, matching.words(name or ""))
            _add(found, rows, hits, query.limit)
        await self._record(query, borrower, found)
        return found

    async def _page(self, query: Query, at: _Cursor | None, borrower: str | None) -> Sequence[Row]:
        """The next conversations, each with whether it fits all that is not sealed."""
        values = {"outcome": query.outcome, "reason": query.reason, "since": query.since, "until": query.until}
        place = {"at": at[0] if at else None, "thread": at[1] if at else None, "page": PAGE}
        cursor = await self.connection.execute(_PAGE, {**values, **place, "borrower": borrower})
        return await cursor.fetchall()

    async def _is_id(self, borrower: str | None) -> bool:
        """Whether it is the id of somebody who has conversations, or whom staff served in one."""
        cursor = await self.connection.execute(
            "SELECT 1 FROM assistant.threads WHERE subject = %(id)s OR about = %(id)s LIMIT 1", {"id": borrower}
        )
        return await cursor.fetchone() is not None

    async def _record(self, query: Query, borrower: str | None, found: Results) -> None:
        """Who searched, by what kinds of filters, and which conversations they were shown; the words as a mark."""
        ref = str(uuid.uuid4())
        body = {
            "event": "search",
            "role": self.caller.role,
            "words": Marker(self.memory.keyring, ref)(query.words) if query.words else None,
            "name": bool(query.borrower and not borrower),
            "outcome": query.outcome,
            "reason": query.reason,
            "searched": found.searched,
            "shown": [one.thread_id for one in found.conversations],
        }
        await audit.append(self.connection, Record("desk", self.caller.subject, borrower, ref, body))


def _hits(
    rows: Sequence[Row], said: Mapping[str, Opened], wanted: Sequence[str], name: Sequence[str]
) -> dict[str, Found]:
    """The conversations that fit what was sealed, by their ids."""
    hits: dict[str, Found] = {}
    for row in rows:
        opened = said[row["thread_id"]]
        entries = [text for text in opened.texts if matching.matches(text, wanted)]
        if (entries or not wanted) and matching.matches(opened.name or "", name):
            hits[row["thread_id"]] = _found(row, opened, matching.snippet(entries or opened.texts, wanted))
    return hits


def _found(row: Row, opened: Opened, snippet: str) -> Found:
    return Found(
        thread_id=row["thread_id"],
        borrower_id=opened.borrower_id,
        borrower_name=opened.name,
        started_at=row["created_at"],
        turns=row["turns"],
        outcomes=sorted(row["outcomes"]),
        handoff_reason=row["handoff_reason"],
        snippet=snippet,
    )


def _add(found: Results, rows: Sequence[Row], hits: Mapping[str, Found], limit: int) -> None:
    """Go on by a page, as far as `limit` conversations need it."""
    found.more = len(rows) == PAGE
    for number, row in enumerate(rows, 1):
        found.searched += 1
        found.next = _told(row["created_at"], row["thread_id"])
        if row["thread_id"] in hits:
            found.conversations.append(hits[row["thread_id"]])
        if len(found.conversations) == limit:
            found.more = found.more or number < len(rows)
            break
    if not found.more:
        found.next = None


def _told(at: datetime, thread_id: str) -> str:
    return base64.urlsafe_b64encode(f"{at.isoformat()}~{thread_id}".encode()).decode().rstrip("=")


def _cursor(before: str | None) -> _Cursor | None:
    """Raises SearchRefused."""
    if before is None:
        return None
    try:
        at, _, thread = base64.urlsafe_b64decode(before + "==").decode().partition("~")
        return datetime.fromisoformat(at), str(uuid.UUID(thread))
    except ValueError:
        raise SearchRefused("`before` is what an earlier search answered as `next`.") from None
