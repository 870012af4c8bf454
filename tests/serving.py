"""The real services for tests: account system and API by uvicorn on loopback ports, over a seeded portfolio."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, LiteralString

import httpx
import psycopg
import pytest
import uvicorn
from ag_ui.core import BaseEvent, Event
from fastapi import FastAPI
from filelock import FileLock
from langchain_core.callbacks import AsyncCallbackManagerForLLMRun
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import SecretStr, TypeAdapter

from accounts.app import AppConfig
from accounts.app import create_app as create_accounts
from api.app import ApiConfig
from api.app import create_app as create_api
from assistant.bootstrap import Overrides
from assistant.models.local import LocalChatModel
from assistant.models.scripted import ScriptedModel
from assistant.settings import Settings
from policies.embeddings import MiniLM, Remembered
from prompts.loader import load
from stack.issuer import DevelopmentIssuer, Identity
from stack.people import Person, find, identity_of, people
from tests.conftest import INDEXED, Database

Play = Callable[[Sequence[BaseMessage]], Awaitable[AIMessage]]
_EVENT: TypeAdapter[BaseEvent] = TypeAdapter(Event)


class Puppet(ScriptedModel):
    """A model that plays what the test of the moment tells it to, and can be left waiting."""

    play: Play

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=await self.play(messages))])


async def greeting(_: Sequence[BaseMessage]) -> AIMessage:
    return AIMessage("Hello! How can I help?")


def puppet() -> Puppet:
    return Puppet(script=lambda _: AIMessage(""), play=greeting)


def calls(*requested: tuple[str, dict[str, Any]]) -> AIMessage:
    """A message that asks for tools."""
    return AIMessage(
        "",
        tool_calls=[
            {"name": name, "args": arguments, "id": f"call-{index}", "type": "tool_call"}
            for index, (name, arguments) in enumerate(requested)
        ],
    )


@contextmanager
def serving(app: FastAPI) -> Generator[str]:
    """The app's base URL while it is served; it drains and ends with the block."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        config = uvicorn.Config(app, log_level="error", access_log=False, timeout_graceful_shutdown=3)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        _wait_for(url, thread)
        try:
            yield url
        finally:
            server.should_exit = True
            thread.join(20)


def _wait_for(url: str, thread: threading.Thread) -> None:
    deadline = time.monotonic() + 110
    while thread.is_alive() and time.monotonic() < deadline:
        try:
            httpx.get(f"{url}/healthz", timeout=1, trust_env=False)
        except httpx.TransportError:
            continue
        return
    raise RuntimeError("the service under test did not start")


