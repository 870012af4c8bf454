"""A small portfolio made by the posting code, served by the real application over its own database role."""

from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import httpx
import jwt
import psycopg
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from accounts import rows
from accounts.app import AppConfig, create_app
from accounts.auth import AUDIENCE, ISSUER
from accounts.closeday import close_day, start_on
from accounts.posting.draws import DrawRequest, request_draws
from accounts.posting.opening import Opening, open_accounts
from accounts.posting.payments import NewPayment, submit
from accounts.terms.calendar import EASTERN
from stack import postgres
from tests.conftest import Database

START, TODAY = date(2026, 1, 5), date(2026, 5, 15)
LINE, LOAN, LATE_LINE = "CL-100001", "IL-200001", "CL-100002"


@dataclass(frozen=True)
class Issuer:
    """A signing key with its public half in a file, and tokens as the development issuer makes them."""

    key: Ed25519PrivateKey
    public_file: Path

    def token(self, subject: str, role: str = "borrower", **claims: object) -> str:
        now = datetime.now(UTC)
        usual = {"sub": subject, "role": role, "aud": AUDIENCE, "iss": ISSUER, "iat": now, "scope": "accounts:read"}
        return jwt.encode({**usual, "exp": now + timedelta(minutes=5), **claims}, self.key, algorithm="EdDSA")


@dataclass
class Client:
    """Reads the service as somebody; `get` gives the parsed answer of a 200."""

    http: httpx.AsyncClient
    issuer: Issuer
    tokens: dict[str, str] = field(default_factory=dict[str, str])

    async def response(self, path: str, who: str, role: str = "borrower") -> httpx.Response:
        token = self.tokens.setdefault(f"{who}/{role}", self.issuer.token(who, role))
        return await self.http.get(path, headers={"Authorization": f"Bearer {token}"})

    async def get(self, path: str, who: str) -> dict[str, Any]:
        answer = await self.response(path, who)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture(scope="session")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Issuer:
    key = Ed25519PrivateKey.generate()
    file = tmp_path_factory.mktemp("issuer") / "public.pem"
    encoding, form = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    file.write_bytes(key.public_key().public_bytes(encoding, form))
    return Issuer(key, file)


@pytest.fixture(scope="module")
def books(clone_database: Callable[[str], Database]) -> Iterator[Database]:
    """Four and a half months of three accounts of two borrowers."""
    database = clone_database(postgres.ACCOUNTS_DATABASE)
    with psycopg.connect(database.url("accounts_ops")) as connection:
        start_on(connection, START)
        _open(connection)
        _draw(connection, LINE, date(2026, 1, 12), 120_000)
        _draw(connection, LATE_LINE, date(2026, 1, 12), 140_000)
        day = START
        while day < TODAY:
            _pay_on(connection, day)
            close_day(connection, day)
            day += timedelta(days=1)
        _draw(connection, LINE, TODAY, 25_000)
        _pay(connection, LOAN, TODAY, 10_000)
    yield database
    with psycopg.connect(database.server.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{database.name}" WITH (FORCE)'.encode())


@pytest.fixture(scope="module")
def portfolio_url(books: Database) -> str:
    """The URL of the books as the role `accounts_api`."""
    return books.url("accounts_api")


def _open(connection: psycopg.Connection) -> None:
    people = [("B-1001", "ana-reyes", "Ana Reyes", "OH", "es"), ("B-1002", "bo-lind", "Bo Lind", "OH", "en")]
    keys = ("borrower_id", "handle", "name", "state", "language")
    known = [dict(zip(keys, person, strict=True)) for person in people]
    rows.insert(connection, "borrowers", [{**person, "member_since": START, "situation": "{}"} for person in known])
    directory = {"role": "borrower", "products": "{cash_line}", "situation": "{current}"}
    rows.insert(connection, "people", [{**person, **directory} for person in known])
    line = Opening(LINE, "B-1001", "OH", "C", START, "4321", limit_cents=500_000, cycle_day=12)
    loan = Opening(LOAN, "B-1001", "OH", "C", START, "4321", principal_cents=600_000, term_months=24, due_day=10)
    late = Opening(LATE_LINE, "B-1002", "OH", "C", START, "8765", limit_cents=200_000, cycle_day=12)
    open_accounts(connection, [line, loan, late])


def _draw(connection: psycopg.Connection, account_id: str, on: date, cents: int) -> None:
    at = datetime.combine(on, time(10), EASTERN)
    assert request_draws(connection, [DrawRequest(f"test:{account_id}:{on}", account_id, at, cents)]) == {}


def _pay(connection: psycopg.Connection, account_id: str, on: date, cents: int) -> None:
    at = datetime.combine(on, time(10), EASTERN)
    submit(connection, [NewPayment(f"test:{account_id}:{on}", account_id, at, cents)])


def _pay_on(connection: psycopg.Connection, day: date) -> None:
    if day.day == 3 and day >= date(2026, 3, 3):
        _pay(connection, LINE, day, 20_000)
    if day.day == 8 and day >= date(2026, 2, 8):
        _pay(connection, LOAN, day, 31_000)
    if day == date(2026, 3, 5):
        _pay(connection, LATE_LINE, day, 6_000)


@asynccontextmanager
async def serving(url: str, issuer: Issuer) -> AsyncGenerator[Client]:
    """The application over its own pool, in process."""
    app = create_app(AppConfig(url, issuer.public_file, wait_s=1.0))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://accounts") as http:
            yield Client(http, issuer)


@pytest.fixture
async def client(portfolio_url: str, issuer: Issuer) -> AsyncGenerator[Client]:
    async with serving(portfolio_url, issuer) as served:
        yield served


@pytest.fixture
def serve() -> Callable[[str, Issuer], AbstractAsyncContextManager[Client]]:
    """Serve another database: `async with serve(url, issuer) as client`."""
    return serving
