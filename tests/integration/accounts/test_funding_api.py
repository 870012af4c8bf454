"""Funding over HTTP: services write once per key, auditors read, borrowers and staff see nothing of it."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from typing import Any

import httpx
import psycopg
import pytest

from accounts.app import AppConfig, create_app
from tests.conftest import PORTFOLIO, Database
from tests.integration.accounts.conftest import Issuer
from tests.integration.accounts.funding_books import AT, YESTERDAY

POOL = {
    "pool_id": "http-pool",
    "name": "Pool over HTTP",
    "investor": "Investor",
    "advance_bps": 8_000,
    "eligibility": {"products": ["instalment_loan"], "max_days_past_due": 29},
    "opened_on": "2026-03-01",
}
RULE = {"rule_id": "http-rule", "pool_id": "http-pool", "priority": 1, "effective_from": "2026-03-01"}
MARCH_END = "2026-03-31"


@contextmanager
def cloned(clone_database: Callable[[str], Database]) -> Generator[Database]:
    found = clone_database(PORTFOLIO)
    yield found
    with psycopg.connect(found.server.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{found.name}" WITH (FORCE)'.encode())


@pytest.fixture(scope="module")
def database(clone_database: Callable[[str], Database]) -> Iterator[Database]:
    """For tests that leave nothing behind."""
    with cloned(clone_database) as found:
        yield found


class Desk:
    """Asks the service as somebody."""

    def __init__(self, http: httpx.AsyncClient, issuer: Issuer) -> None:
        self.http, self.issuer = http, issuer

    def headers(self, role: str, scope: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.issuer.token(f'{role}-1', role, scope=scope)}"}

    async def get(self, path: str, role: str = "auditor") -> httpx.Response:
        return await self.http.get(f"/v1/funding{path}", headers=self.headers(role, "accounts:read"))

    async def post(
        self, path: str, key: str, body: Any = None, role: str = "service", scope: str = "accounts:read accounts:write"
    ) -> httpx.Response:
        headers = self.headers(role, scope) | {"Idempotency-Key": key}
        return await self.http.post(f"/v1/funding{path}", headers=headers, json=body)


@asynccontextmanager
async def serving(database: Database, issuer: Issuer) -> AsyncGenerator[Desk]:
    config = AppConfig(
        database.url("accounts_api"),
        issuer.public_file,
        wait_s=2.0,
        auditor_url=database.url("accounts_auditor"),
        ops_url=database.url("accounts_ops"),
        clock=lambda: AT,
    )
    app = create_app(config)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://accounts") as http:
            yield Desk(http, issuer)


@pytest.fixture
async def desk(database: Database, issuer: Issuer) -> AsyncIterator[Desk]:
    async with serving(database, issuer) as found:
        yield found


@pytest.fixture
async def filled(clone_database: Callable[[str], Database], issuer: Issuer) -> AsyncIterator[Desk]:
    """With books of its own, the pool opened and filled at the end of March."""
    with cloned(clone_database) as own:
        async with serving(own, issuer) as found:
            assert (await found.post("/pools", "pool", POOL)).status_code == 201
            assert (await found.post("/rules", "rule", RULE)).status_code == 201
            assert (await found.post("/runs", "run", {"cutoff_on": MARCH_END})).status_code == 201
            yield found


async def test_a_pool_is_filled_sold_remitted_and_read(filled: Desk) -> None:
    sold = await filled.post("/pools/http-pool/sales", "sale", {"cutoff_on": MARCH_END, "price_bps": 10_050})
    assert sold.status_code == 201
    assert sold.json()["resource"]["price_bps"] == 10_050
    issued = await filled.post("/pools/http-pool/remittances/2026-04", "april")
    assert issued.status_code == 201, issued.text
    read = await filled.get("/pools/http-pool/remittances/2026-04")
    assert read.status_code == 200
    report: dict[str, Any] = read.json()
    assert {**issued.json()["resource"], "remittance_id": "", "status": ""} == {
        **report,
        "remittance_id": "",
        "status": "",
    }
    listed = (await filled.get("/pools")).json()["pools"]
    assert [pool["pool_id"] for pool in listed] == ["http-pool"]
    assert listed[0]["accounts"] == listed[0]["sold_accounts"] == report["accounts_closing"]
    assert listed[0]["principal_cents"] == report["movements"]["closing"]["principal_cents"]
    breached = listed[0]["breached_principal_cents"]
    assert abs(listed[0]["borrowing_base_cents"] - (listed[0]["principal_cents"] - breached) * 0.8) <= 0.5


async def test_a_repeat_answers_the_first_receipt_and_other_content_is_a_conflict(filled: Desk) -> None:
    first = await filled.post("/runs", "run", {"cutoff_on": MARCH_END})
    assert first.headers["Idempotent-Replayed"] == "true"
    assert first.json()["command_id"] == "service-1:run"
    other = await filled.post("/runs", "run", {"cutoff_on": "2026-04-30"})
    assert (other.status_code, other.json()["code"]) == (409, "idempotency-conflict")


async def test_a_dry_run_keeps_nothing(filled: Desk) -> None:
    tried = await filled.post("/pools/http-pool/closure?dry_run=true", "close", {"on": "2026-05-01"})
    assert (tried.status_code, tried.json()["status"]) == (200, "preview")
    pool = (await filled.get("/pools")).json()["pools"][0]
    assert "closed_on" not in pool


async def test_candidates_for_repurchase_are_read_and_bought_back(filled: Desk) -> None:
    found = await filled.post("/runs", "run-again", {"cutoff_on": f"{YESTERDAY}"})
    assert found.status_code == 201
    candidates = (await filled.get("/pools/http-pool/candidates")).json()["candidates"]
    assert found.json()["resource"]["candidates_for_repurchase"] == len(candidates) > 0
    body = {"cutoff_on": f"{YESTERDAY}", "account_ids": [candidates[0]["account_id"]], "reason": "breach"}
    assert (await filled.post("/pools/http-pool/repurchases", "back", body)).status_code == 201
    left = (await filled.get("/pools/http-pool/candidates")).json()["candidates"]
    assert left == candidates[1:]


@pytest.mark.parametrize("role", ["borrower", "support_agent", "supervisor"])
async def test_people_neither_read_nor_write_it(desk: Desk, role: str) -> None:
    assert (await desk.get("/pools", role)).status_code == 403
    refused = await desk.post("/runs", "mine", {"cutoff_on": MARCH_END}, role)
    assert (refused.status_code, refused.json()["code"]) == (403, "not-permitted")


async def test_writing_needs_the_scope_and_the_auditor_only_reads(desk: Desk) -> None:
    for role, scope in (("service", "accounts:read"), ("auditor", "accounts:read accounts:write")):
        answer = await desk.post("/runs", "mine", {"cutoff_on": MARCH_END}, role, scope)
        assert (answer.status_code, answer.json()["code"]) == (403, "scope-missing")
    assert (await desk.get("/pools", "service")).status_code == 200


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/runs", {"cutoff_on": f"{YESTERDAY + timedelta(days=1)}"}, 409, "day-not-closed"),
        ("/runs", {"cutoff_on": "0001-01-01"}, 422, "invalid-request"),
        ("/pools", POOL | {"name": "nul \0"}, 422, "invalid-request"),
        ("/pools", POOL | {"colour": "red"}, 422, "invalid-request"),
        ("/pools/none/sales", {"cutoff_on": MARCH_END}, 409, "no-such-pool"),
        ("/pools/UPPER/sales", {"cutoff_on": MARCH_END}, 422, "invalid-request"),
        ("/pools/none/remittances/2026-13", None, 422, "invalid-request"),
        ("/remittances/FR-0000000000/withdrawal", None, 409, "not-issued"),
    ],
)
async def test_what_is_refused_says_why(desk: Desk, path: str, body: Any, status: int, code: str) -> None:
    answer = await desk.post(path, f"refused {path}".replace(" ", "-"), body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_without_its_roles_the_service_says_what_is_missing(database: Database, issuer: Issuer) -> None:
    app = create_app(AppConfig(database.url("accounts_api"), issuer.public_file, wait_s=2.0))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://accounts") as http:
            bare = Desk(http, issuer)
            for answer in (await bare.get("/pools"), await bare.post("/runs", "x", {"cutoff_on": MARCH_END})):
                assert (answer.status_code, answer.json()["code"]) == (503, "not-configured")
