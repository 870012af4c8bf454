"""The HTTP service: what it opens at start, what it closes at the end, and which routes it serves."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from fastapi import FastAPI
from psycopg_pool import AsyncConnectionPool

from api import errors, openapi, pages
from api.mcp_server import server as mcp_server
from api.names import Names
from api.openai import routes as openai
from api.routes import (
    activity,
    agui,
    conversation,
    copilot,
    development,
    feedback,
    handoffs,
    health,
    ops,
    policies,
    proposals,
    sign_in,
    starters,
    threads,
)
from api.runs import Runs
from api.serving import Counter
from assistant import bootstrap
from assistant.assistant import Assistant
from assistant.desk import connection
from assistant.desk.desk import Desk
from assistant.keys import keyring
from assistant.live import Live
from assistant.settings import Settings
from assistant.webhooks.delivery import delivering
from stack.callers import signed_in_again
from stack.fingerprint import fingerprint
from stack.issuer import DevelopmentIssuer, Issuer
from tools.context import utc_now

CLOSE_S = 3
"""How long open connections may last at shutdown. With DRAIN_S less than `stack.processes.stop` waits."""
DRAIN_S = 10.0
"""How long running turns may take to end at shutdown before they are stopped (and stored as stopped)."""

_ROUTES = (
    health,
    threads,
    conversation,
    handoffs,
    copilot,
    agui,
    proposals,
    activity,
    feedback,
    policies,
    starters,
    sign_in,
    ops,
)


@dataclass(frozen=True)
class ApiConfig:
    """What the API stands on: its own role's database URL, the account system's address, the issuer.

    desk_url: the same database as role assistant_desk; None serves no desk.
    """

    settings: Settings
    database_url: str
    accounts_url: str
    issuer: Issuer
    desk_url: str | None = None


@asynccontextmanager
async def _desk(config: ApiConfig, assistant: Assistant, clock: Callable[[], datetime]) -> AsyncGenerator[Desk | None]:
    """Where people serve; None where no database role for it is configured."""
    if config.desk_url is None:
        yield None
        return
    keys = keyring(config.settings)
    async with (
        connection.opened(config.desk_url, keys, config.settings.db_pool_size) as pool,
        delivering(pool.pool, config.settings),
    ):
        yield Desk(pool, keys, assistant.prompt, clock)


def create_app(config: ApiConfig, overrides: bootstrap.Overrides | None = None) -> FastAPI:
    """The service. Running turns outlive their connections and are waited for at shutdown."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        pool = AsyncConnectionPool(config.database_url, min_size=0, max_size=2, open=False)
        delegate = partial(signed_in_again, issuer=config.issuer)
        opened = bootstrap.assistant(config.settings, config.database_url, config.accounts_url, overrides, delegate)
        clock = (overrides and overrides.clock) or utc_now
        async with (
            opened as assistant,
            _desk(config, assistant, clock) as desk,
            Live(config.database_url).running() as live,
        ):
            await pool.open()
            app.state.assistant = assistant
            app.state.desk = desk
            app.state.live = live
            app.state.runs = Runs(assistant)
            app.state.counter = Counter(assistant.threads, config.issuer, config.accounts_url)
            app.state.names = Names(config.accounts_url, config.issuer)
            app.state.pool = pool
            try:
                async with mcp.running(app, config.settings):
                    yield
            finally:
                await app.state.runs.drain(DRAIN_S)
                await pool.close()

    app = openapi.DescribedApp(
        title="Tidewell assistant", version="0.1.0", lifespan=lifespan, docs_url=None, redoc_url=None
    )
    app.state.settings = config.settings
    app.state.issuer = config.issuer
    app.state.accounts_url = config.accounts_url
    app.state.fingerprint = fingerprint(config.settings.model)
    errors.install(app)
    pages.install(app, config.settings)
    mcp = mcp_server.install(app)
    develops = config.settings.environment == "development" and isinstance(config.issuer, DevelopmentIssuer)
    routers = [module.router for module in (*_ROUTES, openai, *([development] if develops else []))]
    for router in routers:
        app.include_router(router)
    return app
