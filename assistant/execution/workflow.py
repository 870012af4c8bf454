"""The durable workflow of one confirmed proposal: begin, perform, settle.

Its id is the proposal's id, so that however often it is started it is one. Inputs and outputs are ids and enumerations;
each step reads for itself what was asked and what came of it. A step that a crash cut off runs again and finds what it
had already done.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from types import TracebackType
from typing import Any, Protocol

import structlog
from dbos import DBOS

from assistant import logs
from tools.caller import Caller

EXECUTOR = Caller("executor", "service")
"""Who carries out: the service, for whom permissions are asked and under whose name it is recorded."""
AGAIN = "again"
"""A step's outcome while it cannot know: the database or the account system is out of reach."""
PERFORM = "perform"
REFUSED = "refused:"
"""In front of the code that says why nothing was done."""
_FIRST_PAUSE_S = 0.2
_LONGEST_PAUSE_S = 10.0
_log = structlog.get_logger("executor")
Execute = Callable[[str], Coroutine[Any, Any, str]]


class Steps(Protocol):
    """What the workflow does. Each may run more than once for one proposal; all may answer `AGAIN`."""

    def begin(self, proposal_id: str) -> Coroutine[Any, Any, str]:
        """`PERFORM`, `REFUSED` with a code where it may no longer be done, or the final state where it has ended."""
        ...

    def perform(self, proposal_id: str) -> Coroutine[Any, Any, str]:
        """`done`, or `REFUSED` with the account system's code."""
        ...

    def settle(self, proposal_id: str, outcome: str) -> Coroutine[Any, Any, str]:
        """The proposal's final state, once receipt, notice and audit record are stored with it."""
        ...


class StepFailed(RuntimeError):
    """A step met a fault of our own, named in the log. Nothing is settled; the proposal is taken up again later."""


class Active:
    """The proposals whose workflows run in this process."""

    def __init__(self) -> None:
        self._tasks: dict[asyncio.Task[Any], str] = {}

    @property
    def ids(self) -> list[str]:
        return list(set(self._tasks.values()))

    def add(self, proposal_id: str) -> None:
        """The running task works on it, until it has written its outcome."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks[task] = proposal_id
        task.add_done_callback(self._tasks.pop)

    async def end(self, grace_s: float) -> None:
        """Let what runs end; what is left after `grace_s` is stopped, and goes on at the next start."""
        if not self._tasks:
            return
        _, left = await asyncio.wait(list(self._tasks), timeout=grace_s)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)


def register(steps: Steps, active: Active) -> Execute:
    """The workflow over these steps; before DBOS is launched, so that it finds what it has to recover."""

    @DBOS.step(name="begin")
    async def begin(proposal_id: str) -> str:
        with _Sound("begin"):
            return await steps.begin(proposal_id)

    @DBOS.step(name="perform")
    async def perform(proposal_id: str) -> str:
        with _Sound("perform"):
            return await steps.perform(proposal_id)

    @DBOS.step(name="settle")
    async def settle(proposal_id: str, outcome: str) -> str:
        with _Sound("settle"):
            return await steps.settle(proposal_id, outcome)

    @DBOS.workflow(name="execute_proposal", max_recovery_attempts=None)
    async def execute(proposal_id: str) -> str:
        active.add(proposal_id)
        begun = await _until_known(lambda: begin(proposal_id))
        if begun != PERFORM and not begun.startswith(REFUSED):
            return begun
        outcome = begun if begun != PERFORM else await _until_known(lambda: perform(proposal_id))
        return await _until_known(lambda: settle(proposal_id, outcome))

    return execute


async def _until_known(step: Callable[[], Awaitable[str]]) -> str:
    """The step's outcome. There is no last attempt: an outcome that is not known is never made up."""
    pause_s = _FIRST_PAUSE_S
    while (outcome := await step()) == AGAIN:
        await DBOS.sleep_async(pause_s)
        pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
    return outcome


class _Sound:
    """Keeps what an exception says (a row, an address) out of the workflow's record; the log tells where it was."""

    def __init__(self, step: str) -> None:
        self._step = step

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: TracebackType | None) -> None:
        if isinstance(error, Exception):
            _log.error("step_failed", step=self._step, causes=logs.causes(error))
            raise StepFailed(f"{self._step}: {type(error).__name__}") from None
