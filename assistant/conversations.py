"""Conversations in PostgreSQL: whose they are, whom they serve, and what was said in them, opened for their owner."""

import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import structlog
from psycopg import AsyncConnection, sql
from psycopg_pool import AsyncConnectionPool

from assistant.errors import ThreadNotFound
from assistant.memory import Memory, Place
from assistant.sealing import SealBroken

Row = dict[str, Any]
Pool = AsyncConnectionPool[AsyncConnection[Row]]
Also = Callable[[AsyncConnection[Row]], Awaitable[None]]
_TITLE_CHARS = 120
JUST = timedelta(seconds=30)
"""What changed so lately is told again to who asks for what came after: ends come later than their turn's number."""
_log = structlog.get_logger("assistant")


class Conversations:
    """The threads of everybody, each seen by its own subject only."""

    def __init__(self, pool: Pool, clock: Callable[[], datetime], memory: Memory) -> None:
        self._pool = pool
        self._clock = clock
        self._memory = memory

    @asynccontextmanager
    async def _as(self, subject: str) -> AsyncGenerator[AsyncConnection[Row]]:
        """A transaction that sees this subject's rows only."""
        async with self._pool.connection() as connection, connection.transaction():
            await connection.execute("SELECT set_config('assistant.subject', %s, true)", [subject])
            yield connection

    async def create(
        self, subject: str, thread_id: str | None = None, about: str | None = None, also: Also | None = None
    ) -> str:
        """A thread of the subject's own. A client's UUID is taken where it is new, checked where it is known.

        about: the borrower whom it serves, for as long as it is there. also: what is kept with a new one, in the same
        transaction. Raises ThreadNotFound for somebody else's thread, and for what is no UUID.
        """
        wanted = uuid.uuid4() if thread_id is None else thread_uuid(thread_id)
        async with self._as(subject) as connection:
            made = await connection.execute(
                """INSERT INTO assistant.threads (thread_id, subject, created_at, about) VALUES (%s, %s, %s, %s)
                   ON CONFLICT DO NOTHING""",
                [wanted, subject, self._clock(), about],
            )
            await check_thread(connection, str(wanted))
            if made.rowcount and also is not None:
                await also(connection)
        return str(wanted)

    async def about(self, subject: str, thread_id: str) -> str | None:
        """The borrower whom the thread serves; None where it serves nobody. Raises ThreadNotFound."""
        async with self._as(subject) as connection:
            await check_thread(connection, thread_id)
            cursor = await connection.execute(
                "SELECT about FROM assistant.threads WHERE thread_id = %s", [thread_uuid(thread_id)]
            )
            row = await cursor.fetchone()
        return row["about"] if row else None

    async def listed(self, subject: str, limit: int = 50) -> list[Row]:
        """The subject's threads, newest first, with the first message as title (None where it does not unseal)."""
        async with self._as(subject) as connection:
            cursor = await connection.execute(
                """SELECT t.thread_id::text, t.created_at, first.turn_id::text, first.user_text,
                          (SELECT count(*) FROM assistant.turns u WHERE u.thread_id = t.thread_id) AS turns
                   FROM assistant.threads t LEFT JOIN LATERAL (
                     SELECT turn_id, user_text FROM assistant.turns u WHERE u.thread_id = t.thread_id
                     ORDER BY seq LIMIT 1) first ON true
                   ORDER BY t.created_at DESC LIMIT %s""",
                [limit],
            )
            rows = await cursor.fetchall()
        return [
            {name: row[name] for name in ("thread_id", "created_at", "turns")} | {"title": self._title(subject, row)}
            for row in rows
        ]

    def _title(self, subject: str, row: Row) -> str | None:
        if row["turn_id"] is None:
            return None
        try:
            return self._memory.text(Place(subject, row["thread_id"], row["turn_id"]), row)[:_TITLE_CHARS]
        except SealBroken:
            _log.error("record_refused", thread_id=row["thread_id"], turn_id=row["turn_id"])
            return None

    async def turns(self, subject: str, thread_id: str, after: int = 0) -> list[Row]:
        """The thread's turns in order, opened; those with a larger order than `after`, and those that just ended.

        Raises ThreadNotFound, SealBroken.
        """
        async with self._as(subject) as connection:
            await check_thread(connection, thread_id)
            return await opened(connection, self._memory, subject, thread_id, after, self._clock() - JUST)

    async def stored(self, subject: str, run_id: str) -> Row | None:
        """The turn of a run id, for replay: its ids, status and result. Raises SealBroken."""
        async with self._as(subject) as connection:
            cursor = await connection.execute(
                "SELECT turn_id::text, thread_id::text, status, result FROM assistant.turns WHERE run_id = %s",
                [run_id],
            )
            row = await cursor.fetchone()
        if row is None:
            return None
        return {**row, "result": _plain_result(self._memory, Place(subject, row["thread_id"], row["turn_id"]), row)}


async def opened(
    connection: AsyncConnection[Row], memory: Memory, subject: str, thread_id: str, after: int, since: datetime
) -> list[Row]:
    """The turns of `subject`'s thread after `after`, and those that ended since, opened.

    Raises SealBroken.
    """
    cursor = await connection.execute(
        """SELECT turn_id::text, seq AS "order", run_id, status, user_text, received_at, finished_at, result
           FROM assistant.turns WHERE thread_id = %s AND (seq > %s OR finished_at > %s) ORDER BY seq""",
        [thread_id, after, since],
    )
    rows = await cursor.fetchall()
    kept_at = [Place(subject, str(thread_uuid(thread_id)), row["turn_id"]) for row in rows]
    return [
        {**row, "user_text": memory.text(place, row), "result": _plain_result(memory, place, row)}
        for place, row in zip(kept_at, rows, strict=True)
    ]


def _plain_result(memory: Memory, place: Place, row: Row) -> Row | None:
    result = memory.result(place, row)
    return result.model_dump(mode="json") if result else None


async def check_thread(connection: AsyncConnection[Row], thread_id: str, *, lock: bool = False) -> None:
    """Raises ThreadNotFound. `lock` holds the thread until the transaction ends, so that its turns get their numbers
    in the order in which they become visible."""
    hold = "pg_advisory_xact_lock(hashtextextended(thread_id::text, 0))" if lock else "1"
    cursor = await connection.execute(
        sql.SQL("SELECT {} FROM assistant.threads WHERE thread_id = %s").format(sql.SQL(hold)), [thread_uuid(thread_id)]
    )
    if await cursor.fetchone() is None:
        raise ThreadNotFound(f"There is no thread {thread_id!r} of yours.")


def thread_uuid(thread_id: str) -> uuid.UUID:
    """The id as a UUID. Raises ThreadNotFound for what is none."""
    try:
        return uuid.UUID(thread_id)
    except ValueError:
        raise ThreadNotFound("There is no such thread of yours; thread ids are UUIDs.") from None
