"""Threads and turns in PostgreSQL: a message is durable before any model runs, turns of a thread run one at a time.

Order across processes comes from the rows themselves: a turn may run when no earlier turn of its thread is unfinished
under a live lease. No connection is held while a turn runs.
"""

import asyncio
import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from psycopg import AsyncConnection, sql
from psycopg.types.json import Jsonb
from psycopg_pool import AsyncConnectionPool

from assistant.errors import RunConflict, ThreadBusy, ThreadNotFound
from assistant.results import TurnRequest, TurnResult

Row = dict[str, Any]
Pool = AsyncConnectionPool[AsyncConnection[Row]]
Ended = Literal["finished", "stopped", "failed"]
Also = Callable[[AsyncConnection[Row]], Awaitable[None]]
_POLL_S = 0.05


@dataclass(frozen=True)
class AcceptedTurn:
    """A message that is stored. `result` is there when this run id has already been answered."""

    turn_id: str
    seq: int
    claimed: bool
    result: TurnResult | None
    history: Sequence[TurnResult]
    texts: Sequence[str]


class Threads:
    """The store of one service. `clock` gives aware UTC instants; `lease_s` outlives the longest turn."""

    def __init__(self, pool: Pool, clock: Callable[[], datetime], *, lease_s: float, history_turns: int) -> None:
        self._pool = pool
        self._clock = clock
        self._lease = timedelta(seconds=lease_s)
        self._history_turns = history_turns

    @asynccontextmanager
    async def _as(self, subject: str) -> AsyncGenerator[AsyncConnection[Row]]:
        """A transaction that sees this subject's rows only."""
        async with self._pool.connection() as connection, connection.transaction():
            await connection.execute("SELECT set_config('assistant.subject', %s, true)", [subject])
            yield connection

    async def create(self, subject: str, thread_id: str | None = None) -> str:
        """A thread of the subject's own. A client's UUID is taken where it is new, checked where it is known.

        Raises ThreadNotFound for somebody else's thread, and for what is no UUID.
        """
        wanted = uuid.uuid4() if thread_id is None else _uuid(thread_id)
        async with self._as(subject) as connection:
            await connection.execute(
                """INSERT INTO assistant.threads (thread_id, subject, created_at) VALUES (%s, %s, %s)
                   ON CONFLICT DO NOTHING""",
                [wanted, subject, self._clock()],
            )
            await _check_thread(connection, str(wanted))
        return str(wanted)

    async def listed(self, subject: str, limit: int = 50) -> list[Row]:
        """The subject's threads, newest first, with the first message as title."""
        async with self._as(subject) as connection:
            cursor = await connection.execute(
                """SELECT t.thread_id::text, t.created_at, count(u.turn_id) AS turns,
                          (array_agg(left(u.user_text, 120) ORDER BY u.seq))[1] AS title
                   FROM assistant.threads t LEFT JOIN assistant.turns u USING (thread_id)
                   GROUP BY t.thread_id ORDER BY t.created_at DESC LIMIT %s""",
                [limit],
            )
            return await cursor.fetchall()

    async def turns(self, subject: str, thread_id: str) -> list[Row]:
        """The thread's turns in order. Raises ThreadNotFound."""
        async with self._as(subject) as connection:
            await _check_thread(connection, thread_id)
            cursor = await connection.execute(
                """SELECT turn_id::text, run_id, status, user_text, received_at, result FROM assistant.turns
                   WHERE thread_id = %s ORDER BY seq""",
                [thread_id],
            )
            return await cursor.fetchall()

    async def accept(self, request: TurnRequest) -> AcceptedTurn:
        """Store the message and, where no earlier turn is in the way, claim its place at once.

        Raises ThreadNotFound, RunConflict.
        """
        now = self._clock()
        subject = request.caller.subject
        async with self._as(subject) as connection:
            await _check_thread(connection, request.thread_id, lock=True)
            cursor = await connection.execute(
                """INSERT INTO assistant.turns
                     (turn_id, thread_id, subject, run_id, user_text, status, received_at, lease_until)
                   VALUES (%s, %s, %s, %s, %s, 'waiting', %s, %s)
                   ON CONFLICT (subject, run_id) DO NOTHING RETURNING turn_id::text, seq""",
                [uuid.uuid4(), request.thread_id, subject, request.run_id, request.text, now, now + self._lease],
            )
            row = await cursor.fetchone()
            if row is None:
                return await self._known(connection, request)
            claimed = await self._claim(connection, row["turn_id"])
            history, texts = await self._history(connection, request.thread_id, row["seq"])
        return AcceptedTurn(row["turn_id"], row["seq"], claimed, None, history, [*texts, request.text])

    async def wait_for_place(self, subject: str, turn_id: str, deadline_s: float) -> TurnResult | None:
        """Wait until every earlier turn of the thread has ended, and claim this one's place.

        The turn's result instead, where another process answered it meanwhile. Raises ThreadBusy after `deadline_s`.
        """
        try:
            async with asyncio.timeout(deadline_s):
                while True:
                    async with self._as(subject) as connection:
                        if await self._claim(connection, turn_id):
                            return None
                        if ended := await self._still_waiting(connection, turn_id):
                            return ended
                    await asyncio.sleep(_POLL_S)
        except TimeoutError as error:
            raise ThreadBusy("Earlier messages of this conversation are still being answered.") from error

    async def history(self, subject: str, thread_id: str, seq: int) -> tuple[Sequence[TurnResult], Sequence[str]]:
        """Finished turns before `seq` (oldest first, bounded) and the words the caller said in them."""
        async with self._as(subject) as connection:
            return await self._history(connection, thread_id, seq)

    async def stored(self, subject: str, run_id: str) -> Row | None:
        """The turn of a run id, for replay."""
        async with self._as(subject) as connection:
            cursor = await connection.execute(
                "SELECT turn_id::text, thread_id::text, status, result FROM assistant.turns WHERE run_id = %s",
                [run_id],
            )
            return await cursor.fetchone()

    async def finish(self, subject: str, result: TurnResult, status: Ended, also: Also | None = None) -> None:
        """Store the turn's end, and the hand-off it asked for, in one transaction; an end that is stored stays.

        also: what else is kept with it (proposals, the audit record), in the same transaction; not run where an end
        was stored before.
        """
        now = self._clock()
        async with self._as(subject) as connection:
            cursor = await connection.execute(
                """UPDATE assistant.turns SET status = %s, outcome = %s, result = %s, finished_at = %s
                   WHERE turn_id = %s AND status IN ('waiting', 'running')""",
                [status, result.outcome, Jsonb(result.model_dump(mode="json")), now, result.turn_id],
            )
            if cursor.rowcount == 0:
                return
            if also is not None:
                await also(connection)
            if result.handoff:
                await connection.execute(
                    """INSERT INTO assistant.handoffs
                         (handoff_id, thread_id, turn_id, subject, reason, queue, urgent, requested_at)
                       VALUES (%s, %s, %s, %s, %s, %s, %s, %s)""",
                    [
                        result.handoff.handoff_id,
                        result.thread_id,
                        result.turn_id,
                        subject,
                        result.handoff.reason,
                        result.handoff.queue,
                        result.handoff.urgent,
                        now,
                    ],
                )

    async def _claim(self, connection: AsyncConnection[Row], turn_id: str) -> bool:
        now = self._clock()
        cursor = await connection.execute(
            """UPDATE assistant.turns AS mine SET status = 'running', lease_until = %s
               WHERE turn_id = %s AND (status = 'waiting' OR status = 'running' AND lease_until <= %s)
                 AND NOT EXISTS (
                 SELECT 1 FROM assistant.turns AS earlier
                 WHERE earlier.thread_id = mine.thread_id AND earlier.seq < mine.seq
                   AND earlier.status IN ('waiting', 'running') AND earlier.lease_until > %s)""",
            [now + self._lease, turn_id, now, now],
        )
        return cursor.rowcount == 1

    async def _still_waiting(self, connection: AsyncConnection[Row], turn_id: str) -> TurnResult | None:
        """The turn's end if another process stored it; else its place is kept by renewing its lease in good time."""
        now = self._clock()
        cursor = await connection.execute(
            """UPDATE assistant.turns SET lease_until = %s
               WHERE turn_id = %s AND status = 'waiting' AND lease_until < %s""",
            [now + self._lease, turn_id, now + self._lease / 2],
        )
        if cursor.rowcount:
            return None
        cursor = await connection.execute("SELECT result FROM assistant.turns WHERE turn_id = %s", [turn_id])
        row = await cursor.fetchone()
        return TurnResult.model_validate(row["result"]) if row and row["result"] else None

    async def _known(self, connection: AsyncConnection[Row], request: TurnRequest) -> AcceptedTurn:
        cursor = await connection.execute(
            """SELECT turn_id::text, seq, thread_id::text, user_text, result FROM assistant.turns
               WHERE run_id = %s""",
            [request.run_id],
        )
        row = await cursor.fetchone()
        if row is None or row["thread_id"] != str(_uuid(request.thread_id)) or row["user_text"] != request.text:
            raise RunConflict("This run id belongs to another message; send this one with a fresh run id.")
        result = TurnResult.model_validate(row["result"]) if row["result"] else None
        return AcceptedTurn(row["turn_id"], row["seq"], False, result, (), (request.text,))

    async def _history(
        self, connection: AsyncConnection[Row], thread_id: str, seq: int
    ) -> tuple[Sequence[TurnResult], Sequence[str]]:
        cursor = await connection.execute(
            """SELECT user_text, result FROM assistant.turns
               WHERE thread_id = %s AND seq < %s AND status = 'finished' ORDER BY seq DESC LIMIT %s""",
            [thread_id, seq, self._history_turns],
        )
        rows = list(reversed(await cursor.fetchall()))
        return [TurnResult.model_validate(row["result"]) for row in rows], [row["user_text"] for row in rows]


async def _check_thread(connection: AsyncConnection[Row], thread_id: str, *, lock: bool = False) -> None:
    """Raises ThreadNotFound. `lock` holds the thread until the transaction ends, so that its turns get their numbers
    in the order in which they become visible."""
    hold = "pg_advisory_xact_lock(hashtextextended(thread_id::text, 0))" if lock else "1"
    cursor = await connection.execute(
        sql.SQL("SELECT {} FROM assistant.threads WHERE thread_id = %s").format(sql.SQL(hold)), [_uuid(thread_id)]
    )
    if await cursor.fetchone() is None:
        raise ThreadNotFound(f"There is no thread {thread_id!r} of yours.")


def _uuid(thread_id: str) -> uuid.UUID:
    try:
        return uuid.UUID(thread_id)
    except ValueError:
        raise ThreadNotFound(f"There is no thread {thread_id!r} of yours; thread ids are UUIDs.") from None
