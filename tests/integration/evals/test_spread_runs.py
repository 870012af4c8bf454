"""A run spread over two workers of one queue, one of which is killed: every case is played, and its record is there."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from evals.engine import spread, stub
from evals.engine.plan import Task
from evals.engine.run import Spec, manifest, played, run_key
from evals.engine.spread import FingerprintDiffers
from evals.engine.stub import StubTarget
from evals.records import CaseRecord, Fingerprints
from stack import postgres
from tests.conftest import Database
from tests.faults.report import full

ROOT = Path(__file__).resolve().parents[3]
PRINTS = Fingerprints(prompts="1", graders="2")
_WORKER = """
import sys, time
from pathlib import Path
from evals.engine import spread, spread_worker, stub
from evals.engine.spread_worker import Playing
if __name__ == "__main__":
    url, log = sys.argv[1:]
    queue = spread.client(url)
    while not (waiting := spread.runs(queue)):
        time.sleep(0.1)
    cases = {case.id: case for case in spread.chosen(waiting[0], stub.cases(300))}
    print(spread_worker.work(url, waiting[0], Playing(stub.StubTarget(), cases, Path(log)), 1), flush=True)
"""


@pytest.mark.skipif(not full(), reason="in `make faults`")
def test_two_workers_share_a_run_and_one_is_killed(clone_database: Callable[[str], Database], tmp_path: Path) -> None:
    url = clone_database(postgres.DURABLE_DATABASE).url("durable_owner")
    program, spec = tmp_path / "worker.py", Spec("stub", stub.cases(150))
    program.write_text(_WORKER, encoding="utf-8")
    command = [sys.executable, str(program), url, str(tmp_path / "workers.log")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    workers = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    executors: list[str] = []

    def killing(done: int, record: CaseRecord) -> None:
        if done == 30:
            executors.append("killed")
            workers[0].send_signal(signal.SIGKILL)

    def by_workers(tasks: Sequence[Task], take: Callable[[CaseRecord], None]) -> None:
        spread.play(url, manifest(spec, "stub", PRINTS), tasks, take, wait_s=40)

    try:
        report = played(spec, StubTarget(), PRINTS, tmp_path / "journal", killing, by_workers)
    finally:
        workers[0].kill()
    told, _ = workers[1].communicate(timeout=60)
    assert executors == ["killed"]
    assert [record.id for record in report.results] == [case.id for case in spec.cases]
    assert not report.failed
    assert 0 < int(told) <= 150
    queue = spread.client(url)
    assert spread.runs(queue) == []
    queue.destroy()


def test_a_worker_with_another_checkout_refuses() -> None:
    told = manifest(Spec("stub", stub.cases(1)), "stub", PRINTS)
    spread.check(told, PRINTS)
    with pytest.raises(FingerprintDiffers, match="differs from the run's in: prompts, graders"):
        spread.check(told, Fingerprints(prompts="other", graders="other"))
    with pytest.raises(FingerprintDiffers, match="has no case 'stub-00000'"):
        spread.chosen(told, [])


def test_runs_of_another_checkout_have_another_key() -> None:
    spec = Spec("stub", stub.cases(1))
    assert run_key(spec, PRINTS) != run_key(spec, Fingerprints())
    assert run_key(spec, PRINTS) == run_key(spec, PRINTS.model_copy(update={"commit": "other", "dirty": True}))
