"""The executor of confirmed proposals: the only part that mints tokens which may write (docs/acting.md).

`python -m api execute` serves its health beside it; `executing` runs it inside another process.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import FastAPI, Response

from assistant.bootstrap import keyring
from assistant.execution.loop import Loop
from assistant.execution.running import Place, running
from assistant.execution.steps import Execution
from assistant.settings import Settings
from stack.issuer import DevelopmentIssuer
from tools.authorize import Permissions
from tools.client import AccountsClient


@dataclass(frozen=True)
class ExecutorConfig:
    """What an executor stands on: its own role's database URL, DBOS's database, the account system, the issuer."""

    settings: Settings
    database_url: str
    durable_url: str
    accounts_url: str
    issuer: DevelopmentIssuer


@asynccontextmanager
async def executing(config: ExecutorConfig) -> AsyncGenerator[Loop]:
    """Execute what is confirmed until the block ends; one in a process."""

    def mint(subject: str, role: str, borrower: str | None) -> str:
        return config.issuer.delegate(subject, role, write=True, borrower=borrower)

    ring = keyring(config.settings)
    place = Place(config.database_url, config.durable_url, config.settings.executor_id, ring)
    accounts = AccountsClient(config.accounts_url)
    permissions = Permissions.load()
    try:
        async with running(place, lambda pool: Execution(pool, accounts, mint, ring, permissions)) as loop:
            yield loop
    finally:
        await accounts.close()


def create_app(config: ExecutorConfig) -> FastAPI:
    """The executor's process: it executes while it is served, and tells whether it can."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with executing(config) as loop:
            app.state.loop = loop
            yield

    app = FastAPI(title="Tidewell executor", version="0.1.0", lifespan=lifespan, docs_url=None, redoc_url=None)

    async def healthz(response: Response) -> dict[str, str]:
        looking: bool = app.state.loop.is_looking()
        if not looking:
            response.status_code = 503
        return {"status": "ok" if looking else "waits for the database"}

    app.add_api_route("/healthz", healthz)
    return app
