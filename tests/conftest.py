"""One embedded PostgreSQL for the whole run, templates made once, a fresh clone where a test asks.

The folder of a run lies outside pytest's own pruned folders, is shared by the run's workers alone, and belongs to the
process that started the run: that one stops the server and removes the folder at the end.
"""

import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from filelock import FileLock
from psycopg import sql

from stack import migrate, postgres

pytest_plugins = ["tests.clock", "tests.serving", "tests.acting"]
PORTFOLIO = "lending_portfolio"
"""Template: the account system after its fourteen months, with `PORTFOLIO_BORROWERS` borrowers."""
PORTFOLIO_BORROWERS = 60
INDEXED = "lending_indexed"
"""Template: the assistant's database with a few of the policy documents indexed by the real encoder."""
INDEXED_DOCUMENTS = (
    "POL-PAYOFF-01",
    "POL-PAY-01",
    "POL-FEE-01.v2",
    "POL-HARD-01.v2",
    "POL-DISP-01",
    "POL-HOURS-01.v2",
    "POL-RATE-01.v2",
    "POL-S-WAIVE-01",
)
_SHARED = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    given: dict[str, Any] | None = getattr(config, "workerinput", None)
    config.stash[_SHARED] = Path(given["run_folder"] if given else tempfile.mkdtemp(prefix="lending-tests-"))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """pytest-xdist: tell a worker which folder its run shares."""
    node.workerinput["run_folder"] = str(node.config.stash[_SHARED])


def pytest_unconfigure(config: pytest.Config) -> None:
    folder = config.stash.get(_SHARED, None)
    if folder is None or hasattr(config, "workerinput"):
        return
    postgres.stop(folder / "data")
    shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Database:
    """A clone of a migrated database; `url(role)` is its address for one of the services' roles."""

    server: postgres.Server
    name: str

    def url(self, role: str) -> str:
        return self.server.url(role, self.name)


@pytest.fixture(scope="session")
def shared_dir(pytestconfig: pytest.Config) -> Path:
    """A folder that all workers of this run share, and no other run."""
    return pytestconfig.stash[_SHARED]


@pytest.fixture(scope="session")
def server(shared_dir: Path) -> postgres.Server:
    with FileLock(shared_dir / "postgres.lock"):
        return postgres.start(shared_dir / "data", durable=False)


@pytest.fixture(scope="session")
def clone_database(server: postgres.Server, shared_dir: Path) -> Callable[[str], Database]:
    """Clone a template under a new name: one of the product's databases as migrated, or one of the above."""

    def clone(template: str) -> Database:
        with FileLock(shared_dir / f"{template}.lock"):
            _make_once(server, shared_dir, template)
            return _copy(server, template, f"{template}_{uuid.uuid4().hex[:12]}")

    return clone


def _copy(server: postgres.Server, template: str, name: str) -> Database:
    owner = _OWNERS.get(template, "assistant_owner")
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as connection:
        postgres.create_database(connection, name, owner, template)
    return Database(server, name)


def _make_once(server: postgres.Server, shared_dir: Path, template: str) -> None:
    done = shared_dir / f"{template}.made"
    if done.exists():
        return
    if template in _DERIVED:
        base, fill = _DERIVED[template]
        with FileLock(shared_dir / f"{base}.lock"):
            _make_once(server, shared_dir, base)
            database = _copy(server, base, template)
        fill(database)
    elif template == postgres.DURABLE_DATABASE:
        _migrate_durable(server)
    else:
        rooms = ("accounts",) if template == postgres.ACCOUNTS_DATABASE else ("policies", "assistant")
        for room in rooms:
            migrate.upgrade(server.url(f"{template.removeprefix('lending_')}_owner", template), room)
    done.touch()


def _migrate_durable(server: postgres.Server) -> None:
    from dbos import DBOS

    DBOS.migrate(server.url("durable_owner", postgres.DURABLE_DATABASE))


def _seed(database: Database) -> None:
    from accounts.seeding import seed

    seed(database.url("accounts_ops"), borrowers=PORTFOLIO_BORROWERS, pools=False)


def _index(database: Database) -> None:
    from policies.embeddings import MiniLM
    from policies.ingest import ingest
    from stack.embedded import POLICIES

    with tempfile.TemporaryDirectory() as folder:
        for path in POLICIES.rglob("*.md"):
            if path.name.startswith(INDEXED_DOCUMENTS):
                shutil.copy(path, folder)
        ingest(database.url("policies_ingest"), Path(folder), "policies", encoder=MiniLM(threads=2))


_OWNERS = {
    postgres.ACCOUNTS_DATABASE: "accounts_owner",
    PORTFOLIO: "accounts_owner",
    postgres.DURABLE_DATABASE: "durable_owner",
}
_DERIVED: dict[str, tuple[str, Callable[[Database], None]]] = {
    PORTFOLIO: (postgres.ACCOUNTS_DATABASE, _seed),
    INDEXED: (postgres.ASSISTANT_DATABASE, _index),
}


def _drop(database: Database) -> None:
    with psycopg.connect(database.server.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database.name)))


@pytest.fixture
def accounts_db(clone_database: Callable[[str], Database]) -> Iterator[Database]:
    """An empty, migrated account-system database of this test's own."""
    database = clone_database(postgres.ACCOUNTS_DATABASE)
    yield database
    _drop(database)


@pytest.fixture
def assistant_db(clone_database: Callable[[str], Database]) -> Iterator[Database]:
    """An empty, migrated database of assistant and policies, of this test's own."""
    database = clone_database(postgres.ASSISTANT_DATABASE)
    yield database
    _drop(database)


@pytest.fixture
def durable_db(clone_database: Callable[[str], Database]) -> Iterator[Database]:
    """DBOS's own database, migrated, of this test's own."""
    database = clone_database(postgres.DURABLE_DATABASE)
    yield database
    _drop(database)


@pytest.fixture(scope="session")
def portfolio(clone_database: Callable[[str], Database]) -> Database:
    """A seeded account system that this worker's tests read and do not change."""
    return clone_database(PORTFOLIO)


@pytest.fixture
def indexed_db(clone_database: Callable[[str], Database]) -> Iterator[Database]:
    """A database of the assistant with a few policies indexed, of this test's own."""
    database = clone_database(INDEXED)
    yield database
    _drop(database)
