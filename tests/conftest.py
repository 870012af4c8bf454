"""One embedded PostgreSQL for the whole run, a migrated template per database, a fresh clone where a test asks."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from filelock import FileLock
from psycopg import sql

from stack import migrate, postgres


@dataclass(frozen=True)
class Database:
    """A clone of a migrated database; `url(role)` is its address for one of the services' roles."""

    server: postgres.Server
    name: str

    def url(self, role: str) -> str:
        return self.server.url(role, self.name)


@pytest.fixture(scope="session")
def shared_dir(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def server(shared_dir: Path) -> postgres.Server:
    with FileLock(shared_dir / "postgres.lock"):
        return postgres.start(shared_dir / "data", keep_running=False, durable=False)


@pytest.fixture(scope="session")
def clone_database(server: postgres.Server, shared_dir: Path) -> Callable[[str], Database]:
    """Clone `lending_accounts` or `lending_assistant` as migrated, under a new name."""

    def clone(template: str) -> Database:
        with FileLock(shared_dir / f"{template}.lock"):
            _migrate_once(server, shared_dir, template)
            name = f"{template}_{uuid.uuid4().hex[:12]}"
            owner = "accounts_owner" if template == postgres.ACCOUNTS_DATABASE else "assistant_owner"
            with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as connection:
                postgres.create_database(connection, name, owner, template)
        return Database(server, name)

    return clone


def _migrate_once(server: postgres.Server, shared_dir: Path, template: str) -> None:
    done = shared_dir / f"{template}.migrated"
    if done.exists():
        return
    rooms = ("accounts",) if template == postgres.ACCOUNTS_DATABASE else ("policies", "assistant")
    for room in rooms:
        migrate.upgrade(server.url(f"{template.removeprefix('lending_')}_owner", template), room)
    done.touch()


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
