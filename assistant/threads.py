"""Threads and turns in PostgreSQL: a message is durable before any model runs, turns of a thread run one at a time.

Order across processes comes from the rows themselves: a turn may run when every earlier turn of its thread has ended.
What was said is sealed (memory.py). No connection is held while a turn runs.
"""

import asyncio
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import structlog
from psycopg import AsyncConnection

from assistant import handoff_store, places
from assistant.conversations import Also, Conversations, Pool, Row, check_thread, thread_uuid
from assistant.desk import floor
from assistant.errors import RunConflict, ThreadBusy
from assistant.memory import Memory, Place, Way
from assistant.outages import outlast, unless_cancelled
from assistant.places import Claim
from assistant.results import TurnRequest, TurnResult
from assistant.sealing import SealBroken
from tools.caller import Caller

Ended = Literal["finished", "stopped", "failed", "interrupted"]
_POLL_S = 0.05
_RETRY_S = 1.0
"""How long a message is tried to be stored where the database went away; then its sender is told."""
_OUTAGE_S = 20.0
"""How long the end of a turn waits for a database that is away."""
_log = structlog.get_logger("assistant")


@dataclass
class AcceptedTurn:
    """A message that is stored. `result` is there when this run id has already been answered.

    claim: this process's right to answer it; None while earlier turns are in the way. Set here once it is taken, so
    that whoever stops the turn ends it under the claim that it has by then.
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


@dataclass(frozen=True)
class Interrupted:
    """A turn whose process died, taken over. request: what was asked; its caller has no token.

    opens: False where its records did not unseal; what is asked is empty then, and it can only be ended.
    """

    request: TurnRequest
    accepted: AcceptedTurn
    claim: Claim
    received_at: datetime
    opens: bool


class Threads(Conversations):
    """Conversations and the turns in them.

    clock: aware UTC instants. lease_s: how long a turn is its process's own; who runs one renews it.
    """

    def __init__(
        self, pool: Pool, clock: Callable[[], datetime], memory: Memory, *, lease_s: float, history_turns: int
    ) -> None:
        super().__init__(pool, clock, memory)
        self._lease = timedelta(seconds=lease_s)
        self._history_turns = history_turns

    @property
    def lease_s(self) -> float:
        return self._lease.total_seconds()

    async def accept(self, request: TurnRequest) -> AcceptedTurn:
        """Store the message and, where no earlier turn is in the way, claim its place at once.

        Raises ThreadNotFound, RunConflict, SealBroken, and AgentSpeaks while a person has the floor.
        """
        turn_id, token = str(uuid.uuid4()), places.new_token()
        return await outlast(lambda: self._accept(request, turn_id, token), _RETRY_S)

    async def _accept(self, request: TurnRequest, turn_id: str, token: str) -> AcceptedTurn:
        """Tried again under the same turn id and token where the database went away while it was stored."""
        now, way = self._clock(), Way(channel=request.channel, language=request.language)
        async with self._as(request.caller.subject) as connection:
            await check_thread(connection, request.thread_id, lock=True)
            place = Place(request.caller.subject, str(thread_uuid(request.thread_id)), turn_id)
            cursor = await connection.execute(
                """INSERT INTO assistant.turns
                     (turn_id, thread_id, subject, run_id, user_text, caller, status, received_at, lease_until)
                   VALUES (%s, %s, %s, %s, %s, %s, 'waiting', %s, %s) ON CONFLICT (subject, run_id) DO NOTHING
                   RETURNING seq""",
                [
                    turn_id,
                    place.thread_id,
                    place.subject,
                    request.run_id,
                    self._memory.seal_text(place, request.text),
                    self._memory.seal_caller(place, request.caller, way),
                    now,
                    now + self._lease,
                ],
            )
            if row := await cursor.fetchone():
                await floor.for_a_turn(connection, place.thread_id, place.subject, request.run_id)
            elif (row := await self._kept(connection, turn_id)) is None:
                return await self._known(connection, request)
            claim = await places.claim(connection, turn_id, token, now, self._lease)
            history, texts = await self._history(connection, place, row["seq"])
        return AcceptedTurn(turn_id, row["seq"], claim, None, history, [*texts, request.text])

    async def wait_for_place(self, subject: str, turn_id: str, deadline_s: float) -> Claim | TurnResult:
        """Wait until every earlier turn of the thread has ended, and claim this one's place.

        The turn's result instead, where another process answered it meanwhile. Raises ThreadBusy after `deadline_s`.
        """
        try:
            async with asyncio.timeout(deadline_s):
                token = places.new_token()
                while True:
                    if taken := await outlast(lambda: self._try_place(subject, turn_id, token), _OUTAGE_S):
                        return taken
                    unless_cancelled()
                    await asyncio.sleep(_POLL_S)
        except TimeoutError as error:
            raise ThreadBusy("Earlier messages of this conversation are still being answered.") from error

    async def _try_place(self, subject: str, turn_id: str, token: str) -> Claim | TurnResult | None:
        now = self._clock()
        async with self._as(subject) as connection:
            if claim := await places.claim(connection, turn_id, token, now, self._lease):
                return claim
            await places.keep_waiting(connection, turn_id, now, self._lease)
            return await self._end_of(connection, subject, turn_id)

    async def history(self, subject: str, thread_id: str, seq: int) -> tuple[Sequence[TurnResult], Sequence[str]]:
        """Finished turns before `seq` (oldest first, bounded) and the words the caller said in them.

        Raises SealBroken.
        """
        async with self._as(subject) as connection:
            return await self._history(connection, Place(subject, str(thread_uuid(thread_id)), ""), seq)

    async def lapsed(self) -> list[Place]:
        """The turns of anybody whose process was not heard of in time, oldest first: where they are, nothing else."""
        async with self._pool.connection() as connection:
            cursor = await connection.execute(
                "SELECT subject, thread_id::text, turn_id::text FROM assistant.lapsed_turns(%s)", [self._clock()]
            )
            return [Place(**row) for row in await cursor.fetchall()]

    async def take_over(self, place: Place) -> Interrupted | None:
        """Claim a lapsed turn; None where earlier turns come first, or somebody has it."""
        now = self._clock()
        async with self._as(place.subject) as connection:
            claim = await places.claim(connection, place.turn_id, places.new_token(), now, self._lease)
            cursor = await connection.execute(
                "SELECT run_id, seq, received_at, user_text, caller FROM assistant.turns WHERE turn_id = %s",
                [place.turn_id],
            )
            row = await cursor.fetchone()
            if claim is None or row is None:
                return None
            try:
                way, text = self._memory.way(place, row), self._memory.text(place, row)
                caller = self._memory.caller(place, row)
                request = TurnRequest(caller, place.thread_id, row["run_id"], text, way.channel, way.language)
                history, texts = await self._history(connection, place, row["seq"])
            except SealBroken:
                _log.error("record_refused", thread_id=place.thread_id, turn_id=place.turn_id)
                nothing = TurnRequest(Caller(place.subject, "anonymous"), place.thread_id, row["run_id"], "")
                accepted = AcceptedTurn(place.turn_id, row["seq"], claim, None, (), ("",))
                return Interrupted(nothing, accepted, claim, row["received_at"], opens=False)
        accepted = AcceptedTurn(place.turn_id, row["seq"], claim, None, history, [*texts, request.text])
        return Interrupted(request, accepted, claim, row["received_at"], opens=True)

    async def renew(self, subject: str, turn_id: str, claim: Claim) -> bool:
        """Keep the place of a turn that runs; False where another process has it now."""
        async with self._as(subject) as connection:
            return await places.renew(connection, turn_id, claim.token, self._clock() + self._lease)

    async def finish(
        self,
        subject: str,
        result: TurnResult,
        status: Ended,
        also: Also | None = None,
        *,
        claim: Claim | None,
        language: str | None = "en",
    ) -> bool:
        """Store the turn's end, and the hand-off it asked for, in one transaction; an end that is stored stays.

        claim: what the turn was answered under; None for one that never got its place.
        language: in which its person is served; None for whoever waits for no person (staff).
        also: what else is kept with it (proposals, the audit record), in the same transaction; not run, and False
        given, where an end was stored before or another process has taken the turn over.
        """
        return await outlast(lambda: self._finish(subject, result, status, also, claim, language), _OUTAGE_S)

    async def _finish(
        self,
        subject: str,
        result: TurnResult,
        status: Ended,
        also: Also | None,
        claim: Claim | None,
        language: str | None,
    ) -> bool:
        now = self._clock()
        place = Place(subject, str(thread_uuid(result.thread_id)), result.turn_id)
        end = {
            "status": status,
            "outcome": result.outcome,
            "result": self._memory.seal_result(place, result),
            "finished_at": now,
        }
        async with self._as(subject) as connection:
            if not await places.release(connection, result.turn_id, claim.token if claim else None, end):
                return False
            if result.handoff and language:
                asked = handoff_store.Asked(place.thread_id, place.turn_id, subject, language, now)
                await handoff_store.store(connection, result.handoff, asked)
            if also is not None:
                await also(connection)
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

    async def _kept(self, connection: AsyncConnection[Row], turn_id: str) -> Row | None:
        """The turn, where a try before this one had stored it after all."""
        cursor = await connection.execute("SELECT seq FROM assistant.turns WHERE turn_id = %s", [turn_id])
        return await cursor.fetchone()

    async def _known(self, connection: AsyncConnection[Row], request: TurnRequest) -> AcceptedTurn:
        """The turn of a run id that came before; one that was interrupted is put back in its place."""
        cursor = await connection.execute(
            """SELECT turn_id::text, seq, thread_id::text, user_text, status, result FROM assistant.turns
               WHERE run_id = %s""",
            [request.run_id],
        )
        row = await cursor.fetchone()
        if row is None or row["thread_id"] != str(thread_uuid(request.thread_id)):
            raise RunConflict("This run id belongs to another message; send this one with a fresh run id.")
        place = Place(request.caller.subject, row["thread_id"], row["turn_id"])
        if self._memory.text(place, row) != request.text:
            raise RunConflict("This run id belongs to another message; send this one with a fresh run id.")
        again = await places.begin_again(connection, place.turn_id, self._clock(), self._lease)
        if again:
            await floor.for_a_turn(connection, place.thread_id, place.subject, request.run_id)
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
