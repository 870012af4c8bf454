"""Runs that are killed in the middle, and workers that die: what was played stays, and the end is the same."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from evals.case import Case
from evals.engine import stub
from evals.engine.run import RunInvalid, Spec, played
from evals.engine.stub import StubTarget
from evals.engine.worker import Play
from evals.records import CaseRecord, Fingerprints, Report
from tests.faults.report import full

ROOT = Path(__file__).resolve().parents[3]
NUMBER = 1200
_RUN = """
import sys
from pathlib import Path
from tests.integration.evals.test_killed_runs import spec
from evals.engine.run import played
from evals.engine.stub import StubTarget
from evals.records import Fingerprints
if __name__ == "__main__":
    played(spec(1), StubTarget(), Fingerprints(), Path(sys.argv[1]), lambda done, record: None)
"""


def spec(workers: int, number: int = NUMBER) -> Spec:
    return Spec("stub", stub.cases(number), workers=workers)


def silent(done: int, record: CaseRecord) -> None:
    """Nobody watches."""


def lines(folder: Path) -> int:
    return sum(path.read_bytes().count(b"\n") for path in folder.glob("*.jsonl"))


def told(report: Report) -> list[object]:
    """What does not depend on the clock or on who drew which identifier."""
    kept = {"id", "epoch", "passed", "grades", "faults", "person", "scores", "outcome", "digest"}
    return [record.model_dump(include=kept) for record in report.results]


def test_a_run_that_is_killed_goes_on_where_it_stopped_and_ends_the_same(tmp_path: Path) -> None:
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    program = tmp_path / "run.py"
    program.write_text(_RUN, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, str(program), str(killed)], cwd=ROOT, env=environment)
    while lines(killed) < 50:
        assert process.poll() is None, "the run ended before it could be killed"
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    left = lines(killed)
    assert 50 <= left < NUMBER

    again: list[str] = []
    resumed = played(spec(0), StubTarget(), Fingerprints(), killed, lambda done, record: again.append(record.id))
    assert len(again) <= NUMBER - left
    assert told(resumed) == told(played(spec(0), StubTarget(), Fingerprints(), whole, silent))
    assert [record.id for record in resumed.results] == [case.id for case in spec(0).cases]
    assert not list(killed.glob("*.jsonl"))


@dataclass(frozen=True)
class Deadly(StubTarget):
    """A target whose process is killed when it plays `case`, for the first `times` times. marks: counts them."""

    case: str = ""
    times: int = 1
    marks: Path = Path()

    @asynccontextmanager
    async def opened(self) -> AsyncGenerator[Play]:
        async with super().opened() as play:

            async def deadly(case: Case) -> CaseRecord:
                seen = len(list(self.marks.iterdir()))
                if case.id == self.case and seen < self.times:
                    (self.marks / str(seen)).touch()
                    os.kill(os.getpid(), signal.SIGKILL)
                return await play(case)

            yield deadly


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    folder = tmp_path / "marks"
    folder.mkdir()
    return folder


@pytest.mark.skipif(not full(), reason="in `make faults`")
def test_a_worker_that_dies_is_replaced_and_a_case_that_kills_two_errors(tmp_path: Path, marks: Path) -> None:
    few = spec(1, 20)
    with pytest.raises(RunInvalid, match="1 of 20 records errored") as invalid:
        played(few, Deadly(case="stub-00007", times=9, marks=marks), Fingerprints(), tmp_path / "run", silent)
    results = invalid.value.report.results
    assert [record.id for record in results if record.state == "errored"] == ["stub-00007"]
    assert [record.id for record in results] == [case.id for case in few.cases]
    assert len(list(marks.iterdir())) == 2


def test_what_errored_is_played_again_by_the_next_run(tmp_path: Path) -> None:
    few = spec(0, 10)
    with pytest.raises(RunInvalid, match="every case errored: nothing answers"):
        played(few, Away(), Fingerprints(), tmp_path, silent)
    assert played(few, StubTarget(), Fingerprints(), tmp_path, silent).summary["cases"] == 10


@dataclass(frozen=True)
class Away(StubTarget):
    """A target none of whose cases can be played."""

    @asynccontextmanager
    async def opened(self) -> AsyncGenerator[Play]:
        async with super().opened() as play:

            async def away(case: Case) -> CaseRecord:
                record = await play(case)
                return record.model_copy(update={"state": "errored", "error": "nothing answers"})

            yield away
