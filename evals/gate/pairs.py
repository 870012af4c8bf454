"""Cases of both runs, side by side."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from evals.gate.baseline import CaseResults, Epoch


@dataclass(frozen=True)
class Pair:
    """One case in the baseline and in the candidate."""

    base: CaseResults
    head: CaseResults

    @property
    def id(self) -> str:
        return self.head.id

    @property
    def cluster(self) -> str:
        return self.head.cluster

    @property
    def newly_failing(self) -> bool:
        """The baseline passes every epoch, the candidate fails more than half of its own, and none of them errored."""
        return not self.head.errored and self.base.share() == 1 and self.head.share() < 0.5

    @property
    def newly_fixed(self) -> bool:
        return self.head.share() == 1 and self.base.share() < 0.5


def paired(base: Sequence[CaseResults], head: Sequence[CaseResults], set_aside: AbstractSet[str]) -> list[Pair]:
    """Cases in both, in the order of their ids, without those set aside and those a simulated user did not finish."""
    before = {case.id: case for case in base}
    return [
        Pair(before[case.id], case)
        for case in sorted(head, key=lambda case: case.id)
        if case.id in before and case.id not in set_aside and not case.stalled and not before[case.id].stalled
    ]


def values(epochs: Iterable[Epoch], metric: str, *, grader: bool) -> list[float]:
    """A metric's value in each epoch that has it; `passed` is the whole verdict."""
    if metric == "passed":
        return [float(epoch.passed) for epoch in epochs]
    held = [epoch.grades if grader else epoch.scores for epoch in epochs]
    return [float(one[metric]) for one in held if metric in one]


def graders(pairs: Iterable[Pair]) -> list[str]:
    return sorted({name for pair in pairs for epoch in pair.head.epochs for name in epoch.grades})


def scores(pairs: Iterable[Pair]) -> list[str]:
    return sorted({name for pair in pairs for epoch in pair.head.epochs for name in epoch.scores})
