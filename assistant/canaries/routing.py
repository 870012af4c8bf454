"""The assistant of two versions: each thread is answered by one of them, and what comes of it is counted."""

import asyncio
import hashlib
from collections.abc import Callable

import psycopg
import structlog

from assistant.assistant import Assistant
from assistant.canaries import store
from assistant.canaries.bands import Bands, Counts, counted, out_of_band
from assistant.canaries.store import Arm, Canary, Pool
from assistant.events import Emit
from assistant.outages import unless_cancelled
from assistant.parts import Parts
from assistant.results import TurnRequest, TurnResult
from assistant.threads import AcceptedTurn

Make = Callable[[Canary], Assistant]
"""The assistant of a canary's version; slow, since it loads a prompt. Raises PromptError."""
EVERY_S = 2.0
_SHARES = 10_000
_log = structlog.get_logger("assistant")


def arm_of(canary: Canary, thread_id: str) -> Arm:
    """Which version a thread gets: the same one for as long as the canary runs, in every process."""
    digest = hashlib.sha256(f"{canary.canary_id}/{thread_id.lower()}".encode()).digest()
    return "candidate" if int.from_bytes(digest[:4], "big") % _SHARES < canary.share_bps else "stable"


class CanaryAssistant(Assistant):
    """The version that serves, and beside it, while a canary runs, the one that is tried.

    A thread whose candidate is not there yet, or cannot be made here, is answered by the version that serves.
    """

    def __init__(self, parts: Parts, pool: Pool, bands: Bands, make: Make) -> None:
        super().__init__(parts)
        self._pool, self._bands, self._make = pool, bands, make
        self._canary: Canary | None = None
        self._candidate: tuple[str, Assistant] | None = None
        self._failed: str | None = None

    async def run_turn(self, request: TurnRequest, emit: Emit) -> TurnResult:
        candidate = self._for(request.thread_id)
        answered = candidate.run_turn(request, emit) if candidate else super().run_turn(request, emit)
        result = await answered
        await self._count("candidate" if candidate else "stable", counted(result))
        return result

    async def take_up(self, request: TurnRequest, accepted: AcceptedTurn) -> TurnResult:
        candidate = self._for(request.thread_id)
        return await (candidate.take_up(request, accepted) if candidate else super().take_up(request, accepted))

    async def _disliked(self, turn: TurnResult) -> None:
        await self._count("candidate" if self._for(turn.thread_id) else "stable", Counts(disliked=1))

    async def refresh(self) -> None:
        """Look which canary runs, and have its version ready."""
        async with self._pool.connection() as connection:
            found = await store.latest(connection)
        self._canary = found if found and found.state == "running" else None
        if self._canary is None:
            self._candidate = None
        elif self._canary.canary_id not in (self._failed, self._candidate[0] if self._candidate else None):
            await self._prepare(self._canary)

    async def watch(self) -> None:
        """Refresh every few seconds, until cancelled."""
        while True:
            try:
                await self.refresh()
            except psycopg.Error as error:
                _log.warning("canary_waits", failure=type(error).__name__)
            unless_cancelled()
            await asyncio.sleep(EVERY_S)

    async def _prepare(self, canary: Canary) -> None:
        try:
            self._candidate = (canary.canary_id, await asyncio.to_thread(self._make, canary))
        except (ValueError, OSError) as error:  # PromptError is a ValueError; what this process lacks, others may have
            self._failed = canary.canary_id
            _log.error("canary_not_here", candidate=canary.candidate, failure=type(error).__name__)

    def _for(self, thread_id: str) -> Assistant | None:
        """The candidate, where the thread is its."""
        if self._canary is None or self._candidate is None or self._candidate[0] != self._canary.canary_id:
            return None
        return self._candidate[1] if arm_of(self._canary, thread_id) == "candidate" else None

    async def _count(self, arm: Arm, counts: Counts) -> None:
        """Count, and give all threads back where a monitor has left its band. A turn never fails over its count."""
        canary = self._canary
        if canary is None or self._candidate is None:
            return
        try:
            async with self._pool.connection() as connection:
                await store.add(connection, canary.canary_id, arm, counts)
                both = await store.counts(connection, canary.canary_id)
                if found := out_of_band(both["stable"], both["candidate"], self._bands):
                    await store.end(connection, canary.canary_id, "returned", "; ".join(found))
                    self._canary = self._candidate = None
                    _log.warning("canary_returned", candidate=canary.candidate, why=found)
        except psycopg.Error as error:
            _log.warning("canary_not_counted", failure=type(error).__name__)
