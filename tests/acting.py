"""The whole of acting for tests: a writable account system, the API, and an executor as a process of its own."""

import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

import httpx
import psycopg
import pytest

from accounts.app import AppConfig
from accounts.app import create_app as create_accounts
from stack import postgres, processes
from stack.issuer import DevelopmentIssuer
from stack.layout import DataFolder
from stack.people import Person, people
from tests.conftest import INDEXED, PORTFOLIO, Database
from tests.serving import Api, Client, Lender, api_app, greeting, puppet, serving

_UNLIMITED: dict[str, Any] = {"turns_per_minute": 100_000, "confirmations_per_minute": 100_000}


@dataclass(frozen=True)
class WritableLender(Lender):
    """An account system whose books the tests change."""

    database: Database

    def books(self, query: LiteralString, *values: object) -> list[tuple[Any, ...]]:
        """What the books hold, as their superuser sees it."""
        with psycopg.connect(self.database.url("postgres")) as connection:
            return connection.execute(query, values).fetchall()

    def commands(self, proposal_id: str) -> int:
        """How often the account system carried the proposal out."""
        [(count,)] = self.books("SELECT count(*) FROM accounts.commands WHERE command_id LIKE %s", f"%:{proposal_id}")
        return int(count)


@dataclass(frozen=True)
class Acting(Api):
    """An API whose confirmed proposals an executor carries out. keys: the keyring of both, as JSON."""

    books: WritableLender
    durable: Database
    executor_port: int
    keys: str

    async def decide(self, client: Client, proposal: dict[str, Any], decision: str = "confirm") -> httpx.Response:
        """The answer to a yes or a no, with the digest of what was shown."""
        return await client.post(f"/v1/proposals/{proposal['proposal_id']}/{decision}", {"digest": proposal["digest"]})

    def signed_in(self, borrower_id: str) -> httpx.AsyncClient:
        """The borrower's own connection to the API."""
        return self.client(next(one for one in self.books.people if one["borrower_id"] == borrower_id)).http()

    def supervisor(self) -> Client:
        return self.client(self.staff("supervisor"))

    def staff(self, role: str) -> Person:
        return next(person for person in self.books.people if person["role"] == role)


@contextmanager
def writable(database: Database, issuer: DevelopmentIssuer) -> Generator[WritableLender]:
    """An account system over this database, with every role that writes."""
    config = AppConfig(
        database.url("accounts_api"),
        issuer.public_path,
        wait_s=3.0,
        staff_url=database.url("accounts_staff"),
        auditor_url=database.url("accounts_auditor"),
        ops_url=database.url("accounts_ops"),
    )
    with serving(create_accounts(config)) as url:
        yield WritableLender(url, issuer, people(url, issuer), database)


@contextmanager
def executor_process(
    folder: Path,
    assistant: Database,
    durable: Database,
    lender: Lender,
    keys: str,
    executor_id: str = "executor-1",
) -> Generator[int]:
    """`python -m api execute` over these databases, with the issuer's and the API's keys; gives its port."""
    data = DataFolder(folder).open()
    shutil.copytree(lender.issuer.public_path.parent, folder / "issuer", dirs_exist_ok=True)
    environment = {
        "ASSIST_DATA_DIR": str(folder),
        "ASSIST_EXECUTOR_DATABASE_URL": assistant.url("assistant_executor"),
        "ASSIST_DURABLE_DATABASE_URL": durable.url("durable_owner"),
        "ASSIST_SEALING_KEYS": keys,
        "ASSIST_EXECUTOR_ID": executor_id,
        "ACCOUNTS_URL": lender.url,
    }
    port = processes.free_port(18082)
    processes.start(data, "executor", ["api", "execute"], port, environment)
    try:
        yield port
    finally:
        processes.stop(data, "executor")


@pytest.fixture(scope="session")
def acting_service(
    clone_database: Callable[[str], Database],
    issuer: DevelopmentIssuer,
    data_dir: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Acting]:
    """One for a worker: tests take different people, or leave behind what does not matter to others."""
    assistant, durable = clone_database(INDEXED), clone_database(postgres.DURABLE_DATABASE)
    model, folder = puppet(), tmp_path_factory.mktemp("acting") / "executor"
    with writable(clone_database(PORTFOLIO), issuer) as books:
        app = api_app(
            books,
            assistant.url("assistant_app"),
            data_dir,
            model,
            desk_url=assistant.url("assistant_desk"),
            turn_deadline_s=8.0,
            **_UNLIMITED,
        )
        with serving(app) as url:
            keys = (data_dir / "keys" / "sealing.json").read_text()
            with executor_process(folder, assistant, durable, books, keys) as port:
                yield Acting(url, books, assistant, model, books, durable, port, keys)


@pytest.fixture
def acting(acting_service: Acting) -> Iterator[Acting]:
    """The acting service; the model greets until the test tells it otherwise."""
    acting_service.model.play = greeting
    yield acting_service
    acting_service.model.play = greeting
