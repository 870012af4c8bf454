"""What decides without statistics: one is too many."""

from collections.abc import Iterable, Sequence

from evals.gate.baseline import CaseResults
from evals.gate.margins import Margins
from evals.gate.pairs import Pair
from evals.gate.verdict import HardFail


def fails(cases: Sequence[CaseResults], pairs: Sequence[Pair], rules: Margins) -> list[HardFail]:
    """cases: all of the candidate's, quarantined ones too, as a flaky case may not leak. pairs: those that count."""
    return [*_faults(cases), *_critical(pairs), *_cost(cases, rules)]


def _faults(cases: Iterable[CaseResults]) -> list[HardFail]:
    found = {
        (fault.kind, case.id, fault.detail): HardFail(kind=fault.kind, case=case.id, detail=fault.detail)
        for case in cases
        for epoch in case.epochs
        for fault in epoch.hard
    }
    return [found[key] for key in sorted(found)]


def _critical(pairs: Iterable[Pair]) -> list[HardFail]:
    return [
        HardFail(kind="critical", case=pair.id, detail="a critical case newly fails")
        for pair in pairs
        if pair.head.critical and pair.newly_failing
    ]


def _cost(cases: Iterable[CaseResults], rules: Margins) -> list[HardFail]:
    spent = sum(epoch.scores.get("cost_usd", 0.0) for case in cases for epoch in case.epochs)
    if spent <= rules.cost_cap_usd:
        return []
    detail = f"the run cost {spent:.2f} USD, at most {rules.cost_cap_usd:.2f} are allowed"
    return [HardFail(kind="cost_cap", case="", detail=detail)]
