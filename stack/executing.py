"""The executor of confirmed proposals inside a process: the only part that mints tokens which may write.

`api.executor` serves its health beside it; evals run it beside the assistant (docs/acting.md).
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from assistant.bootstrap import keyring
from assistant.execution.loop import Loop
from assistant.execution.running import Place, running
from assistant.execution.steps import Execution
from assistant.settings import Settings
from stack.issuer import Issuer
from tools.authorize import Permissions
from tools.client import AccountsClient


@dataclass(frozen=True)
class ExecutorConfig:
    """What an executor stands on: its own role's database URL, DBOS's database, the account system, the issuer."""

    settings: Settings
    database_url: str
    durable_url: str
    accounts_url: str
    issuer: Issuer


@asynccontextmanager
async def executing(config: ExecutorConfig, accounts: AccountsClient | None = None) -> AsyncGenerator[Loop]:
    """Execute what is confirmed until the block ends; one in a process.

    accounts: a client to use in place of one for the config's address; it stays open.
    """

    def mint(subject: str, role: str, borrower: str | None) -> str:
        return config.issuer.delegate(subject, role, write=True, borrower=borrower)

    ring = keyring(config.settings)
    place = Place(config.database_url, config.durable_url, config.settings.executor_id, ring)
    client = accounts or AccountsClient(config.accounts_url)
    permissions = Permissions.load()
    try:
        async with running(place, lambda pool: Execution(pool, client, mint, ring, permissions)) as loop:
            yield loop
    finally:
        if accounts is None:
            await client.close()
