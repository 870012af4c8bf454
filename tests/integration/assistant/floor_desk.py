"""A desk over a real database for tests of the floor: the borrower's side, turns, and staff, each over its own role."""

import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from assistant.desk.connection import DeskPool, opened
from assistant.desk.desk import Desk
from assistant.desk.reception import Reception
from assistant.memory import Memory
from assistant.results import Handoff, TurnRequest, TurnResult
from assistant.sealing import Keyring
from assistant.threads import AcceptedTurn, Threads
from tests.clock import Clock
from tests.conftest import Database
from tests.integration.assistant.audit_desk import pool_of, ring
from tests.integration.assistant.proposal_desk import PlainWords
from tools.caller import Caller

ROSA = Caller("B-1", "borrower", 1, token="t", name="Rosa Diaz")
OMAR = Caller("B-2", "borrower", 1, token="t", name="Omar Haddad")
MAYA = Caller("S-1", "support_agent", 1, name="Maya Okonkwo")
BEN = Caller("S-2", "support_agent", 1, name="Ben Ferraro")
GRANT = Caller("S-9", "supervisor", 1, name="Grant Whitfield")
ANALYST = Caller("S-7", "analyst", 1, name="Ann Alyst")
RULES = {"asked_for_person": {"queue": "support", "urgent": False}}


@dataclass(frozen=True)
class Room:
    """Everything of one test. clock: the services' own."""

    threads: Threads
    reception: Reception
    desk: Desk
    database: Database
    clock: Clock
    keys: Keyring

    async def waiting(self, borrower: Caller = ROSA, *texts: str) -> tuple[str, str]:
        """A conversation that waits for a person: its thread and its hand-off."""
        thread_id = await self.threads.create(borrower.subject)
        for text in texts:
            await self.turn(thread_id, text, borrower)
        return thread_id, (await self.reception.ask(borrower, thread_id)).handoff_id

    async def accepted(self, borrower: Caller = ROSA, agent: Caller = MAYA) -> tuple[str, str]:
        """One that an agent has."""
        thread_id, handoff_id = await self.waiting(borrower, "why is it higher")
        await self.desk.accept(agent, handoff_id)
        return thread_id, handoff_id

    async def begin(self, thread_id: str, text: str, caller: Caller = ROSA) -> AcceptedTurn:
        """A message to the assistant, stored; its answer is under way."""
        return await self.threads.accept(TurnRequest(caller, thread_id, str(uuid.uuid4()), text))

    async def end(
        self,
        thread_id: str,
        begun: AcceptedTurn,
        caller: Caller = ROSA,
        handoff: Handoff | None = None,
        language: str | None = "en",
    ) -> None:
        """The assistant's answer to it."""
        result = TurnResult(
            thread_id=thread_id,
            turn_id=begun.turn_id,
            outcome="handoff" if handoff else "answered",
            answer="Yes.",
            handoff=handoff,
            prompt="assistant@1#0",
            model="scripted",
        )
        assert await self.threads.finish(caller.subject, result, "finished", claim=begun.claim, language=language)

    async def turn(self, thread_id: str, text: str, caller: Caller = ROSA) -> None:
        await self.end(thread_id, await self.begin(thread_id, text, caller), caller)


def wanted(reason: str = "scam", queue: str = "fraud", *, urgent: bool = True) -> Handoff:
    return Handoff(handoff_id=str(uuid.uuid4()), reason=reason, queue=queue, urgent=urgent)


@asynccontextmanager
async def room_of(database: Database, clock: Clock, keys: Keyring | None = None) -> AsyncGenerator[Room]:
    keys = keys or ring()
    async with (
        pool_of(database, keys=keys, size=12) as pool,
        opened(database.url("assistant_desk"), keys, 12) as desk_pool,
    ):
        memory = Memory(keys)
        threads = Threads(pool, clock, memory, lease_s=35, history_turns=3)
        reception = Reception(pool, clock, memory, RULES, lambda _: "en")
        yield Room(threads, reception, desk_of(desk_pool, keys, clock), database, clock, keys)


def desk_of(pool: DeskPool, keys: Keyring, clock: Clock) -> Desk:
    return Desk(pool, keys, PlainWords(), clock)
