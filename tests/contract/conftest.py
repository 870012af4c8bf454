"""The account system over a seeded portfolio of this run's own, which these tests may write to."""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
import pytest
from fastapi import FastAPI

from accounts.app import AppConfig, create_app
from stack.issuer import DevelopmentIssuer
from tests.conftest import PORTFOLIO, Database
from tests.serving import serving

Clone = Callable[[str], Database]


@dataclass(frozen=True)
class Contract:
    """A served account system, its issuer, and two borrowers who have what the contract speaks of."""

    url: str
    app: FastAPI
    issuer: DevelopmentIssuer
    database: Database
    borrower: str
    other: str
    handle: str

    def token(self, role: str, *, write: bool = True) -> str:
        """A token of the borrower, of somebody else (`other`), or of a role that serves the borrower."""
        if role in ("borrower", "other"):
            return self.issuer.delegate(self.borrower if role == "borrower" else self.other, "borrower", write=write)
        serves = None if role == "auditor" else self.borrower
        return self.issuer.delegate(f"{role}-1", role, write=write, borrower=serves)


_WITH_BOTH = """
SELECT borrower_id, handle FROM accounts JOIN people USING (borrower_id) WHERE status = 'open'
GROUP BY borrower_id, handle ORDER BY count(DISTINCT product) DESC, borrower_id LIMIT 2
"""


def account_app(database: Database, issuer: DevelopmentIssuer) -> FastAPI:
    """The application with every role's database URL."""
    return create_app(
        AppConfig(
            database.url("accounts_api"),
            issuer.public_path,
            wait_s=2.0,
            staff_url=database.url("accounts_staff"),
            auditor_url=database.url("accounts_auditor"),
            ops_url=database.url("accounts_ops"),
        )
    )


@pytest.fixture(scope="session")
def contract(clone_database: Clone, issuer: DevelopmentIssuer) -> Iterator[Contract]:
    with _served(clone_database, issuer) as served:
        yield served


@pytest.fixture(scope="session")
def exercised(clone_database: Clone, issuer: DevelopmentIssuer) -> Iterator[Contract]:
    """The same over books of its own, for tests that ask for anything whatever: they close accounts, too."""
    with _served(clone_database, issuer) as served:
        yield served


@contextmanager
def _served(clone_database: Clone, issuer: DevelopmentIssuer) -> Generator[Contract]:
    database = clone_database(PORTFOLIO)
    with psycopg.connect(database.url("accounts_ops")) as connection:
        people = connection.execute(_WITH_BOTH).fetchall()
    app = account_app(database, issuer)
    with serving(app) as url:
        yield Contract(url, app, issuer, database, people[0][0], people[1][0], people[0][1])
