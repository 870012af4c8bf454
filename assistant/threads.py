"""Threads and turns in PostgreSQL: a message is durable before any model runs, turns of a thread run one at a time.

Order across processes comes from the rows themselves: a turn may run when every earlier turn of its thread has ended.
What was said is sealed (memory.py). No connection is held while a turn runs.
"""

import asyncio
import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import structlog
from psycopg import AsyncConnection, sql
from psycopg_pool import AsyncConnectionPool

from assistant import handoff_store, places
from assistant.errors import RunConflict, ThreadBusy, ThreadNotFound
from assistant.memory import Memory, Place
from assistant.outages import outlast
from assistant.places import Claim
from assistant.results import TurnRequest, TurnResult
from assistant.sealing import SealBroken

Row = dict[str, Any]
Pool = AsyncConnectionPool[AsyncConnection[Row]]
Ended = Literal["finished", "stopped", "failed", "interrupted"]
Also = Callable[[AsyncConnection[Row]], Awaitable[None]]
_POLL_S = 0.05
_OUTAGE_S = 20.0
"""How long the end of a turn waits for a database that is away."""
_TITLE_CHARS = 120
_log = structlog.get_logger("assistant")


@dataclass(frozen=True)
class AcceptedTurn:
    """A message that is stored. `result` is there when this run id has already been answered.

    claim: this process's right to answer it; None while earlier turns are in the way.
    """

    turn_id: str
    seq: int
    claim: Claim | None
    result: TurnResult | None
    history: Sequence[TurnResult]
    texts: Sequence[str]

    @property
    def claimed(self) -> bool:
        return self.claim is not None


