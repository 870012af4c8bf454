"""An assistant for tests of everything around a model: real graph, guards, tools and database; a scripted model, a
scripted account system without a network, and an encoder that fits in a second."""

import socket
import threading
import uuid
from collections.abc import AsyncGenerator, Callable, Generator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from langchain_core.messages import AIMessage, BaseMessage
from pydantic import SecretStr

from api.app import ApiConfig, create_app
from assistant import bootstrap
from assistant.assistant import Assistant
from assistant.bootstrap import Overrides
from assistant.results import TurnRequest, TurnResult
from assistant.settings import Settings
from prompts.bundle import PromptBundle
from prompts.loader import load
from prompts.schema import Scenario
from stack.issuer import DevelopmentIssuer
from tests.security.network_probe import ANSWERS, WordEncoder
from tests.serving import Play, Puppet, puppet
from tools.caller import Caller
from tools.client import AccountsClient

Answers = Mapping[str, Mapping[str, Any]]
BORROWER = Caller("B-1", "borrower", 1, "token", "Ana")


_TOOLS = frozenset({"get_balance", "search_policies", "move_due_date"})


@cache
def prompt() -> PromptBundle:
    """The product's prompt with a few of its examples, so that the local model behind the scripted one fits at once."""
    whole = load()
    kept: dict[tuple[object, ...], list[Scenario]] = {}
    for one in whole.scenarios:
        tools = frozenset(call.tool for call in one.calls)
        if tools <= _TOOLS and len(of_kind := kept.setdefault((one.outcome, *sorted(tools)), [])) < 6:
            of_kind.append(one)
    return replace(whole, scenarios=tuple(one for of_kind in kept.values() for one in of_kind))


def accounts(answers: Callable[[httpx.Request], httpx.Response] | Answers = ANSWERS) -> AccountsClient:
    """An account system that answers from a table of paths, or by a function; no socket is opened."""

    def answer(request: httpx.Request) -> httpx.Response:
        if callable(answers):
            return answers(request)
        found = answers.get(request.url.path)
        return httpx.Response(200, json=found) if found else httpx.Response(404, json={"title": "Not Found"})

    return AccountsClient("http://accounts.test", transport=httpx.MockTransport(answer))


@dataclass
class Desk:
    """Somebody who talks with the assistant in one thread; `plays` is what the model does next."""

    assistant: Assistant
    caller: Caller
    model: Any
    thread_id: str = field(default="")

    def plays(self, *messages: AIMessage) -> None:
        """The model says these in turn, and the last one from then on."""
        left = list(messages)

        async def play(_: Sequence[BaseMessage]) -> AIMessage:
            return left.pop(0) if len(left) > 1 else left[0]

        self.model.play = play

    def acts(self, play: Play) -> None:
        self.model.play = play

    async def say(self, text: str) -> TurnResult:
        self.thread_id = self.thread_id or str(await self.assistant.threads.create(self.caller.subject))
        request = TurnRequest(self.caller, self.thread_id, str(uuid.uuid4()), text)
        return await self.assistant.run_turn(request, lambda _: None)


@asynccontextmanager
async def desk(
    url: str, folder: Path, caller: Caller = BORROWER, client: AccountsClient | None = None
) -> AsyncGenerator[Desk]:
    """Over the assistant's database at `url`, with its keys in `folder`."""
    model = puppet()
    given = Overrides(model=model, encoder=WordEncoder(), prompt=prompt(), accounts=client or accounts())
    async with bootstrap.assistant(Settings(data_dir=folder), url, "http://accounts.test", given) as assistant:
        yield Desk(assistant, caller, model)


@contextmanager
def served(
    url: str,
    folder: Path,
    client: AccountsClient,
    issuer: DevelopmentIssuer,
    accounts_url: str = "http://accounts.test",
    **set: Any,
) -> Generator[tuple[str, Puppet]]:
    """The API over HTTP as `python -m api serve` runs it, logs included; gives its address and its model."""
    model = puppet()
    settings = Settings(data_dir=folder, database_url=SecretStr(url)).model_copy(update=set)
    given = Overrides(model=model, encoder=WordEncoder(), prompt=prompt(), accounts=client)
    app = create_app(ApiConfig(settings, url, accounts_url, issuer), given)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, log_level="warning", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            thread.join(0.05)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}", model
        finally:
            server.should_exit = True
            thread.join(20)
