"""Who plays the cases of a pytest process: the checkout's assistant in a world that stays open from case to case."""

import asyncio
import queue
from concurrent import futures
from dataclasses import dataclass, field
from typing import Any

from assistant.settings import Settings
from evals.case import Case, load_suite
from evals.engine import run as engine
from evals.engine import worker
from evals.engine.plan import Task
from evals.engine.run import Spec
from evals.engine.worker import Failures, Target
from evals.lanes import choosing
from evals.pytesting.playing import Options
from evals.records import CaseRecord
from stack import embedded

_END_S = 60.0


@dataclass
class WorldPlayer:
    """Prepares a suite's target when its first case is played, and keeps one world open at a time."""

    options: Options
    _suite: str = ""
    _world: "OpenWorld | None" = None

    def play(self, suite: str, case: Case, epoch: int) -> CaseRecord:
        """Raises LaneMismatch, NothingRecorded and what making the stack and its worlds raises."""
        if self._world is None or suite != self._suite:
            self.close()
            self._suite, self._world = suite, OpenWorld(_target(suite, self.options))
        return self._world.play(case, epoch)

    def close(self) -> None:
        world, self._world = self._world, None
        if world:
            world.close()


def _target(suite: str, options: Options) -> Target:
    settings = Settings()
    if options.model:
        settings = settings.model_copy(update={"model": options.model})
    make_model = choosing.model_of(options.lane, suite, settings)
    cases = load_suite(suite)
    stack = embedded.prepare(settings.data_dir)
    spec = Spec(suite, cases, lane=options.lane, seed=options.seed, make_model=make_model)
    return engine.prepare(spec, settings, stack, embedded.no_progress).target


@dataclass
class _Asked:
    case: Case
    task: Task
    record: "futures.Future[CaseRecord]" = field(default_factory=lambda: futures.Future[CaseRecord]())


class OpenWorld:
    """A target that stays open on a thread with an event loop of its own, since pytest calls from outside of one."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._asked: queue.SimpleQueue[_Asked | None] = queue.SimpleQueue()
        self._thread = futures.ThreadPoolExecutor(1, "eval-world")
        self._ended = self._thread.submit(lambda: asyncio.run(self._serve()))

    def play(self, case: Case, epoch: int) -> CaseRecord:
        """Raises what opening the world raised, for this case and every later one."""
        asked = _Asked(case, Task(0, case.id, epoch))
        self._asked.put(asked)
        either: list[futures.Future[Any]] = [asked.record, self._ended]
        futures.wait(either, return_when=futures.FIRST_COMPLETED)
        if not asked.record.done():
            self._ended.result()
        return asked.record.result()

    def close(self) -> None:
        self._asked.put(None)
        futures.wait((self._ended,), _END_S)
        self._thread.shutdown(wait=False)

    async def _serve(self) -> None:
        """Play what is asked, in untouched books where a case that writes comes again or errored."""
        failures = Failures()
        asked = await self._next()
        while asked:
            written: set[str] = set()
            async with self._target.opened() as play:
                spoiled = False
                while asked and not spoiled and asked.case.id not in written:
                    if asked.case.writes:
                        written.add(asked.case.id)
                    record = await worker.play_one(self._target, play, asked.case, asked.task, failures)
                    asked.record.set_result(record)
                    spoiled = worker.spoils(asked.case, record)
                    asked = await self._next()

    async def _next(self) -> _Asked | None:
        return await asyncio.to_thread(self._asked.get)
