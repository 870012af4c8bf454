"""Turns that are running in this process: they outlive a client's connection, can be followed again, and stopped."""

import asyncio
from collections.abc import AsyncGenerator

from api.errors import RunStopped, TooManyRuns
from assistant.assistant import Assistant
from assistant.errors import RunConflict
from assistant.events import Event, TurnFinished
from assistant.results import TurnRequest, TurnResult

_MAX_RUNNING = 256


class Run:
    """One turn and what it has told so far. Followers may come, go and come again."""

    def __init__(self, assistant: Assistant, request: TurnRequest) -> None:
        self.request = request
        self._events: list[Event] = []
        self._news = asyncio.Event()
        self._task = asyncio.create_task(assistant.run_turn(request, self._emit))
        self._task.add_done_callback(lambda _: self._news.set())

    def _emit(self, event: Event) -> None:
        self._events.append(event)
        self._news.set()

    async def follow(self) -> AsyncGenerator[Event]:
        """Every event from the first, then live until the turn has ended. Raises what the turn raised."""
        seen = 0
        while True:
            while seen < len(self._events):
                yield self._events[seen]
                seen += 1
            if self._task.done():
                if not self._task.cancelled():
                    self._task.result()
                return
            self._news.clear()
            await self._news.wait()

    async def begun(self) -> None:
        """Wait until the message is stored. Raises what kept it from being taken."""
        while not self._events and not self._task.done():
            self._news.clear()
            await self._news.wait()
        if not self._events:
            self._ended()

    async def result(self) -> TurnResult:
        """The turn's end; leaving early does not stop it. Raises what the turn raised, RunStopped."""
        await asyncio.wait([self._task])
        return self._ended()

    def _ended(self) -> TurnResult:
        if not self._task.cancelled():
            return self._task.result()
        last = self._events[-1] if self._events else None
        if isinstance(last, TurnFinished):
            return last.result
        raise RunStopped("The run was stopped before its message was stored; send it with a fresh run id.")

    async def stop(self) -> None:
        """Cancel the model call and wait until the turn is stored as stopped."""
        self._task.cancel()
        await asyncio.wait([self._task])

    @property
    def is_over(self) -> bool:
        return self._task.done()


class Runs:
    """The running turns of one process by subject and run id."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._runs: dict[tuple[str, str], Run] = {}

    def start(self, request: TurnRequest) -> Run:
        """Begin the turn, or give the one that runs under the same run id. Raises RunConflict, TooManyRuns."""
        key = (request.caller.subject, request.run_id)
        running = self._runs.get(key)
        if running and not running.is_over:
            if (running.request.thread_id, running.request.text) != (request.thread_id, request.text):
                raise RunConflict("This run id belongs to another message; send this one with a fresh run id.")
            return running
        self._forget_ended()
        if len(self._runs) >= _MAX_RUNNING:
            raise TooManyRuns("The assistant is busy; send the message again in a moment.")
        self._runs[key] = Run(self._assistant, request)
        return self._runs[key]

    def find(self, subject: str, run_id: str) -> Run | None:
        return self._runs.get((subject, run_id))

    async def drain(self, grace_s: float) -> None:
        """Let running turns end before the process does; what is left after `grace_s` is stopped."""
        left = [run for run in self._runs.values() if not run.is_over]
        try:
            async with asyncio.timeout(grace_s):
                await asyncio.gather(*(run.result() for run in left), return_exceptions=True)
        except TimeoutError:
            await asyncio.gather(*(run.stop() for run in left if not run.is_over))

    def _forget_ended(self) -> None:
        self._runs = {key: run for key, run in self._runs.items() if not run.is_over}
