"""What the person of a conversation does with the desk: ask for somebody, see how it stands, speak with the agent."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection

from assistant import audit, handoff, handoff_store
from assistant.audit import Record
from assistant.conversations import Conversations, Pool, Row, check_thread, thread_uuid
from assistant.desk import absence, floor, handoffs, messages, standing
from assistant.desk.errors import AssistantSpeaks, HandoffNotFound, HandoffTaken
from assistant.desk.handoffs import Handoff, HandoffState
from assistant.desk.messages import DeskMessage, Said
from assistant.desk.standing import Standing
from assistant.errors import RunConflict
from assistant.memory import Memory, Place
from assistant.proposals.errors import NotPermitted
from assistant.sealing import SealBroken
from assistant.webhooks import outbox
from tools.caller import Caller

REASON = "asked_for_person"
_TEXTS = 3
"""How many of the newest messages tell in which language somebody is served."""


class Reception(Conversations):
    """Over the service's own role: everybody sees and does this in their own threads alone.

    rules: prompts/handoffs.yaml. language_of: of texts, as the assistant judges it.
    """

    def __init__(
        self,
        pool: Pool,
        clock: Callable[[], datetime],
        memory: Memory,
        rules: Mapping[str, Mapping[str, Any]],
        language_of: Callable[[Sequence[str]], str],
    ) -> None:
        super().__init__(pool, clock, memory)
        self._rules = rules
        self._language_of = language_of

    async def standing(self, caller: Caller, thread_id: str) -> Standing:
        """Raises ThreadNotFound."""
        async with self._as(caller.subject) as connection:
            await check_thread(connection, thread_id)
            thread, now = str(thread_uuid(thread_id)), self._clock()
            stands, found = await standing.read(connection, thread, now)
            if absence.is_unheard(found, now) and await self._released(connection, caller, thread):
                stands = (await standing.read(connection, thread, now))[0]
            return stands

    async def agent_left(self, caller: Caller, thread_id: str) -> bool:
        """Put the conversation back in the queue where its agent left who should answer what is said now.

        Raises ThreadNotFound.
        """
        async with self._as(caller.subject) as connection:
            await check_thread(connection, thread_id)
            return await self._released(connection, caller, str(thread_uuid(thread_id)), speaks=True)

    async def messages(self, caller: Caller, thread_id: str, after: int = 0) -> list[DeskMessage]:
        """What was said between the borrower and agents, in order. Raises ThreadNotFound, SealBroken."""
        async with self._as(caller.subject) as connection:
            await check_thread(connection, thread_id)
            return await messages.of_thread(connection, self._memory.keyring, str(thread_uuid(thread_id)), after)

    async def ask(self, caller: Caller, thread_id: str, language: str | None = None) -> HandoffState:
        """Queue the conversation for a person, whatever a model thinks of it; the open hand-off where there is one.

        language: of the person; None takes that of what they said. Raises ThreadNotFound, NotPermitted for staff.
        """
        if caller.is_staff:
            raise NotPermitted("Staff take conversations over; they do not wait for a person themselves.")
        async with self._as(caller.subject) as connection:
            await check_thread(connection, thread_id, lock=True)
            thread = str(thread_uuid(thread_id))
            await self._released(connection, caller, thread)
            found = await handoffs.newest(connection, thread)
            if found is None or not found.is_open:
                spoken = language or await self._language(connection, caller.subject, thread)
                made = handoff.from_rule(REASON, self._rules[REASON])
                name = self._sealed_name(caller, thread, made.handoff_id)
                asked = handoff_store.Asked(thread, None, caller.subject, spoken, self._clock(), name)
                await handoff_store.store(connection, made, asked)
                found = await handoffs.newest(connection, thread)
                await self._record(connection, caller, made.handoff_id, "request")
        return self._shown(found)

    async def withdraw(self, caller: Caller, thread_id: str) -> HandoffState:
        """Leave the queue; one that was withdrawn stays so.

        Raises ThreadNotFound, HandoffNotFound where none waits, HandoffTaken where a person is there already.
        """
        async with self._as(caller.subject) as connection:
            await check_thread(connection, thread_id, lock=True)
            thread, now = str(thread_uuid(thread_id)), self._clock()
            await self._released(connection, caller, thread)
            cursor = await connection.execute(
                """UPDATE assistant.handoffs SET state = 'withdrawn', ended_at = %s
                   WHERE thread_id = %s AND state = 'waiting' RETURNING handoff_id::text, queue""",
                [now, thread],
            )
            ended = await cursor.fetchone()
            found = await handoffs.newest(connection, thread)
            if ended:
                told = {**ended, "thread_id": thread, "state": "withdrawn", "at": now.isoformat()}
                await outbox.put(connection, "handoff.withdrawn", told)
                await self._record(connection, caller, ended["handoff_id"], "withdraw")
            elif found is None or found.state == "returned":
                raise HandoffNotFound("Nothing of yours waits for a person in this conversation.")
            elif found.state == "accepted":
                raise HandoffTaken(f"{found.agent_name or 'A person'} is with you already; tell them you need no more.")
        return self._shown(found)

    async def say(self, caller: Caller, thread_id: str, text: str, run_id: str) -> DeskMessage:
        """A message to the agent who has the floor; the same run id again is the same message. An agent who left has
        the floor no more.

        Raises ThreadNotFound, AssistantSpeaks, RunConflict, SealBroken.
        """
        async with self._as(caller.subject) as connection:
            await check_thread(connection, thread_id, lock=True)
            thread = str(thread_uuid(thread_id))
            found = await handoffs.newest(connection, thread)
            said = Said(
                thread_id=thread,
                handoff_id=found.handoff_id if found else "",
                subject=caller.subject,
                author="borrower",
                author_id=caller.subject,
                author_name=caller.name,
                run_id=run_id,
                text=text,
            )
            if known := await messages.known(connection, self._memory.keyring, said):
                return known
            left = await self._released(connection, caller, thread, speaks=True)
            if not left and await floor.holder(connection, thread) == "agent":
                await self._unused(connection, run_id)
                return await messages.put(connection, self._memory.keyring, said)
        # Outside of the transaction: that the agent left is kept.
        raise AssistantSpeaks("No person is in this conversation now; ask the assistant.")

    async def _released(
        self, connection: AsyncConnection[Row], caller: Caller, thread_id: str, *, speaks: bool = False
    ) -> bool:
        keys = self._memory.keyring
        return await absence.release(connection, keys, thread_id, caller, self._clock(), speaks=speaks)

    def _sealed_name(self, caller: Caller, thread_id: str, handoff_id: str) -> bytes | None:
        """How who asks is called, for whoever opens the conversation before anything is written in it."""
        if not caller.name:
            return None
        return self._memory.keyring.seal(
            caller.name.encode(), *handoffs.place(caller.subject, thread_id, handoff_id.lower())
        )

    async def _unused(self, connection: AsyncConnection[Row], run_id: str) -> None:
        """Raises RunConflict where a turn of the caller's has this run id."""
        cursor = await connection.execute("SELECT 1 FROM assistant.turns WHERE run_id = %s", [run_id])
        if await cursor.fetchone():
            raise RunConflict("This run id belongs to a message to the assistant; send this one with a fresh run id.")

    async def _language(self, connection: AsyncConnection[Row], subject: str, thread_id: str) -> str:
        cursor = await connection.execute(
            """SELECT turn_id::text, user_text FROM assistant.turns WHERE thread_id = %s ORDER BY seq DESC LIMIT %s""",
            [thread_id, _TEXTS],
        )
        rows = await cursor.fetchall()
        try:
            texts = [self._memory.text(Place(subject, thread_id, row["turn_id"]), row) for row in reversed(rows)]
        except SealBroken:
            return "en"  # whoever cannot be read gets a person all the same
        return self._language_of(texts) if texts else "en"

    async def _record(self, connection: AsyncConnection[Row], caller: Caller, handoff_id: str, event: str) -> None:
        body = {"event": event, "role": caller.role}
        await audit.append(connection, Record("desk", caller.subject, caller.about, handoff_id, body))

    def _shown(self, found: Handoff | None) -> HandoffState:
        if found is None:
            raise HandoffNotFound("The hand-off ended meanwhile; ask again.")
        return handoffs.shown(found, self._clock())
