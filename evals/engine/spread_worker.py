"""A machine's part of a run that is spread: takes cases from the queue and plays them in processes of its own.

DBOS and the executor of confirmed writes cannot share a process, since there is one DBOS in each: this one takes and
answers, its children play.
"""

import multiprocessing
import queue
import socket
import time
import uuid
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

import psycopg
from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer

from evals.case import Case
from evals.engine import spread, worker
from evals.engine.manifest import Manifest
from evals.engine.plan import Task
from evals.engine.worker import Target
from evals.recording import Who, errored

_SPAWN = multiprocessing.get_context("spawn")
_AT_ONCE = 6
"""Cases that a worker takes at once; most wait for a child, and none for the next look into the queue."""
_POLL_S = 0.2
_LOOK_FOR_END_S = 1.0
_END_S = 5.0


@dataclass(frozen=True)
class Playing:
    """What the children play. log: where their lines go."""

    target: Target
    cases: Mapping[str, Case]
    log: Path


class Hand:
    """One child process that plays; it is replaced when it dies."""

    def __init__(self, playing: Playing) -> None:
        self._playing = playing
        self._process: SpawnProcess | None = None
        self._line: Connection[Task, tuple[Task, bytes]] | None = None

    def play(self, task: Task) -> str:
        """The record as JSON; errored where the child died of it twice."""
        code: int | None = None
        for _ in range(2):
            line = self._line or self._start()
            try:
                line.send(task)
                _, record = line.recv()
                return record.decode()
            except (EOFError, OSError):
                code = self.end()
        case, seed = self._playing.cases[task.case], self._playing.target.seed
        reason = f"the worker process ended (exit code {code}) while it played this case"
        return errored(case, Who(seed, task.epoch), reason).model_dump_json()

    def _start(self) -> "Connection[Task, tuple[Task, bytes]]":
        mine, theirs = _SPAWN.Pipe()
        given = (self._playing.target, dict(self._playing.cases), self._playing.log, theirs)
        self._process = _SPAWN.Process(target=worker.serve, args=given, name="evals-worker", daemon=True)
        self._process.start()
        theirs.close()
        self._line = mine
        return mine

    def end(self) -> int | None:
        """End the child; its exit code."""
        process, line, self._process, self._line = self._process, self._line, None, None
        if process is None or line is None:
            return None
        line.close()  # it ends by itself and takes its databases along
        process.join(_END_S)
        if process.is_alive():
            process.terminate()
            process.join(_END_S)
        return process.exitcode


def work(queue_url: str, manifest: Manifest, playing: Playing, hands: int) -> int:
    """Play cases of the run until it is gone from the queue; how many this machine played.

    Raises psycopg.Error where the queue's database is out of reach.
    """
    playing.log.parent.mkdir(parents=True, exist_ok=True)
    executor = f"{socket.gethostname()}-{uuid.uuid4().hex[:8]}"
    free: queue.SimpleQueue[Hand] = queue.SimpleQueue()
    made = [Hand(playing) for _ in range(hands)]
    for hand in made:
        free.put(hand)
    played: list[str] = []
    with _alive(queue_url, executor):
        DBOS(config=_config(queue_url, manifest.run, executor))

        @DBOS.workflow(name=spread.PLAY_CASE, max_recovery_attempts=None)
        def play_eval_case(place: int, case: str, epoch: int) -> str:
            hand = free.get()
            try:
                return hand.play(Task(place, case, epoch))
            finally:
                played.append(case)
                free.put(hand)

        DBOS.listen_queues([spread.QUEUE])
        DBOS.launch()
        DBOS.register_queue(spread.QUEUE, worker_concurrency=_AT_ONCE, polling_interval_sec=_POLL_S)
        try:
            _until_gone(queue_url, manifest.run)
        finally:
            for hand in made:
                hand.end()
            DBOS.destroy(destroy_registry=True)
    return len(played)


def _config(queue_url: str, run: str, executor: str) -> DBOSConfig:
    return DBOSConfig(
        name=spread.APPLICATION,
        system_database_url=queue_url,
        serializer=DBOSPortableJSONSerializer(),
        application_version=spread.version(run),
        executor_id=executor,
        enable_otlp=False,
        log_level="WARNING",
    )


@contextmanager
def _alive(queue_url: str, executor: str) -> Generator[None]:
    """Hold the lock that tells the coordinator that this worker lives; the database lets it go when this one dies."""
    with psycopg.connect(queue_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [executor])
        yield


def _until_gone(queue_url: str, run: str) -> None:
    looking = spread.client(queue_url)
    try:
        while any(one.run == run for one in spread.runs(looking)):
            time.sleep(_LOOK_FOR_END_S)
    finally:
        looking.destroy()
