"""What a run of cases found: a record a case, sums by domain, and whether the run passes its thresholds."""

import json
import statistics
from collections.abc import Sequence
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from evals.graders.grade import Grade
from evals.records import CaseRecord, Report

REPORTS = Path("reports")
_THRESHOLDS = Path(__file__).parent / "thresholds.yaml"
CANNOT_RUN = "cannot_run"
_RAGAS = frozenset({"context_precision", "context_recall", "tool_call_f1", "tool_call_accuracy", "semantic_similarity"})
"""Scores of evals/ragas_adapter.py."""


class Thresholds(BaseModel):
    """What a suite has to reach. Figures without a source, disclosures and failed critical cases are never allowed.

    unanswerable_answered: at most so many of the unanswerable cases may be answered.
    """

    model_config = ConfigDict(extra="forbid")

    pass_rate: float
    unanswerable_answered: int = 0
    critical: bool = True


def graded(grades: Sequence[Grade]) -> tuple[dict[str, bool], list[str]]:
    """Verdicts of the graders that apply, and every fault with its grader's name."""
    applying = [grade for grade in grades if grade.applies]
    return {grade.name: grade.passed for grade in applying}, [
        f"{grade.name}: {fault}" for grade in applying for fault in grade.faults
    ]


def thresholds(suite: str) -> Thresholds:
    """Of a suite that none are written for, only what is never allowed counts."""
    written = yaml.safe_load(_THRESHOLDS.read_text(encoding="utf-8"))
    return Thresholds.model_validate(written.get(suite, {"pass_rate": 0.0}))


def missed(records: Sequence[CaseRecord], limits: Thresholds) -> list[str]:
    """Why the run does not pass, in words; empty if it does."""
    reasons: list[str] = []
    rate = share(records, None)
    if rate < limits.pass_rate:
        reasons.append(f"{rate:.1%} of the cases pass, {limits.pass_rate:.0%} have to")
    for name, words in (("grounded", "state a figure without a source"), ("disclosure", "tell what they must not")):
        if broken := [record.id for record in records if record.grades.get(name) is False]:
            reasons.append(f"{len(broken)} cases {words}: {', '.join(broken)}")
    answered = [
        record.id for record in records if record.domain == "unanswerable" and not record.grades.get("abstention", True)
    ]
    if len(answered) > limits.unanswerable_answered:
        reasons.append(f"{len(answered)} unanswerable cases are answered: {', '.join(answered)}")
    if limits.critical and (lost := [record.id for record in records if record.critical and not record.passed]):
        reasons.append(f"{len(lost)} critical cases fail: {', '.join(lost)}")
    if broken := [record.id for record in records if record.grades.get(CANNOT_RUN) is False]:
        reasons.append(f"the assistant broke in {len(broken)} cases: {', '.join(broken)}")
    if unplayed := [f"{record.id} ({record.error})" for record in records if record.state == "errored"]:
        reasons.append(f"{len(unplayed)} cases could not run: {', '.join(unplayed)}")
    return reasons


def share(records: Sequence[CaseRecord], grade: str | None) -> float:
    """The share of cases that pass (one grader, or all); of those to which it applies. 1 where it applies to none."""
    verdicts = [record.grades[grade] if grade else record.passed for record in records if _has(record, grade)]
    return sum(verdicts) / len(verdicts) if verdicts else 1.0


def _has(record: CaseRecord, grade: str | None) -> bool:
    return grade is None or grade in record.grades


def median_ms(records: Sequence[CaseRecord]) -> float:
    times = [ms for record in records for ms in record.ms]
    return statistics.median(times) if times else 0.0


def summary(records: Sequence[CaseRecord]) -> dict[str, float]:
    """Shares over all cases, and the mean of each score over the cases that have it."""
    answerable = [record for record in records if record.domain != "unanswerable"]
    sums: dict[str, float] = {"cases": len(records), "passed": share(records, None), "p50_ms": median_ms(records)}
    for name in sorted({name for record in records for name in record.grades}):
        sums[name] = share(records, name)
    sums["abstained_of_answerable"] = _part(answerable, "abstained")
    sums["clarified"] = _part(records, "clarify")
    for name in sorted({name for record in records for name in record.scores}):
        mean = statistics.fmean(record.scores[name] for record in records if name in record.scores)
        sums[f"ragas_{name}" if name in _RAGAS else name] = mean
    return {name: round(value, 4) for name, value in sums.items()}


def _part(records: Sequence[CaseRecord], outcome: str) -> float:
    return sum(record.outcome == outcome for record in records) / max(1, len(records))


def place(suite: str, folder: Path = REPORTS) -> Path:
    """Where a suite's newest report lies: `evals.json`; other suites than the first beside it, apart."""
    return folder / ("evals.json" if suite in ("core", "local") else f"evals-{suite}.json")


def write(report: Report, folder: Path = REPORTS) -> None:
    """Store the report in place of the suite's last one, at once."""
    path = place(report.suite, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(report.model_dump_json(indent=1), encoding="utf-8")
    part.replace(path)


def read_all(folder: Path = REPORTS) -> list[Report]:
    """The newest report of each suite that has one. Raises ValueError where a file is not a report."""
    paths = sorted(folder.glob("evals*.json"))
    return [Report.model_validate(json.loads(path.read_text(encoding="utf-8"))) for path in paths]
