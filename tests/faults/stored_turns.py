"""Turns in flight with checkpoints, and turns that ended, as rows that somebody may tamper with."""

import uuid
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import HumanMessage
from langgraph.checkpoint.base import Checkpoint, CheckpointTuple
from psycopg import AsyncConnection
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from assistant.checkpoints import TurnSaver
from assistant.memory import Memory, Place
from assistant.places import Claim
from assistant.results import TurnRequest, TurnResult
from assistant.sealing import Keyring
from assistant.threads import Pool, Threads
from tests.integration.assistant.memory_desk import NOW
from tools.caller import Caller

RING = Keyring({b"key1": bytes(32)}, b"key1")


def pool_at(url: str) -> Pool:
    return AsyncConnectionPool(
        url,
        min_size=1,
        max_size=4,
        open=False,
        connection_class=AsyncConnection[dict[str, Any]],
        kwargs={"row_factory": dict_row, "autocommit": True},
    )


@dataclass(frozen=True)
class InFlight:
    """A turn that began: two checkpoints are kept, the second with its own words."""

    place: Place
    claim: Claim
    words: str


@dataclass
class Stored:
    """Makes turns over one database, and reads them back as the service does."""

    pool: Pool

    @property
    def threads(self) -> Threads:
        return Threads(self.pool, lambda: NOW, Memory(RING), lease_s=10, history_turns=5)

    async def in_flight(self, subject: str) -> InFlight:
        """A turn whose process died after two steps, on a thread of its own."""
        thread_id, words = await self.threads.create(subject), f"words of {uuid.uuid4()}"
        accepted = await self.threads.accept(
            TurnRequest(Caller(subject, "borrower", 1), thread_id, str(uuid.uuid4()), words)
        )
        assert accepted.claim is not None
        place = Place(subject, thread_id, accepted.turn_id)
        saver = TurnSaver(self.pool, RING, place, accepted.claim)
        for step in (1, 2):
            changed = ("messages", "tool_calls", "steps")
            versions: dict[str, str | int | float] = {channel: f"{step:032}.{channel}" for channel in changed}
            checkpoint = Checkpoint(
                v=4,
                id=f"1f0{step}0000-0000-6000-8000-{uuid.uuid4().hex[:12]}",
                ts=NOW.isoformat(),
                channel_values={"messages": [HumanMessage(f"{words} {step}")], "tool_calls": [], "steps": step},
                channel_versions=versions,
                versions_seen={},
                updated_channels=None,
            )
            await saver.aput({"configurable": {}}, checkpoint, {"source": "loop", "step": step}, versions)
        return InFlight(place, accepted.claim, words)

    async def checkpoint(self, turn: InFlight) -> CheckpointTuple | None:
        """What a process that takes the turn over would go on from. Raises SealBroken."""
        claim = Claim(turn.claim.token, turn.claim.attempts + 1)
        return await TurnSaver(self.pool, RING, turn.place, claim).aget_tuple({"configurable": {}})

    async def ended(self, subject: str, thread_id: str | None = None) -> Place:
        """A turn that was answered."""
        thread_id = thread_id or await self.threads.create(subject)
        words = f"words of {uuid.uuid4()}"
        request = TurnRequest(Caller(subject, "borrower", 1), thread_id, str(uuid.uuid4()), words)
        accepted = await self.threads.accept(request)
        result = TurnResult(
            thread_id=thread_id, turn_id=accepted.turn_id, outcome="answered", answer=words, prompt="p", model="m"
        )
        await self.threads.finish(subject, result, "finished", claim=accepted.claim)
        return Place(subject, thread_id, accepted.turn_id)
