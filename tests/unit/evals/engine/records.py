"""Records made by hand."""

from typing import Any

from evals.records import CaseRecord


def record(name: str, epoch: int = 0, **fields: Any) -> CaseRecord:
    given: dict[str, Any] = {
        "id": name,
        "epoch": epoch,
        "domain": "balance",
        "tags": [],
        "critical": False,
        "person": None,
        "passed": True,
        "outcome": "answered",
        "grades": {},
        "faults": [],
        "ms": [],
        "turns": [],
    }
    return CaseRecord.model_validate({**given, **fields})


def errored(name: str, error: str) -> CaseRecord:
    return record(name, state="errored", error=error, passed=False)
