"""Whether a record says something about the assistant, and whether a run says something at all."""

from collections import Counter
from collections.abc import Sequence

from evals.engine.plan import Task
from evals.records import CaseRecord

_SHOWN = 8


def checked(record: CaseRecord, model: str, cause: str | None = None) -> CaseRecord:
    """The record, errored also where another model than the one asked for answered.

    cause: why its last failed turn failed, as the log has it; told with the error.
    """
    if record.state == "errored":
        told = f"{record.error} [{cause}]" if cause else record.error
        return record.model_copy(update={"error": told})
    others = sorted({str(turn["result"]["model"]) for turn in record.turns} - {model})
    if not others:
        return record
    error = f"{', '.join(others)} answered in place of {model}"
    return record.model_copy(update={"state": "errored", "error": error, "passed": False})


def problems(tasks: Sequence[Task], records: Sequence[CaseRecord]) -> list[str]:
    """Why a run is invalid, in words; empty for a valid one."""
    if not tasks:
        return ["there is no case to play"]
    found = Counter(f"{record.id}/{record.epoch}" for record in records)
    wanted = {task.key for task in tasks}
    broken = [record for record in records if record.state == "errored"]
    reasons: list[str] = []
    if broken and len(broken) == len(records):
        what = "model call" if all("TurnOutage" in str(record.error) for record in broken) else "case"
        reasons.append(f"every {what} errored: {broken[0].error}")
    elif broken:
        names = _listed([record.id for record in broken])
        reasons.append(f"{len(broken)} of {len(records)} records errored ({names}); the first: {broken[0].error}")
    if missing := sorted(wanted - set(found)):
        reasons.append(f"{len(missing)} records are missing: {_listed(missing)}")
    if unknown := sorted(set(found) - wanted):
        reasons.append(f"{len(unknown)} records are of no case of the run: {_listed(unknown)}")
    if double := sorted(name for name, times in found.items() if times > 1):
        reasons.append(f"{len(double)} records are there twice: {_listed(double)}")
    return reasons


def _listed(names: Sequence[str]) -> str:
    """The first few of them."""
    shown = ", ".join(names[:_SHOWN])
    return f"{shown} and {len(names) - _SHOWN} more" if len(names) > _SHOWN else shown
