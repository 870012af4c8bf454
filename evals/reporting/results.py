"""A run case by case: the epochs of a case together, in the one state in which the case is shown and counted."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import fmean
from typing import Literal

from evals.records import CaseRecord, Report

Shown = Literal["errored", "failed", "quarantined", "passed"]
ORDER: tuple[Shown, ...] = ("errored", "failed", "quarantined", "passed")


@dataclass(frozen=True)
class CaseResult:
    """One case of a run with its epochs in order; never empty."""

    epochs: Sequence[CaseRecord]
    quarantined: bool = False

    @property
    def first(self) -> CaseRecord:
        """Names, domain, tags and person are the same in all epochs."""
        return self.epochs[0]

    @property
    def id(self) -> str:
        return self.first.id

    @property
    def rate(self) -> float:
        """Share of graded epochs that passed; 0 where none was graded."""
        graded = [record.passed for record in self.epochs if record.state == "graded"]
        return fmean(graded) if graded else 0.0

    @property
    def state(self) -> Shown:
        """Quarantined first, since such a case counts for nothing; an epoch that errored makes the case errored."""
        if self.quarantined:
            return "quarantined"
        if any(record.state == "errored" for record in self.epochs):
            return "errored"
        return "passed" if all(record.passed for record in self.epochs) else "failed"

    @property
    def faults(self) -> list[str]:
        """All faults and errors of all epochs, each once, hard ones first."""
        hard = [f"{fault.kind}: {fault.detail}" for record in self.epochs for fault in record.hard]
        errors = [record.error or "no reason was recorded" for record in self.epochs if record.state == "errored"]
        return list(dict.fromkeys([*hard, *errors, *(fault for record in self.epochs for fault in record.faults)]))

    @property
    def user_faults(self) -> list[str]:
        return [fault for record in self.epochs for fault in record.user_faults]


def results(report: Report, quarantined: Collection[str] = ()) -> list[CaseResult]:
    """The cases of a run: errored, then failed (critical before others), quarantined, passed; by id within each."""
    ordered = sorted(report.results, key=lambda record: (record.id, record.epoch))
    cases = [
        CaseResult(list(epochs), case in quarantined) for case, epochs in groupby(ordered, key=lambda record: record.id)
    ]
    return sorted(cases, key=lambda one: (ORDER.index(one.state), not one.first.critical, one.id))


def within(cases: Iterable[CaseResult], *states: Shown) -> list[CaseResult]:
    return [one for one in cases if one.state in states]
