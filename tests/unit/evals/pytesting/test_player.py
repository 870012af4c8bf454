"""The open world: one thread, untouched books where a case writes again, and errors that stay errors."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from evals.case import Case
from evals.engine.plan import PLAYING
from evals.engine.worker import Play
from evals.lanes.choosing import LaneMismatch
from evals.pytesting.player import OpenWorld, WorldPlayer
from evals.pytesting.playing import Options
from evals.records import CaseRecord
from tests.unit.evals.reporting.runs import record


@dataclass
class Counting:
    """A target that counts its worlds and tells which task it played."""

    seed: int = 5
    model: str = "local"
    breaks: bool = False
    opened_worlds: int = 0
    closed_worlds: int = 0
    tasks: list[str] = field(default_factory=list[str])

    @asynccontextmanager
    async def opened(self) -> AsyncGenerator[Play]:
        if self.breaks:
            raise ConnectionError("the database is gone")
        self.opened_worlds += 1
        yield self._play
        self.closed_worlds += 1

    async def _play(self, case: Case) -> CaseRecord:
        task = PLAYING.get()
        self.tasks.append(task.key if task else "")
        return record(case.id)


def case(name: str, *, writes: bool = False) -> Case:
    turns: list[Any] = ["hello", {"reject": -1}] if writes else ["hello"]
    return Case.model_validate(
        {"id": name, "domain": "fees", "person": {}, "turns": turns, "expect": {"outcome": ["answered"]}}
    )


def test_one_world_serves_all_cases_that_only_read() -> None:
    target = Counting()
    world = OpenWorld(target)
    made = [world.play(case(name), epoch) for name in ("a", "b") for epoch in (0, 1)]
    world.close()
    assert (target.opened_worlds, target.closed_worlds) == (1, 1)
    assert target.tasks == ["a/0", "a/1", "b/0", "b/1"]
    assert [(one.epoch, one.seed) for one in made] == [(0, 5), (1, 5)] * 2


def test_a_case_that_writes_again_gets_untouched_books() -> None:
    target = Counting()
    world = OpenWorld(target)
    for epoch in (0, 1):
        world.play(case("a", writes=True), epoch)
    world.play(case("b", writes=True), 0)
    world.close()
    assert target.opened_worlds == target.closed_worlds == 2


def test_a_world_that_does_not_open_errors_every_case() -> None:
    world = OpenWorld(Counting(breaks=True))
    for _ in range(2):
        with pytest.raises(ConnectionError, match="the database is gone"):
            world.play(case("a"), 0)
    world.close()


def test_another_model_than_asked_for_is_an_error() -> None:
    world = OpenWorld(Counting(model="openai:x"))
    made = world.play(case("a"), 0)
    world.close()
    assert made.state == "errored"


def test_lane_and_model_go_together() -> None:
    with pytest.raises(LaneMismatch, match="does not go with"):
        WorldPlayer(Options(lane="live")).play("core", case("a"), 0)