@dataclass
class Client:
    """Somebody who talks to the API; without a token, an anonymous visitor who keeps the key they were given."""

    base_url: str
    token: str | None = None
    headers: dict[str, str] = field(default_factory=dict[str, str])

    def http(self) -> httpx.AsyncClient:
        given = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return httpx.AsyncClient(base_url=self.base_url, headers={**given, **self.headers}, timeout=30, trust_env=False)

    async def get(self, path: str) -> httpx.Response:
        async with self.http() as http:
            return await http.get(path)

    async def post(self, path: str, body: Any = None) -> httpx.Response:
        async with self.http() as http:
            answer = await http.post(path, json=body if body is not None else {})
        if key := answer.headers.get("x-anonymous-key"):
            self.headers["X-Anonymous-Key"] = key
        return answer

    async def thread(self) -> str:
        answer = (await self.post("/v1/threads")).json()
        if key := answer.get("anonymous_key"):
            self.headers["X-Anonymous-Key"] = key
        return str(answer["thread_id"])

    async def say(self, thread_id: str, text: str, run_id: str | None = None) -> dict[str, Any]:
        body = {"text": text, **({"run_id": run_id} if run_id else {})}
        answer = await self.post(f"/v1/threads/{thread_id}/turns", body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def run(self, text: str, run_id: str, thread_id: str | None = None, **extra: Any) -> list[BaseEvent]:
        """One AG-UI run, to its end."""
        answer = await self.post("/v1/agui", agui(text, run_id, thread_id, **extra))
        assert answer.status_code == 200, answer.text
        return events(answer.text)


def agui(text: str, run_id: str, thread_id: str | None = None, **extra: Any) -> dict[str, Any]:
    """The input of a run as AG-UI clients send it."""
    messages = [*extra.pop("before", []), {"id": "m-1", "role": "user", "content": text}]
    empty: dict[str, Any] = {"state": {}, "tools": [], "context": [], "forwardedProps": {}}
    return {"threadId": thread_id, "runId": run_id, "messages": messages, **empty, **extra}


def events(stream: str) -> list[BaseEvent]:
    """The frames of an event stream, each held to the protocol's own models."""
    frames = [frame for frame in stream.split("\n\n") if frame.strip()]
    return [_EVENT.validate_python(json.loads(frame.removeprefix("data: "))) for frame in frames]


@dataclass(frozen=True)
class Lender:
    """A served account system with its issuer and its people."""

    url: str
    issuer: DevelopmentIssuer
    people: list[Person]

    def who(self, situation: str) -> Person:
        return next(person for person in self.people if situation in person["situation"])

    def somebody_else(self, person: Person) -> Person:
        """Another borrower with an account of the same kind."""
        return next(
            other
            for other in self.people
            if other["role"] == "borrower" and other is not person and other["products"] == person["products"]
        )

    def token(self, person: Person) -> str:
        return self.issuer.sign_in(identity_of(person))

    def staff_token(self) -> str:
        return self.issuer.sign_in(Identity("S-1", "support_agent", "Sam", 1))

    def named(self, handle: str) -> Person:
        return find(self.people, handle)


@dataclass(frozen=True)
class Api:
    """A served API over a database of its own."""

    url: str
    lender: Lender
    database: Database
    model: Puppet

    def client(self, person: Person | None = None) -> Client:
        return Client(self.url, self.lender.token(person) if person else None)

    def rows(self, query: LiteralString, *values: object) -> list[tuple[Any, ...]]:
        """What the database holds, as its superuser sees it."""
        with psycopg.connect(self.database.url("postgres")) as connection:
            return connection.execute(query, values).fetchall()


def api_app(
    lender: Lender,
    database_url: str,
    data_dir: Path,
    model: Puppet | None,
    accounts_url: str | None = None,
    desk_url: str | None = None,
    **set: Any,
) -> FastAPI:
    settings = Settings(data_dir=data_dir, database_url=SecretStr(database_url)).model_copy(update=set)
    config = ApiConfig(settings, database_url, accounts_url or lender.url, lender.issuer, desk_url)
    return create_api(config, Overrides(model=model, encoder=encoder()))


_ENCODERS: list[Remembered] = []


def encoder() -> Remembered:
    """One for all apps of a worker: it is read only and takes a second to load."""
    if not _ENCODERS:
        _ENCODERS.append(Remembered(MiniLM(threads=1)))
    return _ENCODERS[0]


@pytest.fixture(scope="session")
def data_dir(pytestconfig: pytest.Config, shared_dir: Path) -> Path:
    """The API's data folder, with the local model fitted: once a run, and what is kept from run to run not again."""
    assert pytestconfig.cache is not None
    folder, fitted = pytestconfig.cache.mkdir("assist"), shared_dir / "fitted"
    with FileLock(folder / "fit.lock"):
        if not fitted.exists():
            LocalChatModel(prompt=load(), encoder=encoder(), keep_vectors_in=folder / "vectors").warm()
            fitted.touch()
    return folder


@pytest.fixture(scope="session")
def issuer(shared_dir: Path) -> DevelopmentIssuer:
    with FileLock(shared_dir / "issuer.lock"):
        return DevelopmentIssuer(shared_dir)


@pytest.fixture(scope="session")
def lender(portfolio: Database, issuer: DevelopmentIssuer) -> Iterator[Lender]:
    app = create_accounts(AppConfig(portfolio.url("accounts_api"), issuer.public_path, wait_s=1.0))
    with serving(app) as url:
        yield Lender(url, issuer, people(url, issuer))


@pytest.fixture(scope="session")
def scripted_api(lender: Lender, clone_database: Callable[[str], Database], data_dir: Path) -> Iterator[Api]:
    """The API with real guards and tools, and a model that plays scripts."""
    database, model = clone_database(INDEXED), puppet()
    desk_url = database.url("assistant_desk")
    app = api_app(lender, database.url("assistant_app"), data_dir, model, desk_url=desk_url, turn_deadline_s=8.0)
    with serving(app) as url:
        yield Api(url, lender, database, model)


@pytest.fixture
def api(scripted_api: Api) -> Iterator[Api]:
    """The scripted API; the model greets until the test tells it otherwise."""
    scripted_api.model.play = greeting
    yield scripted_api
    scripted_api.model.play = greeting


async def until(condition: Callable[[], object]) -> None:
    """Wait for something that another thread does; fails after ten seconds."""
    for _ in range(1000):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen within ten seconds")
