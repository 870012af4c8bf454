"""At shutdown running turns may end; what takes longer than the grace is stopped, and none is left behind."""

import asyncio
from typing import cast

from api.runs import Runs
from assistant.assistant import Assistant
from assistant.events import Emit
from assistant.results import TurnRequest, TurnResult
from tools.caller import Caller


class Turns:
    """Stands in for the assistant: each turn waits until it is let go, and says how it ended."""

    def __init__(self) -> None:
        self.free = asyncio.Event()
        self.ended: list[str] = []

    async def run_turn(self, request: TurnRequest, emit: Emit) -> TurnResult:
        try:
            await self.free.wait()
        except asyncio.CancelledError:
            self.ended.append(f"{request.run_id} stopped")
            raise
        self.ended.append(f"{request.run_id} finished")
        return TurnResult(thread_id="t", turn_id="1", outcome="answered", answer="Hello!", prompt="p", model="m")


async def started(turns: Turns, *run_ids: str) -> Runs:
    runs = Runs(cast(Assistant, turns))
    for run_id in run_ids:
        runs.start(TurnRequest(Caller("B-1", "borrower", 1, "token"), "t", run_id, "hello"))
    await asyncio.sleep(0)
    return runs


async def test_turns_that_end_within_the_grace_are_finished() -> None:
    turns = Turns()
    runs = await started(turns, "one", "two")
    draining = asyncio.create_task(runs.drain(grace_s=60))
    await asyncio.sleep(0)
    assert not draining.done()
    turns.free.set()
    await draining
    assert sorted(turns.ended) == ["one finished", "two finished"]


async def test_turns_that_take_longer_than_the_grace_are_stopped() -> None:
    turns = Turns()
    runs = await started(turns, "one", "two")
    await runs.drain(grace_s=0)
    assert sorted(turns.ended) == ["one stopped", "two stopped"]


async def test_without_turns_there_is_nothing_to_wait_for() -> None:
    turns = Turns()
    await Runs(cast(Assistant, turns)).drain(grace_s=60)
    assert turns.ended == []
