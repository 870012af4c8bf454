"""Whether two runs can be compared at all. What is missing, double, changed or broken is never read as a pass."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from evals.case import suite_name
from evals.gate import quarantine
from evals.gate.baseline import Baseline, CaseResults
from evals.gate.margins import Margins
from evals.records import Report

_SHOWN = 8
STALLED = "simulated users did not know how to go on, and did in the baseline; look at the conversations"


def faults(base: Baseline, head: Report, cases: Sequence[CaseResults], rules: Margins) -> list[str]:
    """Why the comparison is invalid, in words; empty if it is valid. cases: the candidate's results by case."""
    before = {case.id: case for case in base.cases}
    return [
        *_setup(base, head),
        *_some("missing", "cases of the baseline did not run", sorted(before.keys() - {case.id for case in cases})),
        *_some(
            "changed",
            "cases are not what they were; look at them, then `assist evals bless`",
            [case.id for case in cases if case.id in before and case.digest != before[case.id].digest],
        ),
        *_some("duplicate", "cases ran twice in one epoch", _duplicate(cases)),
        *_some("incomplete", "cases did not run all their epochs", _incomplete(cases, head.repeats)),
        *_some("errored", "cases met an infrastructure error, which is no failure", _errored(cases)),
        *_some("errored baseline", "cases of the baseline met an infrastructure error", _errored(base.cases)),
        *_some("duplicate baseline", "cases stand in the baseline twice", _duplicate(base.cases)),
        *_some("incomplete baseline", "cases of the baseline lack epochs", _incomplete(base.cases, base.repeats)),
        *_stalled(before, cases, rules),
        *quarantine.expired(rules),
    ]


def of_run(head: Report, cases: Sequence[CaseResults]) -> list[str]:
    """Why a run is invalid by itself: what `bless` refuses."""
    return [
        *([] if cases else ["no case ran"]),
        *_some("duplicate", "cases ran twice in one epoch", _duplicate(cases)),
        *_some("incomplete", "cases did not run all their epochs", _incomplete(cases, head.repeats)),
        *_some("errored", "cases met an infrastructure error", _errored(cases)),
    ]


def _stalled(before: Mapping[str, CaseResults], cases: Sequence[CaseResults], rules: Margins) -> list[str]:
    """Conversations that a simulated user newly left are not compared; where they are many, too much is not seen."""
    newly = [case.id for case in cases if case.stalled and case.id in before and not before[case.id].stalled]
    return _some("stalled", STALLED, newly) if len(newly) > rules.most_stalled * len(cases) else []


def _setup(base: Baseline, head: Report) -> list[str]:
    pairs = (
        ("suite", base.suite, suite_name(head.suite)),
        ("lane", base.lane, head.lane),
        ("seed", base.seed, head.seed),
        ("repeats", base.repeats, head.repeats),
    )
    found = [f"{what}: the baseline has {old}, the run {new}" for what, old, new in pairs if old != new]
    if base.fingerprints.graders != head.fingerprints.graders:
        found.append(
            "graders: the two runs were graded differently and the baseline cannot be graded again; bless anew"
        )
    return found if head.results else [*found, "no case ran"]


def _some(kind: str, words: str, ids: Sequence[str]) -> list[str]:
    if not ids:
        return []
    rest = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
    return [f"{kind}: {len(ids)} {words}: {', '.join(ids[:_SHOWN])}{rest}"]


def _duplicate(cases: Iterable[CaseResults]) -> list[str]:
    """Cases with one epoch more than once, and cases that stand more than once."""
    ids = Counter(case.id for case in cases)
    return sorted(
        {case.id for case in cases if ids[case.id] > 1 or len({one.epoch for one in case.epochs}) < len(case.epochs)}
    )


def _incomplete(cases: Iterable[CaseResults], repeats: int) -> list[str]:
    return [case.id for case in cases if {epoch.epoch for epoch in case.epochs} != set(range(repeats))]


def _errored(cases: Iterable[CaseResults]) -> list[str]:
    return [case.id for case in cases if case.errored]
