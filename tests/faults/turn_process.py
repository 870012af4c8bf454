"""Turns whose process kills itself at a named point: `python -m tests.faults.turn_process` reads one order a line.

A server that forks: what is slow to make is made once, and each order runs in a process of its own. An order is JSON:
the database, the data folder, thread and run of a message, and where the process dies (`point`, absent for nowhere; for
`any moment` after `delay_s`). With `recover`, what lapsed is taken up first, a minute later by this process's clock.
How the process ended is one line: `killed` or `done`.
"""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
from langchain_core.messages import AIMessage, BaseMessage
from langgraph.checkpoint.base import Checkpoint, CheckpointMetadata

from assistant import bootstrap, guards
from assistant.assistant import Assistant
from assistant.bootstrap import Overrides
from assistant.checkpoints import TurnSaver
from assistant.events import Event, StepFinished, StepStarted
from assistant.models.local import LocalChatModel
from assistant.recovery import Recovery
from assistant.results import TurnRequest
from assistant.settings import Settings
from tests.lightly import BORROWER, accounts, prompt
from tests.security.network_probe import ACCOUNT, ANSWERS, WordEncoder
from tests.serving import calls, puppet

POINTS = (
    "accepted",
    "guard_input",
    "plan",
    "after plan",
    "read",
    "previewing",
    "after read",
    "keeping",
    "kept",
    "answer",
    "after answer",
    "guard_output",
    "after guard_output",
    "storing",
    "proposed",
    "stored",
    "any moment",
)
WORDS = "please move my due date to the 15th"
_PREVIEW = {
    "status": "previewed",
    "effective_on": "2026-05-15",
    "first_due_date": "2026-06-15",
    "before": {"due_day": 3},
    "after": {"due_day": 15},
}


@dataclass(frozen=True)
class Death:
    """Where this process dies."""

    point: str | None

    def at(self, point: str) -> None:
        if point == self.point:
            os.kill(os.getpid(), signal.SIGKILL)

    def told(self, event: Event) -> None:
        if isinstance(event, StepStarted):
            self.at(event.name)
        elif isinstance(event, StepFinished):
            self.at(f"after {event.name}")


class AsksForEverything:
    """The person's own words are the same in every run; that they are read right is tested elsewhere."""

    def of(self, *_: object, **__: object) -> Callable[[str], bool]:
        return lambda tool: True


async def script(messages: Sequence[BaseMessage]) -> AIMessage:
    """Proposes to move the due date, and then has few words."""
    if messages[-1].type == "tool":
        return AIMessage("Hello! How can I help?")
    return calls(("get_profile", {}), ("move_due_date", {"due_day": 15}))


def lender(death: Death) -> Callable[[httpx.Request], httpx.Response]:
    listed = {"as_of": "2026-05-15", "accounts": [{**ACCOUNT, "due_day": 3}]}

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            death.at("previewing")
            return httpx.Response(200, json=_PREVIEW)
        found = listed if request.url.path == "/v1/accounts" else ANSWERS.get(request.url.path)
        return httpx.Response(200, json=found) if found else httpx.Response(404, json={"title": "Not Found"})

    return answer


class MortalSaver(TurnSaver):
    """The checkpoints of one turn, with death around their writing."""

    death: Death

    async def _keep(self, checkpoint: Checkpoint, metadata: CheckpointMetadata) -> None:
        self.death.at("keeping")
        await super()._keep(checkpoint, metadata)
        self.death.at("kept")


def mortal(assistant: Assistant, death: Death) -> None:
    """Let it die inside and around the transactions that keep a turn."""
    parts: Any = vars(assistant)["_parts"]
    threads: Any = parts.threads
    finish, accept = threads.finish, threads.accept

    async def accepting(request: TurnRequest) -> object:
        accepted = await accept(request)
        death.at("accepted")
        return accepted

    async def finishing(subject: str, result: Any, status: str, also: Any, **given: Any) -> bool:
        async def dying(connection: Any) -> None:
            await also(connection)
            death.at("proposed")

        death.at("storing")
        stored = await finish(subject, result, status, dying, **given)
        death.at("stored")
        return bool(stored)

    def saver(*given: Any) -> TurnSaver:
        made = MortalSaver(*parts.saver.args, *given)
        made.death = death
        return made

    threads.accept, threads.finish = accepting, finishing
    vars(assistant)["_parts"] = replace(parts, saver=saver, write_intent=AsksForEverything())


async def run(order: dict[str, Any]) -> None:
    """Say the message of the order; with `recover`, take up what lapsed before."""
    death = Death(order.get("point"))
    later = timedelta(minutes=1 if "recover" in order else 0)

    def clock() -> datetime:
        return datetime.now(UTC) + later

    model = puppet()
    model.play = script
    given = Overrides(model, prompt(), WordEncoder(), accounts(lender(death)), clock)
    if death.point == "any moment":
        asyncio.get_running_loop().call_later(order["delay_s"], os.kill, os.getpid(), signal.SIGKILL)
    settings = Settings(data_dir=Path(order["folder"]))
    async with bootstrap.assistant(settings, order["url"], "http://accounts.test", given, signs_in) as assistant:
        mortal(assistant, death)
        if order.get("recover"):
            recovery = Recovery(assistant, clock, signs_in)
            await recovery.sweep()
            await recovery.idle()
        await assistant.threads.create(BORROWER.subject, order["thread_id"])
        await assistant.run_turn(TurnRequest(BORROWER, order["thread_id"], order["run_id"], WORDS), death.told)


def signs_in(_: object) -> str:
    return "fresh token"


def prepare(folder: Path) -> None:
    """Make what every process would make alike."""
    local = LocalChatModel(prompt=prompt(), encoder=WordEncoder(), keep_vectors_in=folder)
    local.warm()
    built = guards.build(prompt())
    patch.object(bootstrap, "LocalChatModel", return_value=local).start()
    patch.object(guards, "build", return_value=built).start()


def main() -> None:
    """Serve orders until the input ends; the first line tells that it can begin, and how long making took."""
    started = time.monotonic()
    prepare(Path(sys.argv[1]))
    sys.stdout.write(f"ready {time.monotonic() - started:.1f}\n")
    sys.stdout.flush()
    for line in sys.stdin:
        order: dict[str, Any] = json.loads(line)
        child = os.fork()
        if child == 0:
            os.dup2(2, 1)
            asyncio.run(run(order))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        ended = "killed" if os.WIFSIGNALED(status) else "done" if status == 0 else f"failed {status}"
        sys.stdout.write(ended + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
