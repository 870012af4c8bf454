"""One worker process: opens a world, plays its tasks one after another, and sends each record as it is made."""

import asyncio
import sys
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, MutableMapping, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

import structlog

from evals.case import Case
from evals.engine import validity
from evals.engine.plan import PLAYING, Task, sittings
from evals.records import CaseRecord

Play = Callable[[Case], Awaitable[CaseRecord]]
"""Plays one case from its beginning and grades it."""


class Target(Protocol):
    """What cases are played against; picklable, opened in the worker's own process."""

    @property
    def model(self) -> str:
        """The name under which the model answers; a turn by another one counts as errored."""
        ...

    @property
    def seed(self) -> int: ...

    def opened(self) -> AbstractAsyncContextManager[Play]: ...


@dataclass(frozen=True)
class Shard:
    """What one worker does. log: where its log lines go."""

    target: Target
    cases: dict[str, Case]
    tasks: Sequence[Task]
    log: Path


def main(shard: Shard, records: "Connection[tuple[Task, bytes], None]") -> None:
    """The process's entry: sends (task, record as JSON) for each task in order, then ends."""
    shard.log.parent.mkdir(parents=True, exist_ok=True)
    with shard.log.open("a", encoding="utf-8") as log:
        failures = Failures(log)
        try:
            asyncio.run(_play_all(shard, failures, records))
        except BrokenPipeError:
            sys.exit(1)  # whoever asked is gone


async def _play_all(shard: Shard, failures: "Failures", records: "Connection[tuple[Task, bytes], None]") -> None:
    async for task, record in played(shard.target, shard.cases, shard.tasks, failures):
        records.send((task, record.model_dump_json().encode()))


async def played(
    target: Target, cases: Mapping[str, Case], tasks: Sequence[Task], failures: "Failures"
) -> AsyncGenerator[tuple[Task, CaseRecord]]:
    """The tasks' records one after another; opened anew where a case that writes comes again or errored."""
    for sitting in sittings(tasks, cases):
        left = deque(sitting)
        while left:
            async with target.opened() as play:
                spoiled = False
                while left and not spoiled:
                    task = left.popleft()
                    record = await play_one(target, play, cases[task.case], task, failures)
                    yield task, record
                    spoiled = spoils(cases[task.case], record)


def serve(target: Target, cases: Mapping[str, Case], log: Path, line: "Connection[tuple[Task, bytes], Task]") -> None:
    """A process's entry that plays each task it is given and sends its record back, until there is nobody to ask."""
    with log.open("a", encoding="utf-8") as stream:
        failures = Failures(stream)
        with suppress(EOFError, BrokenPipeError):
            asyncio.run(_serve(target, cases, failures, line))


async def _serve(
    target: Target, cases: Mapping[str, Case], failures: "Failures", line: "Connection[tuple[Task, bytes], Task]"
) -> None:
    task: Task | None = None
    while True:
        async with target.opened() as play:
            written: set[str] = set()
            while True:
                task = task or await asyncio.to_thread(line.recv)
                writes = cases[task.case].writes
                if task.case in written or (written and not writes):
                    break  # it needs untouched books
                if writes:
                    written.add(task.case)
                record = await play_one(target, play, cases[task.case], task, failures)
                line.send((task, record.model_dump_json().encode()))
                case, task = cases[task.case], None
                if spoils(case, record):
                    break


def spoils(case: Case, record: CaseRecord) -> bool:
    """Whether what the case set off may still come, in books that others are judged by."""
    return case.writes and record.state == "errored"


async def play_one(target: Target, play: Play, case: Case, task: Task, failures: "Failures") -> CaseRecord:
    """The record of a task as the run keeps it: errored also where another model than the one asked for answered."""
    failures.forget()
    marked = PLAYING.set(task)
    try:
        record = await play(case)
    finally:
        PLAYING.reset(marked)
    record = record.model_copy(update={"epoch": task.epoch, "seed": target.seed})
    return validity.checked(record, target.model, failures.last)


class Failures:
    """Why turns failed, read from the log as it is written: the stored result of a turn never tells.

    log: a stream that gets every line; None leaves logging as it is.
    """

    def __init__(self, log: Any = None) -> None:
        from assistant import logs

        self.last: str | None = None
        if log is not None:
            logs.configure(log)
            processors: list[Any] = list(structlog.get_config()["processors"])
            structlog.configure(processors=[self._hear, *processors])

    def forget(self) -> None:
        self.last = None

    def _hear(self, _: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        if event.get("event") == "turn_failed":
            self.last = " from ".join(str(cause).partition(" at ")[0] for cause in event["causes"])
        return event
