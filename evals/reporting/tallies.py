"""Counts of cases and of what a grader said, with their intervals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from evals.records import CaseRecord
from evals.reporting.intervals import Share, wilson
from evals.reporting.results import CaseResult


@dataclass(frozen=True)
class Tally:
    """Cases by state. `failed` holds neither errored nor quarantined cases; `pass_rate` is over passed and failed."""

    cases: int
    passed: int
    failed: int
    errored: int
    quarantined: int
    user_faulted: int
    pass_rate: Share


def tally(cases: Sequence[CaseResult]) -> Tally:
    states = [one.state for one in cases]
    counted = [one.rate for one in cases if one.state in ("passed", "failed")]
    return Tally(
        cases=len(cases),
        passed=states.count("passed"),
        failed=states.count("failed"),
        errored=states.count("errored"),
        quarantined=states.count("quarantined"),
        user_faulted=sum(bool(one.user_faults) for one in cases),
        pass_rate=wilson(sum(counted), len(counted)),
    )


@dataclass(frozen=True)
class Graded:
    """A grader over the cases to which it applies (errored and quarantined ones left out)."""

    name: str
    cases: int
    share: Share


def graders(cases: Iterable[CaseResult]) -> list[Graded]:
    """All cases as `passed`, then each grader by name; epochs are averaged within a case."""
    counted = [one for one in cases if one.state in ("passed", "failed")]
    names = sorted({name for one in counted for record in one.epochs for name in record.grades})
    return [_graded("passed", [one.rate for one in counted]), *(_grader(name, counted) for name in names)]


def _grader(name: str, cases: Sequence[CaseResult]) -> Graded:
    verdicts = [[record.grades[name] for record in one.epochs if name in record.grades] for one in cases]
    return _graded(name, [fmean(of_case) for of_case in verdicts if of_case])


def _graded(name: str, shares: Sequence[float]) -> Graded:
    return Graded(name, len(shares), wilson(sum(shares), len(shares)))


def by_slice(cases: Sequence[CaseResult]) -> dict[str, dict[str, Tally]]:
    """Of each kind of slice (domain first), its values and their counts."""
    kinds = sorted({kind for one in cases for kind in slices_of(one.first)}, key=lambda kind: (kind != "domain", kind))
    return {kind: _of_kind(kind, cases) for kind in kinds}


def _of_kind(kind: str, cases: Sequence[CaseResult]) -> dict[str, Tally]:
    values = sorted({slices_of(one.first)[kind] for one in cases if kind in slices_of(one.first)})
    return {value: tally([one for one in cases if slices_of(one.first).get(kind) == value]) for value in values}


def slices_of(record: CaseRecord) -> dict[str, str]:
    """The case's slices; its domain is one of them in every run."""
    return {**record.slices, "domain": record.domain}


def pass_hat_k(cases: Iterable[CaseResult]) -> float | None:
    """pass^k: the share of cases that pass in each of their k epochs; None in a run of single epochs.

    Source: Yao et al. (2024), tau-bench, with k the number of epochs that were run.
    """
    counted = [one for one in cases if one.state in ("passed", "failed")]
    if not counted or max(len(one.epochs) for one in counted) < 2:
        return None
    return fmean(one.state == "passed" for one in counted)
