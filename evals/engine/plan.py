"""Which case is played in which epoch, and by which worker: the same plan every time."""

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass

from evals.case import Case

_ACT_COSTS = 4
"""An executed decision takes as long as so many turns: confirmation, execution, the comparison of the books."""
_SIMULATED_TURNS = 5


@dataclass(frozen=True, order=True)
class Task:
    """One epoch of one case. place: where its record stands in the report."""

    place: int
    case: str
    epoch: int

    @property
    def key(self) -> str:
        return f"{self.case}/{self.epoch}"


PLAYING: ContextVar[Task | None] = ContextVar("PLAYING", default=None)
"""The task that this worker plays now."""


def plan(cases: Sequence[Case], repeats: int) -> list[Task]:
    """All epochs of a case one after another, cases in their own order."""
    keys = [(case.id, epoch) for case in cases for epoch in range(repeats)]
    return [Task(place, case, epoch) for place, (case, epoch) in enumerate(keys)]


def cost(case: Case) -> int:
    """How long a case takes, in turns."""
    if case.user:
        return _SIMULATED_TURNS * _ACT_COSTS
    return len(case.said) + _ACT_COSTS * len(case.acts)


def shards(tasks: Sequence[Task], cases: Sequence[Case], workers: int) -> list[list[Task]]:
    """What each worker plays, so that all end together; what only reads comes first, so that it finds untouched books.

    The longest tasks are dealt first, each to the worker that has least (longest processing time first; Graham 1969).
    """
    costs = {case.id: cost(case) for case in cases}
    dealt: list[list[Task]] = [[] for _ in range(max(1, min(workers, len(tasks))))]
    loads = [0] * len(dealt)
    for task in sorted(tasks, key=lambda one: (-costs[one.case], one.place)):
        least = loads.index(min(loads))
        dealt[least].append(task)
        loads[least] += costs[task.case]
    writes = {case.id for case in cases if case.writes}
    return [sorted(shard, key=lambda task: (task.case in writes, task.epoch, task.place)) for shard in dealt]


def sittings(tasks: Sequence[Task], cases: Mapping[str, Case]) -> list[list[Task]]:
    """The tasks in their order, cut where untouched books are needed: a case that writes is played once in a world."""
    cut: list[list[Task]] = [[]]
    written: set[str] = set()
    for task in tasks:
        if task.case in written:
            cut.append([])
            written.clear()
        if cases[task.case].writes:
            written.add(task.case)
        cut[-1].append(task)
    return [sitting for sitting in cut if sitting]
