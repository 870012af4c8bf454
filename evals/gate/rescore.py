"""Both sides graded by today's graders: a changed grader is then no difference between them."""

from collections.abc import Callable, Sequence
from typing import Any

from evals.case import Case
from evals.gate.baseline import Baseline, BaselineError, CaseResults, Epoch, by_case, spoken
from evals.records import CaseRecord, Fingerprints, Report

GradeAgain = Callable[[CaseRecord, Case], CaseRecord]
"""Grades a record anew from what was said. Raises ValueError where the case is not the one that was played."""


def rescored(
    base: Baseline,
    packed: bytes,
    head: Report,
    cases: Sequence[Case],
    grade_again: GradeAgain,
    present: Fingerprints,
) -> tuple[Baseline, Report]:
    """Both with new grades and the present graders' fingerprint. A case not written today as it was keeps its grades.

    packed: the baseline's transcripts. Raises BaselineError where they are not of this baseline.
    """
    known = {case.id: case for case in cases}
    said = spoken(packed)
    before = by_case(_again(record, known, grade_again) for record in _records(base, said))
    after = [_again(record, known, grade_again) for record in head.results]
    return (
        base.model_copy(update={"cases": tuple(before), "fingerprints": _graded_by(base.fingerprints, present)}),
        head.model_copy(update={"results": after, "fingerprints": _graded_by(head.fingerprints, present)}),
    )


def _graded_by(prints: Fingerprints, present: Fingerprints) -> Fingerprints:
    return prints.model_copy(update={"graders": present.graders})


def _again(record: CaseRecord, known: dict[str, Case], grade_again: GradeAgain) -> CaseRecord:
    case = known.get(record.id)
    # Validity refuses removed and changed cases by name, which tells more than an error here.
    return grade_again(record, case) if case and case.digest == record.digest else record


def _records(base: Baseline, said: dict[tuple[str, int], dict[str, Any]]) -> list[CaseRecord]:
    records: list[CaseRecord] = []
    for case in base.cases:
        for epoch in case.epochs:
            if (spoke := said.get((case.id, epoch.epoch))) is None:
                raise BaselineError(f"the baseline's transcripts lack {case.id}, epoch {epoch.epoch}; bless anew")
            records.append(_record(case, epoch, spoke))
    return records


def _record(case: CaseResults, epoch: Epoch, spoke: dict[str, Any]) -> CaseRecord:
    return CaseRecord(
        **case.model_dump(exclude={"epochs"}),
        **epoch.model_dump(exclude={"stalled"}),
        **{name: spoke[name] for name in ("person", "ms", "turns", "context", "faults", "user_faults", "tags")},
    )
