"""`assist bench evals`: what the harness itself costs a case, with a stub in the assistant's place."""

import os
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

from evals.bench import figures
from evals.engine import run as engine
from evals.engine import stub
from evals.engine.run import Spec
from evals.records import CaseRecord, Fingerprints
from evals.report import write

CASES = 1_000


class Memory:
    """Resident megabytes of this process and of its workers together, first and last seen, and most."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self.seen: list[float] = []

    def look(self) -> None:
        processes = [self._process, *self._process.children(recursive=True)]
        held = 0
        for process in processes:
            try:
                held += process.memory_info().rss
            except psutil.NoSuchProcess:
                continue
        self.seen.append(held / 1e6)


def run(number: int = CASES, workers: int | None = None) -> dict[str, Any]:
    """Plan, play, grade, journal and report `number` generated cases with all graders.

    overhead_ms_per_case: from the plan to the written report, by cases. start_s: until the first record is there,
    which is mostly Python's imports in the workers. rss_*: with the workers, after a tenth of the cases and at the end.
    """
    memory, first = Memory(), 0.0
    cases = stub.cases(number)
    started = time.perf_counter()

    def told(done: int, record: CaseRecord) -> None:
        nonlocal first
        first = first or time.perf_counter() - started
        if done % max(1, number // 10) == 0:
            memory.look()

    with tempfile.TemporaryDirectory() as folder:
        spec = Spec("stub", cases, workers=workers or os.cpu_count() or 1)
        found = engine.played(spec, stub.StubTarget(), Fingerprints(), Path(folder), told)
        write(found, Path(folder))
        wall_s = time.perf_counter() - started
    return {
        "cases": len(found.results),
        "failed": len(found.failed),
        "overhead_ms_per_case": round(wall_s * 1000 / number, 2),
        "wall_s": round(wall_s, 2),
        "start_s": round(first, 2),
        "workers": spec.workers,
        "rss_start_mb": round(memory.seen[0]),
        "rss_end_mb": round(memory.seen[-1]),
        "n": number,
        "machine": figures.machine(),
        "commit": figures.commit(),
    }
