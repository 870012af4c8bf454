"""An account system of the evals, served inside the worker's process: no socket, no port, no second process."""

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
from fastapi import FastAPI

from accounts.app import AppConfig, create_app
from evals.engine.databases import EvalDatabase
from stack.issuer import DevelopmentIssuer
from tools.client import AccountsClient

ADDRESS = "http://accounts.evals"
_CONNECTIONS = 4
_TEN_O_CLOCK = datetime(2026, 1, 5, 15, tzinfo=UTC)
_STARTED = time.monotonic()


@dataclass(frozen=True)
class AccountSystem:
    """One account system over books of its own.

    database: `url("postgres")` for a superuser, `url("accounts_auditor")` for the auditor. accounts: for the event
    loop that opened it. http: blocking, for whoever computes facts. issuer: makes tokens that it takes.
    """

    database: EvalDatabase
    accounts: AccountsClient
    http: httpx.Client
    issuer: DevelopmentIssuer


@asynccontextmanager
async def served(database: EvalDatabase, issuer: DevelopmentIssuer) -> AsyncGenerator[AccountSystem]:
    """The account system over these books until the block ends, with every role that writes."""
    app = create_app(_config(database, issuer))
    async with app.router.lifespan_context(app):
        accounts = AccountsClient(ADDRESS, transport=httpx.ASGITransport(app))
        try:
            with (
                _blocking(create_app(_config(database, issuer))) as transport,
                httpx.Client(base_url=ADDRESS, transport=transport) as http,
            ):
                yield AccountSystem(database, accounts, http, issuer)
        finally:
            await accounts.close()


def _morning() -> datetime:
    """Ten in the morning, Eastern Time, going on from when this process started: no case is played after a cut-off
    because of the hour at which the suite runs."""
    return _TEN_O_CLOCK + timedelta(seconds=time.monotonic() - _STARTED)


def _config(database: EvalDatabase, issuer: DevelopmentIssuer) -> AppConfig:
    return AppConfig(
        database.url("accounts_api"),
        issuer.public_path,
        min_connections=1,
        max_connections=_CONNECTIONS,
        staff_url=database.url("accounts_staff"),
        auditor_url=database.url("accounts_auditor"),
        ops_url=database.url("accounts_ops"),
        clock=_morning,
    )


class _InThread(httpx.BaseTransport):
    """Hands requests to an application that lives in another thread's event loop, and waits."""

    def __init__(self, app: FastAPI, loop: asyncio.AbstractEventLoop) -> None:
        self._inner = httpx.ASGITransport(app)
        self._loop = loop

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return asyncio.run_coroutine_threadsafe(self._answer(request), self._loop).result()

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        asked = httpx.Request(request.method, request.url, headers=request.headers, content=request.read())
        answer = await self._inner.handle_async_request(asked)
        return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread())


@contextmanager
def _blocking(app: FastAPI) -> Generator[httpx.BaseTransport]:
    """A blocking way to the application, which runs in an event loop of its own meanwhile."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="accounts", daemon=True)
    thread.start()
    lifespan = app.router.lifespan_context(app)
    asyncio.run_coroutine_threadsafe(lifespan.__aenter__(), loop).result()
    try:
        yield _InThread(app, loop)
    finally:
        asyncio.run_coroutine_threadsafe(lifespan.__aexit__(None, None, None), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
