"""A world is left after a case that writes and errored: what it set off may still come."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from evals.case import Case
from evals.engine.plan import plan
from evals.engine.worker import Failures, Play, played
from evals.records import CaseRecord


def case(name: str, *, writes: bool) -> Case:
    given: dict[str, Any] = {"id": name, "domain": "balance", "person": {"tags": ["current"]}}
    if writes:
        return Case.model_validate(
            {**given, "turns": ["pay 20", {"confirm": 0}], "expect": {"end_state": {"unchanged": True}}}
        )
    return Case.model_validate({**given, "turns": ["hello"], "expect": {"forbidden": ["x"]}})


@dataclass
class Stuck:
    """A target in which some cases err; it counts how often it is opened and what is played each time."""

    errs: frozenset[str]
    model: str = "local"
    seed: int = 0
    worlds: list[list[str]] = field(default_factory=list[list[str]])

    @asynccontextmanager
    async def opened(self) -> AsyncGenerator[Play]:
        self.worlds.append([])

        async def play(case: Case) -> CaseRecord:
            self.worlds[-1].append(case.id)
            bad = case.id in self.errs
            return CaseRecord(
                id=case.id, domain="balance", tags=[], critical=False, person=None,
                state="errored" if bad else "graded", error="stuck" if bad else None, passed=not bad,
                outcome="answered", grades={}, faults=[], ms=[], turns=[],
            )  # fmt: skip

        yield play


async def test_the_next_case_gets_books_that_nothing_can_still_reach() -> None:
    cases = [case("r", writes=False), case("s", writes=False), case("w", writes=True), case("v", writes=True)]
    target = Stuck(frozenset({"s", "w"}))
    by_id = {one.id: one for one in cases}
    records = [record async for _, record in played(target, by_id, plan(cases, 1), Failures())]
    assert [record.id for record in records] == ["r", "s", "w", "v"]
    assert target.worlds == [["r", "s", "w"], ["v"]]
