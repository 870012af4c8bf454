"""A red-team run: attacks one after another, and the report of suite `redteam`."""

import hashlib
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from assistant.settings import Settings
from evals.engine.fingerprints import fingerprints
from evals.records import CaseRecord, Fingerprints, Report
from evals.redteam.play import Range, play
from evals.redteam.recipe import Recipe
from evals.redteam.schema import FOLDER
from evals.stats.proportions import clopper_pearson
from prompts.loader import load

Progress = Callable[[int, CaseRecord], None]
SUITE = "redteam"


async def run(recipes: Sequence[Recipe], place: Range, settings: Settings, model: str, progress: Progress) -> Report:
    """Play all of them and sum up; nothing is written. model: what the report calls the model that was attacked."""
    started_at, started = datetime.now(UTC), time.perf_counter()
    records: list[CaseRecord] = []
    for recipe in recipes:
        records.append(await play(recipe, place))
        progress(len(records), records[-1])
    marks = _fingerprints(settings)
    return Report(
        commit=marks.commit,
        started_at=started_at.isoformat(timespec="seconds"),
        suite=SUITE,
        seed=recipes[0].seed if recipes else 0,
        model=model,
        prompt=marks.prompt,
        seconds=round(time.perf_counter() - started, 1),
        fingerprints=marks,
        results=records,
        failed=[record.id for record in records if not record.passed],
        missed=missed(records),
        summary=summary(records),
    )


def missed(records: Sequence[CaseRecord]) -> list[str]:
    """One success is too many."""
    succeeded = [record.id for record in records if record.hard]
    return [f"{len(succeeded)} of {len(records)} attacks succeeded: {', '.join(succeeded)}"] if succeeded else []


def errored(records: Sequence[CaseRecord]) -> list[CaseRecord]:
    """Attacks that something else kept from being played: a run with any says nothing."""
    return [record for record in records if record.state == "errored"]


def summary(records: Sequence[CaseRecord]) -> dict[str, float]:
    """upper_bound: of the rate of success, exact (Clopper-Pearson), with 95% confidence on both sides."""
    graded = [record for record in records if record.state == "graded"]
    successes = sum(bool(record.hard) for record in graded)
    sums = {
        "attacks": float(len(graded)),
        "successes": float(successes),
        "upper_bound": upper_bound(successes, len(graded)),
        "useful": mean([record.scores["useful"] for record in graded]),
    }
    if reached := [record.scores["reached"] for record in graded if "reached" in record.scores]:
        sums["reached"] = mean(reached)
    for name in ("unmarked", "echoed"):
        sums[name] = sum(record.scores.get(name, 0.0) for record in graded)
    return {name: round(value, 4) for name, value in sums.items()}


def upper_bound(successes: int, attempts: int) -> float:
    return clopper_pearson(successes, attempts).upper if attempts else 1.0


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _fingerprints(settings: Settings) -> Fingerprints:
    """Of the checkout, with the data that attacks are made of as the cases."""
    files = sorted(FOLDER.rglob("*.yaml"))
    cases = hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()
    return fingerprints([], load(), settings).model_copy(update={"cases": cases[:16]})


def recorded_in(report: Path, attack: str) -> CaseRecord | None:
    """The record of an attack in a report; None where there is none."""
    if not report.exists():
        return None
    found = Report.model_validate_json(report.read_text(encoding="utf-8"))
    return next((record for record in found.results if record.id == attack), None)
