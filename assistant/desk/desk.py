"""What people do at the desk: the one place where staff look into conversations and take part in them.

Who may open what is row-level security's (role assistant_desk); who has the floor is decided under the thread's lock
(floor.py). Every look, taking over, message and handing back is in the audit record about its borrower.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection

from assistant.desk import absence, board, conversation, floor, hours, messages, notes, standing, suggestions, telling
from assistant.desk.board import BoardRow, Found
from assistant.desk.connection import DeskPool
from assistant.desk.conversation import Conversation
from assistant.desk.errors import HandoffNotFound, HandoffOver, HandoffTaken, UnknownQueue
from assistant.desk.handoffs import Handoff, State
from assistant.desk.messages import DeskMessage, Said
from assistant.desk.standing import Standing
from assistant.memory import Memory
from assistant.sealing import Keyring
from assistant.wording import Wording
from tools.caller import Caller

Connection = AsyncConnection[dict[str, Any]]


class DeskNotConfigured(RuntimeError):
    """Set ASSIST_DESK_DATABASE_URL: the desk looks through a database role of its own."""


@dataclass(frozen=True)
class Desk:
    """pool: connections of role assistant_desk; keyring: what conversations are sealed under; wording: of the prompt
    that is served; clock: aware UTC instants."""

    pool: DeskPool
    keyring: Keyring
    wording: Wording
    clock: Callable[[], datetime]

    async def board(
        self, caller: Caller, *, state: State | None = None, queue: str | None = None, mine: bool = False
    ) -> list[BoardRow]:
        """The hand-offs, in the order in which they are taken; those whose agent left wait again."""
        await self._call_back(caller)
        async with self.pool.looking(caller) as connection:
            wanted = board.Wanted(state, queue, caller.subject if mine else None)
            return await board.listed(connection, Memory(self.keyring), self.clock(), wanted)

    async def waiting(self, caller: Caller) -> int:
        """How many conversations wait for a person, those whose agent left among them."""
        await self._call_back(caller)
        async with self.pool.looking(caller) as connection:
            cursor = await connection.execute("SELECT count(*) AS n FROM assistant.handoffs WHERE state = 'waiting'")
            row = await cursor.fetchone()
        return int(row["n"]) if row else 0

    async def thread_of(self, caller: Caller, handoff_id: str) -> str:
        """The thread that it hands over. Raises HandoffNotFound."""
        async with self.pool.looking(caller) as connection:
            return (await self.opened(connection, handoff_id)).handoff.thread_id

    async def standing(self, caller: Caller, handoff_id: str) -> Standing:
        """Who has the floor, and what is newest; an agent who asks is heard of. Raises HandoffNotFound."""
        async with self.pool.looking(caller) as connection:
            found = await self.opened(connection, handoff_id)
            await absence.heard(connection, found.handoff.handoff_id, caller.subject, self.clock())
            return (await standing.read(connection, found.handoff.thread_id, self.clock()))[0]

    async def look(self, caller: Caller, handoff_id: str, after: int = 0) -> Conversation:
        """The conversation, or what came after `after` with the whole summary. Raises HandoffNotFound, SealBroken.

        On record, but where the one who has it reads on.
        """
        async with self.pool.looking(caller) as connection:
            found = await self.opened(connection, handoff_id)
            await absence.heard(connection, found.handoff.handoff_id, caller.subject, self.clock())
            read = await self._read(connection, found, after)
            if after == 0 or found.handoff.agent != caller.subject or found.handoff.state != "accepted":
                await telling.record(connection, caller, found, "look")
        return read

    async def accept(self, caller: Caller, handoff_id: str) -> Conversation:
        """Take the floor; of several at once, one does. The same agent again just gets the conversation.

        Raises HandoffNotFound, HandoffTaken, HandoffOver, SealBroken.
        """
        await self._call_back(caller)
        async with self.pool.looking(caller) as connection:
            found = await self._found(connection, handoff_id)
            _check_free(found.handoff, caller)
            await floor.lock(connection, found.handoff.thread_id)
            now = self.clock()
            cursor = await connection.execute(
                """UPDATE assistant.handoffs SET state = 'accepted', agent = %s, agent_name = %s, accepted_at = %s
                   WHERE handoff_id = %s AND state = 'waiting'""",
                [caller.subject, caller.name, now, found.handoff.handoff_id],
            )
            found = await self._found(connection, handoff_id)
            if cursor.rowcount == 0:
                _check_free(found.handoff, caller)
                return await self._read(connection, found, 0)
            await telling.borrower(connection, self.keyring, found.handoff, "taken_over", caller)
            await telling.outside(connection, "handoff.accepted", found.handoff, now)
            read = await self._read(connection, found, 0)
            await telling.record(connection, caller, found, "accept")
        return read

    async def say(
        self, caller: Caller, handoff_id: str, text: str, run_id: str, suggestion_id: str | None = None
    ) -> DeskMessage:
        """A message to the borrower from who has the floor; the same run id again is the same message.

        suggestion_id: the suggestion that it was made from, whose fate is recorded with it.
        Raises HandoffNotFound, HandoffTaken, HandoffOver, AssistantSpeaking, RunConflict, SuggestionNotFound.
        """
        async with self.pool.looking(caller) as connection:
            found = await self._locked(connection, handoff_id)
            said = Said(
                thread_id=found.handoff.thread_id,
                handoff_id=found.handoff.handoff_id,
                subject=found.handoff.subject,
                author="agent",
                author_id=caller.subject,
                author_name=caller.name,
                run_id=run_id,
                text=text,
            )
            if known := await messages.known(connection, self.keyring, said):
                return known
            _check_has(found.handoff, caller)
            await floor.for_an_agent(connection, said.thread_id)
            message = await messages.put(connection, self.keyring, said)
            await absence.heard(connection, said.handoff_id, caller.subject, self.clock())
            if suggestion_id:
                await suggestions.decide(connection, self.keyring, caller.subject, suggestion_id, final=text)
            await telling.record(connection, caller, found, "message", message_id=message.message_id)
        return message

    async def give_back(self, caller: Caller, handoff_id: str, note: str | None = None) -> BoardRow:
        """Let the assistant speak again; a supervisor may do it for a colleague. Once done it stays so.

        Raises HandoffNotFound, HandoffTaken, HandoffOver.
        """
        async with self.pool.looking(caller) as connection:
            found = await self._locked(connection, handoff_id)
            if found.handoff.state == "returned":
                return found.row
            _check_has(found.handoff, caller, for_a_colleague=True)
            now = self.clock()
            await connection.execute(
                "UPDATE assistant.handoffs SET state = 'returned', ended_at = %s WHERE handoff_id = %s",
                [now, found.handoff.handoff_id],
            )
            if note:
                await self._note(connection, caller, found.handoff, note)
            await telling.borrower(connection, self.keyring, found.handoff, "handed_back", caller)
            ended = await self._found(connection, handoff_id)
            await telling.outside(connection, "handoff.returned", ended.handoff, now)
            await telling.record(connection, caller, found, "return")
        return ended.row

    async def transfer(self, caller: Caller, handoff_id: str, queue: str) -> BoardRow:
        """Into another queue, where it waits by the time when it was asked for first.

        Raises UnknownQueue, HandoffNotFound, HandoffTaken, HandoffOver.
        """
        if queue not in hours.load().queues:
            raise UnknownQueue(f"There is no queue {queue!r}; there are {', '.join(hours.load().queues)}.")
        async with self.pool.looking(caller) as connection:
            found = await self._locked(connection, handoff_id)
            _check_has(found.handoff, caller, for_a_colleague=True)
            await connection.execute(
                """UPDATE assistant.handoffs SET state = 'waiting', queue = %s, agent = NULL, agent_name = NULL,
                     accepted_at = NULL WHERE handoff_id = %s""",
                [queue, found.handoff.handoff_id],
            )
            await telling.borrower(connection, self.keyring, found.handoff, "transferred", caller)
            moved = await self._found(connection, handoff_id)
            await telling.outside(connection, "handoff.requested", moved.handoff, self.clock())
            await telling.record(connection, caller, found, "transfer", queue=queue)
        return moved.row

    async def _call_back(self, caller: Caller) -> None:
        """Put back in the queue what agents left; one transaction each, since each holds a thread's lock."""
        now = self.clock()
        async with self.pool.looking(caller) as connection:
            left = await absence.of_all(connection, now)
        for thread_id in left:
            async with self.pool.looking(caller) as connection:
                await absence.release(connection, self.keyring, thread_id, caller, now)

    async def _found(self, connection: Connection, handoff_id: str) -> Found:
        found = await board.one(connection, Memory(self.keyring), handoff_id, self.clock())
        if found is None:
            raise HandoffNotFound("There is no such hand-off.")
        return found

    async def opened(self, connection: Connection, handoff_id: str) -> Found:
        """The hand-off, inside a transaction of who looks. Raises HandoffNotFound, also where they may not open it."""
        found = await self._found(connection, handoff_id)
        if not found.opens:
            raise HandoffNotFound("There is no such hand-off that you may open: it does not wait, and is not yours.")
        return found

    async def _locked(self, connection: Connection, handoff_id: str) -> Found:
        """The same, read under its thread's lock."""
        found = await self.opened(connection, handoff_id)
        await floor.lock(connection, found.handoff.thread_id)
        return await self.opened(connection, handoff_id)

    async def _read(self, connection: Connection, found: Found, after: int) -> Conversation:
        return await conversation.read(connection, found, self.keyring, self.wording, self.clock(), after)

    async def _note(self, connection: Connection, caller: Caller, handoff: Handoff, text: str) -> None:
        await notes.put(
            connection,
            self.keyring,
            thread_id=handoff.thread_id,
            handoff_id=handoff.handoff_id,
            subject=handoff.subject,
            agent=caller.subject,
            text=text,
        )


_OVER = {
    "returned": "It was handed back to the assistant; the borrower can ask for a person again.",
    "withdrawn": "The borrower no longer waits for a person.",
}


def _check_free(handoff: Handoff, caller: Caller) -> None:
    """Raises HandoffTaken, HandoffOver unless it waits or is the caller's."""
    if handoff.state == "accepted" and handoff.agent != caller.subject:
        raise HandoffTaken(f"{handoff.agent_name or 'A colleague'} has this conversation.")
    if handoff.state in _OVER:
        raise HandoffOver(_OVER[handoff.state])


def _check_has(handoff: Handoff, caller: Caller, *, for_a_colleague: bool = False) -> None:
    """Raises HandoffTaken, HandoffOver unless the caller has the floor; a supervisor may act for who has it."""
    if handoff.state == "waiting":
        raise HandoffOver("Nobody has this conversation; accept it first.")
    if not (for_a_colleague and caller.role == "supervisor" and handoff.state == "accepted"):
        _check_free(handoff, caller)
