"""Sums, thresholds and what a person reads."""

from pathlib import Path
from typing import Any

from evals import report
from evals.graders.grade import Grade
from evals.records import CaseRecord, Report
from evals.report import Thresholds

LIMITS = Thresholds(pass_rate=0.5)


def record(name: str = "a", **fields: Any) -> CaseRecord:
    given: dict[str, Any] = {
        "id": name,
        "domain": "balance",
        "tags": [],
        "critical": False,
        "person": "ana",
        "passed": True,
        "outcome": "answered",
        "grades": {"outcome": True, "grounded": True, "disclosure": True, "abstention": True},
        "faults": [],
        "ms": [10.0],
        "turns": [],
    }
    return CaseRecord.model_validate({**given, **fields})


def made(*records: CaseRecord) -> Report:
    return Report(
        commit="c0ffee",
        started_at="2026-05-15T00:00:00+00:00",
        suite="core",
        model="local",
        prompt="assistant@1#0",
        seconds=1.0,
        results=list(records),
        failed=[one.id for one in records if not one.passed],
        missed=report.missed(records, LIMITS),
        summary=report.summary(records),
    )


def lost(name: str, grade: str, **fields: Any) -> CaseRecord:
    grades = {"grounded": True, "disclosure": True, "abstention": True, grade: False}
    return record(name, passed=False, grades=grades, faults=[f"{grade}: wrong"], **fields)


def test_a_clean_run_misses_nothing() -> None:
    assert report.missed([record("a"), record("b")], LIMITS) == []


def test_each_rule_is_missed_on_its_own() -> None:
    fine = [record(str(number)) for number in range(20)]
    assert report.missed([*fine, lost("x", "facts")], LIMITS) == []
    for bad in (
        lost("x", "grounded"),
        lost("x", "disclosure"),
        lost("x", "facts", critical=True),
        lost("x", "abstention", domain="unanswerable"),
        lost("x", report.CANNOT_RUN),
    ):
        (reason,) = report.missed([*fine, bad], LIMITS)
        assert reason.endswith(": x")
    (reason,) = report.missed([record(), lost("x", "facts"), lost("y", "facts")], LIMITS)
    assert reason.startswith("33.3% of the cases pass")


def test_only_graders_that_apply_are_recorded() -> None:
    verdicts, faults = report.graded([Grade("facts", applies=False), Grade("outcome", ["ended badly"])])
    assert verdicts == {"outcome": False}
    assert faults == ["outcome: ended badly"]


def test_the_summary_averages_scores_over_the_cases_that_have_them() -> None:
    sums = report.summary(
        [record(scores={"tool_call_f1": 1.0}), record(scores={"tool_call_f1": 0.5}), record(outcome="abstained")]
    )
    assert sums["ragas_tool_call_f1"] == 0.75
    assert sums["abstained_of_answerable"] == 0.3333
    assert sums["cases"] == 3


def test_thresholds_of_both_suites_can_be_read() -> None:
    assert report.thresholds("core").critical
    assert 0 < report.thresholds("heldout").pass_rate <= 1


def test_reports_of_two_suites_lie_apart(tmp_path: Path) -> None:
    first = made(record())
    report.write(first, tmp_path)
    report.write(first.model_copy(update={"suite": "heldout"}), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["evals-heldout.json", "evals.json"]
    assert {one.suite for one in report.read_all(tmp_path)} == {"core", "heldout"}
