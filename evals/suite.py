"""One run of a suite, from its cases to its report."""

import subprocess
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from evals import report
from evals.case import Case
from evals.ragas_adapter import Scorer
from evals.records import CaseRecord, Report
from evals.runner import Stage, run_case

Progress = Callable[[int, CaseRecord], None]
"""Told how many cases are done and the record of the newest."""


async def run(
    suite: str, cases: Sequence[Case], stage: Stage, model: str, score: Scorer | None, progress: Progress
) -> Report:
    """Play the cases one after another (each on a thread of its own) and sum up; nothing is written.

    score: ragas metrics, or None to leave them out.
    """
    started_at, started = datetime.now(UTC), time.perf_counter()
    records: list[CaseRecord] = []
    for case in cases:
        record, played = await run_case(case, stage)
        if played and score:
            record.scores = await score(played)
        records.append(record)
        progress(len(records), record)
    prompts = [turn["result"]["prompt"] for record in records for turn in record.turns]
    return Report(
        commit=commit(),
        started_at=started_at.isoformat(timespec="seconds"),
        suite=suite,
        model=model,
        prompt=prompts[0] if prompts else "",
        seconds=round(time.perf_counter() - started, 1),
        results=records,
        failed=[record.id for record in records if not record.passed],
        missed=report.missed(records, report.thresholds(suite)),
        summary=report.summary(records),
    )


def commit() -> str:
    """The checkout's commit, or `unknown` outside of a repository."""
    root = Path(__file__).resolve().parent.parent
    try:
        done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.strip()
