"""What the turn benchmark stands on: an API process of its own, and the bare agent with a database of its own."""

from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import date

import httpx
import psutil
import psycopg
from psycopg import sql
from psycopg_pool import AsyncConnectionPool

from assistant.policy_lookup import HybridPolicyLookup
from evals.bench import bare
from policies.embeddings import MiniLM, Remembered
from policies.search import PolicySearch
from stack import postgres, processes
from stack.embedded import Embedded
from stack.people import Person, identity_of
from tools.caller import Caller
from tools.client import AccountsClient
from tools.context import ToolContext

_SERVICE = "bench-api"
_PREFERRED_PORT = 18_380
_CHECKPOINTS = "bench_checkpoints"


@dataclass(frozen=True)
class Stand:
    """Both sides, ready."""

    embedded: Embedded
    http: httpx.AsyncClient
    api: psutil.Process
    agent: bare.BareAgent
    accounts: AccountsClient
    lookup: HybridPolicyLookup
    today: date

    def headers(self, person: Person | None) -> dict[str, str]:
        """What a client of this person sends."""
        if person is None:
            return {}
        return {"Authorization": f"Bearer {self.embedded.issuer.sign_in(identity_of(person))}"}

    def context(self, person: Person | None) -> ToolContext:
        """What the bare agent's tools may reach for this person."""
        caller = Caller("anon:bench", "anonymous")
        if person is not None:
            subject = str(person["borrower_id"])
            caller = Caller(subject, "borrower", 1, self.embedded.issuer.delegate(subject, "borrower"))
        return ToolContext(caller, self.accounts, self.lookup, self.today, handoffs={})


@asynccontextmanager
async def opened(embedded: Embedded, accounts_url: str) -> AsyncGenerator[Stand]:
    """Start both sides and end them. Raises PortInUse, ServiceFailed, psycopg.Error."""
    accounts = AccountsClient(accounts_url)
    pool = AsyncConnectionPool(embedded.assistant_url, min_size=1, max_size=2, open=False)
    try:
        with _api(embedded) as service, _checkpoints(embedded.server) as checkpoints:
            base = f"http://127.0.0.1:{service.port}"
            async with (
                httpx.AsyncClient(base_url=base, timeout=60, trust_env=False) as http,
                bare.opened(checkpoints) as agent,
                pool,
            ):
                lookup = HybridPolicyLookup(PolicySearch(pool, Remembered(MiniLM(threads=1))))
                today = await accounts.business_date()
                yield Stand(embedded, http, psutil.Process(service.pid), agent, accounts, lookup, today)
    finally:
        await accounts.close()


@contextmanager
def _api(embedded: Embedded) -> Generator[processes.Service]:
    """An API of this checkout with the local model, so that one that already runs is neither measured nor disturbed."""
    processes.stop(embedded.folder, _SERVICE)
    environment = {"ASSIST_DATA_DIR": str(embedded.folder.path), "ASSIST_MODEL": "local"}
    port = processes.free_port(_PREFERRED_PORT)
    try:
        yield processes.start(embedded.folder, _SERVICE, ["api", "serve"], port, environment)
    finally:
        processes.stop(embedded.folder, _SERVICE)


@contextmanager
def _checkpoints(server: postgres.Server) -> Generator[str]:
    """A database on the same server for the saver's tables; dropped at the end."""
    name = sql.Identifier(_CHECKPOINTS)
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        postgres.create_database(connection, _CHECKPOINTS, "assistant_owner")
        try:
            yield server.url("assistant_owner", _CHECKPOINTS)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
