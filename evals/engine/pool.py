"""Worker processes of one run on this machine, and what to do when one of them dies."""

import asyncio
import multiprocessing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path

from evals.case import Case
from evals.engine import worker
from evals.engine.plan import Task, shards
from evals.engine.worker import Shard, Target
from evals.recording import Who, errored
from evals.records import CaseRecord

Take = Callable[[CaseRecord], None]
_SPAWN = multiprocessing.get_context("spawn")
"""Not fork: a copy of a process with threads, database connections and an encoder would not work."""
_TOO_OFTEN = 2
"""A task whose worker ends so often is not tried again."""
_END_S = 10.0


class WorkersBroken(RuntimeError):
    """Worker processes end before they play anything; the message names their log."""


@dataclass
class _Worker:
    process: SpawnProcess
    records: "Connection[None, tuple[Task, bytes]]"
    left: list[Task]
    deaths: int = 0
    started: bool = field(default=False)


def play(target: Target, cases: Mapping[str, Case], tasks: Sequence[Task], workers: int, log: Path, take: Take) -> None:
    """Play the tasks in `workers` processes (0: in this one) and give each record to `take` as it comes.

    A worker that dies is replaced; the task at which two died errors. Raises WorkersBroken.
    """
    if not tasks:
        return
    if workers == 0:
        asyncio.run(_play_here(target, cases, tasks, take))
        return
    shared = _Run(target, dict(cases), log)
    running = [shared.start(shard) for shard in shards(tasks, list(cases.values()), workers)]
    try:
        while running:
            ready = set(wait([one.records for one in running]))
            for one in [one for one in running if one.records in ready]:
                if not _received(one, take):
                    running.remove(one)
                    if one.left:
                        running += shared.replaced(one, take)
    finally:
        for one in running:
            one.process.terminate()
            one.process.join(_END_S)


async def _play_here(target: Target, cases: Mapping[str, Case], tasks: Sequence[Task], take: Take) -> None:
    (shard,) = shards(tasks, list(cases.values()), 1)
    async for _, record in worker.played(target, cases, shard, worker.Failures()):
        take(record)


def _received(one: _Worker, take: Take) -> bool:
    """Whether the worker still has something to say."""
    try:
        task, record = one.records.recv()
    except EOFError:
        one.process.join(_END_S)
        return False
    one.left.remove(task)
    one.started, one.deaths = True, 0
    take(CaseRecord.model_validate_json(record))
    return True


@dataclass(frozen=True)
class _Run:
    target: Target
    cases: dict[str, Case]
    log: Path

    def start(self, tasks: Sequence[Task], deaths: int = 0) -> _Worker:
        mine, theirs = _SPAWN.Pipe(duplex=False)
        needed = {task.case: self.cases[task.case] for task in tasks}
        shard = Shard(self.target, needed, tasks, self.log)
        process = _SPAWN.Process(target=worker.main, args=(shard, theirs), name="evals-worker", daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, mine, list(tasks), deaths)

    def replaced(self, dead: _Worker, take: Take) -> list[_Worker]:
        """Another worker for what the dead one left, without the task that it died of twice."""
        code, deaths = dead.process.exitcode, dead.deaths + 1
        if not dead.started and code and code > 0:
            raise WorkersBroken(f"A worker of the eval run ended with exit code {code}; see {self.log}.")
        left = dead.left
        if deaths >= _TOO_OFTEN:
            task, *left = left
            deaths = 0
            reason = f"the worker process ended (exit code {code}) while it played this case"
            take(errored(self.cases[task.case], Who(self.target.seed, task.epoch), reason))
        return [self.start(left, deaths)] if left else []