class Threads:
    """The store of one service. `clock` gives aware UTC instants; who runs a turn renews its lease of `lease_s`."""

    def __init__(
        self, pool: Pool, clock: Callable[[], datetime], memory: Memory, *, lease_s: float, history_turns: int
    ) -> None:
        self._pool = pool
        self._clock = clock
        self._memory = memory
        self._lease = timedelta(seconds=lease_s)
        self._history_turns = history_turns

    @property
    def lease_s(self) -> float:
        return self._lease.total_seconds()

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
        wanted = uuid.uuid4() if thread_id is None else _uuid(thread_id)
        async with self._as(subject) as connection:
            made = await connection.execute(
                """INSERT INTO assistant.threads (thread_id, subject, created_at, about) VALUES (%s, %s, %s, %s)
                   ON CONFLICT DO NOTHING""",
                [wanted, subject, self._clock(), about],
            )
            await _check_thread(connection, str(wanted))
            if made.rowcount and also is not None:
                await also(connection)
        return str(wanted)

    async def about(self, subject: str, thread_id: str) -> str | None:
        """The borrower whom the thread serves; None where it serves nobody. Raises ThreadNotFound."""
        async with self._as(subject) as connection:
            await _check_thread(connection, thread_id)
            cursor = await connection.execute(
                "SELECT about FROM assistant.threads WHERE thread_id = %s", [_uuid(thread_id)]
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

    async def turns(self, subject: str, thread_id: str) -> list[Row]:
        """The thread's turns in order, opened. Raises ThreadNotFound, SealBroken."""
        async with self._as(subject) as connection:
            await _check_thread(connection, thread_id)
            cursor = await connection.execute(
                """SELECT turn_id::text, seq AS "order", run_id, status, user_text, received_at, result
                   FROM assistant.turns WHERE thread_id = %s ORDER BY seq""",
                [thread_id],
            )
            rows = await cursor.fetchall()
        places_ = [Place(subject, str(_uuid(thread_id)), row["turn_id"]) for row in rows]
        return [
            {**row, "user_text": self._memory.text(place, row), "result": self._plain_result(place, row)}
            for place, row in zip(places_, rows, strict=True)
        ]

    def _plain_result(self, place: Place, row: Row) -> Row | None:
        result = self._memory.result(place, row)
        return result.model_dump(mode="json") if result else None

    async def accept(self, request: TurnRequest) -> AcceptedTurn:
        """Store the message and, where no earlier turn is in the way, claim its place at once.

        Raises ThreadNotFound, RunConflict, SealBroken.
        """
        now = self._clock()
        turn_id = str(uuid.uuid4())
        async with self._as(request.caller.subject) as connection:
            await _check_thread(connection, request.thread_id, lock=True)
            place = Place(request.caller.subject, str(_uuid(request.thread_id)), turn_id)
            cursor = await connection.execute(
                """INSERT INTO assistant.turns
                     (turn_id, thread_id, subject, run_id, user_text, caller, status, received_at, lease_until)
                   VALUES (%s, %s, %s, %s, %s, %s, 'waiting', %s, %s)
                   ON CONFLICT (subject, run_id) DO NOTHING RETURNING seq""",
                [
                    turn_id,
                    place.thread_id,
                    place.subject,
                    request.run_id,
                    self._memory.seal_text(place, request.text),
                    self._memory.seal_caller(place, request.caller),
                    now,
                    now + self._lease,
                ],
            )
            row = await cursor.fetchone()
            if row is None:
                return await self._known(connection, request)
            claim = await places.claim(connection, turn_id, now, self._lease)
            history, texts = await self._history(connection, place, row["seq"])
        return AcceptedTurn(turn_id, row["seq"], claim, None, history, [*texts, request.text])

    async def wait_for_place(self, subject: str, turn_id: str, deadline_s: float) -> Claim | TurnResult:
        """Wait until every earlier turn of the thread has ended, and claim this one's place.

        The turn's result instead, where another process answered it meanwhile. Raises ThreadBusy after `deadline_s`.
        """
        try:
            async with asyncio.timeout(deadline_s):
                while True:
                    if taken := await outlast(lambda: self._try_place(subject, turn_id), _OUTAGE_S):
                        return taken
                    await asyncio.sleep(_POLL_S)
        except TimeoutError as error:
            raise ThreadBusy("Earlier messages of this conversation are still being answered.") from error

    async def _try_place(self, subject: str, turn_id: str) -> Claim | TurnResult | None:
        now = self._clock()
        async with self._as(subject) as connection:
            if claim := await places.claim(connection, turn_id, now, self._lease):
                return claim
            await places.keep_waiting(connection, turn_id, now, self._lease)
            return await self._end_of(connection, subject, turn_id)

    async def history(self, subject: str, thread_id: str, seq: int) -> tuple[Sequence[TurnResult], Sequence[str]]:
        """Finished turns before `seq` (oldest first, bounded) and the words the caller said in them.

        Raises SealBroken.
        """
        async with self._as(subject) as connection:
            return await self._history(connection, Place(subject, str(_uuid(thread_id)), ""), seq)

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
        return {**row, "result": self._plain_result(Place(subject, row["thread_id"], row["turn_id"]), row)}

    async def renew(self, subject: str, turn_id: str, claim: Claim) -> bool:
        """Keep the place of a turn that runs; False where another process has it now."""
        async with self._as(subject) as connection:
            return await places.renew(connection, turn_id, claim.token, self._clock() + self._lease)

    async def finish(
        self, subject: str, result: TurnResult, status: Ended, also: Also | None = None, *, claim: Claim | None
    ) -> bool:
        """Store the turn's end, and the hand-off it asked for, in one transaction; an end that is stored stays.

        claim: what the turn was answered under; None for one that never got its place.
        also: what else is kept with it (proposals, the audit record), in the same transaction; not run, and False
        given, where an end was stored before or another process has taken the turn over.
        """
        return await outlast(lambda: self._finish(subject, result, status, also, claim), _OUTAGE_S)

    async def _finish(
        self, subject: str, result: TurnResult, status: Ended, also: Also | None, claim: Claim | None
    ) -> bool:
        now = self._clock()
        place = Place(subject, str(_uuid(result.thread_id)), result.turn_id)
        end = {
            "status": status,
            "outcome": result.outcome,
            "result": self._memory.seal_result(place, result),
            "finished_at": now,
        }
        async with self._as(subject) as connection:
            if not await places.release(connection, result.turn_id, claim.token if claim else None, end):
                return False
            if also is not None:
                await also(connection)
            if result.handoff:
                await handoff_store.store(connection, place, result.handoff, now)
        return True

    async def ended(self, subject: str, turn_id: str) -> TurnResult | None:
        """The stored end of a turn, if it has one. Raises SealBroken."""
        async with self._as(subject) as connection:
            return await self._end_of(connection, subject, turn_id)

    async def _end_of(self, connection: AsyncConnection[Row], subject: str, turn_id: str) -> TurnResult | None:
        cursor = await connection.execute(
            "SELECT thread_id::text, status, result FROM assistant.turns WHERE turn_id = %s", [turn_id]
        )
        row = await cursor.fetchone()
        return self._memory.result(Place(subject, row["thread_id"], turn_id), row) if row else None

    async def _known(self, connection: AsyncConnection[Row], request: TurnRequest) -> AcceptedTurn:
        """The turn of a run id that came before; one that was interrupted is put back in its place."""
        cursor = await connection.execute(
            """SELECT turn_id::text, seq, thread_id::text, user_text, status, result FROM assistant.turns
               WHERE run_id = %s""",
            [request.run_id],
        )
        row = await cursor.fetchone()
        if row is None or row["thread_id"] != str(_uuid(request.thread_id)):
            raise RunConflict("This run id belongs to another message; send this one with a fresh run id.")
        place = Place(request.caller.subject, row["thread_id"], row["turn_id"])
        if self._memory.text(place, row) != request.text:
            raise RunConflict("This run id belongs to another message; send this one with a fresh run id.")
        again = await places.begin_again(connection, place.turn_id, self._clock(), self._lease)
        result = None if again else self._memory.result(place, row)
        return AcceptedTurn(place.turn_id, row["seq"], None, result, (), (request.text,))

    async def _history(
        self, connection: AsyncConnection[Row], place: Place, seq: int
    ) -> tuple[Sequence[TurnResult], Sequence[str]]:
        cursor = await connection.execute(
            """SELECT turn_id::text, status, user_text, result FROM assistant.turns
               WHERE thread_id = %s AND seq < %s AND status = 'finished' ORDER BY seq DESC LIMIT %s""",
            [place.thread_id, seq, self._history_turns],
        )
        results, texts = list[TurnResult](), list[str]()
        for row in reversed(await cursor.fetchall()):
            earlier = Place(place.subject, place.thread_id, row["turn_id"])
            texts.append(self._memory.text(earlier, row))
            if result := self._memory.result(earlier, row):
                results.append(result)
        return results, texts


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
