"""Which verdict of the gate is about which run."""

from pathlib import Path

from pydantic import ValidationError

from evals.gate.verdict import Verdict
from evals.records import Report


class NotAVerdict(ValueError):
    """The file holds no verdict; the message says what to do."""


def read(path: Path) -> Verdict:
    """Raises NotAVerdict, OSError."""
    try:
        return Verdict.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise NotAVerdict(f"{path} holds no verdict: `assist evals gate` writes one.") from error


def is_about(verdict: Verdict, report: Report) -> bool:
    """Whether the verdict judged this run: the same suite, lane, seed, repeats and commit, and all that makes answers.

    Graders may differ, since the gate grades both sides again where they changed.
    """
    judged = (verdict.suite, verdict.lane, verdict.seed, verdict.repeats, verdict.head_commit)
    run = (report.suite, report.lane, report.seed, report.repeats, report.commit)
    changed = set(verdict.fingerprints.head.changed(report.fingerprints)) - {"graders", "code"}
    return judged == run and not changed
