"""The routes of an account's life, as a borrower, a supervisor and a service call them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest

from accounts.app import AppConfig, create_app
from tests.conftest import Database
from tests.integration.accounts.conftest import Issuer
from tests.integration.accounts.desk import LINE, LOAN, command_desk

SCOPE = "accounts:read accounts:write"


@dataclass
class Office:
    """Calls the service as somebody; every write has a key of its own unless one is given."""

    http: httpx.AsyncClient
    issuer: Issuer
    asked: int = 0
    serving: dict[str, str] = field(default_factory=dict[str, str])

    def headers(self, who: str, key: str | None) -> dict[str, str]:
        self.asked += 1
        role = who if who in ("supervisor", "service", "support_agent") else "borrower"
        token = self.issuer.token(who, role, scope=SCOPE, **({} if role == "borrower" else {"borrower": "B-1"}))
        return {"Authorization": f"Bearer {token}", "Idempotency-Key": key or f"k-{self.asked}"}

    async def post(self, path: str, who: str = "B-1", body: Any = None, key: str | None = None) -> httpx.Response:
        return await self.http.post(f"/v1{path}", headers=self.headers(who, key), json=body)

    async def done(self, path: str, who: str = "B-1", body: Any = None) -> dict[str, Any]:
        answer = await self.post(path, who, body)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()["resource"]

    async def get(self, path: str, who: str = "B-1") -> dict[str, Any]:
        answer = await self.http.get(f"/v1{path}", headers=self.headers(who, None))
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
async def office(accounts_db: Database, issuer: Issuer) -> AsyncIterator[Office]:
    with command_desk(accounts_db) as desk:
        desk.line()
        desk.loan()
        desk.person("B-2")
        desk.close_until(date(2026, 1, 7))
    config = AppConfig(
        accounts_db.url("accounts_api"),
        issuer.public_file,
        staff_url=accounts_db.url("accounts_staff"),
        clock=lambda: datetime(2026, 1, 7, 15, tzinfo=UTC),
    )
    app = create_app(config)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://accounts") as http:
            yield Office(http, issuer)


async def test_a_line_is_lowered_frozen_opened_and_closed(office: Office) -> None:
    lowered = await office.done(f"/accounts/{LINE}/limit/decrease", body={"limit_cents": 100_000})
    assert lowered["available_credit_cents"] == 100_000
    assert (await office.done(f"/accounts/{LINE}/freeze", body={}))["status"] == "frozen"
    assert (await office.done(f"/accounts/{LINE}/freeze/end"))["status"] == "open"
    assert (await office.done(f"/accounts/{LINE}/closure", body={}))["status"] == "closed"
    again = await office.post(f"/accounts/{LINE}/closure", body={})
    assert again.status_code == 409
    assert again.json()["reasons"] == [{"code": "closed", "text": "The line is closed already."}]


async def test_a_due_date_moves_and_its_change_is_listed(office: Office) -> None:
    moved = await office.done(f"/accounts/{LOAN}/due-date", body={"due_day": 20})
    assert moved["first_due_date"] == "2026-02-20"
    (change,) = (await office.get(f"/accounts/{LOAN}/changes"))["changes"]
    assert (change["kind"], change["due_day"], change["first_due_date"]) == ("due_date", 20, "2026-02-20")
    schedule = await office.get(f"/accounts/{LOAN}/schedule")
    assert schedule["next_due_date"] == "2026-02-20"
    refused = await office.post(f"/accounts/{LOAN}/deferrals")
    assert refused.json()["code"] == "deferral-not-possible"


async def test_a_supervisor_modifies_a_loan_and_a_borrower_may_not(office: Office) -> None:
    body = {"why": "Lower income", "remaining_months": 36}
    assert (await office.post(f"/accounts/{LOAN}/modification", body=body)).status_code == 403
    done = await office.done(f"/accounts/{LOAN}/modification", "supervisor", body)
    assert done["new_remaining"] == 36
    (change,) = (await office.get(f"/accounts/{LOAN}/changes"))["changes"]
    assert change["disclosed_apr_bps"] == done["disclosed_apr_bps"]
    assert (await office.get(f"/accounts/{LOAN}"))["term_months"] == 36


async def test_an_application_goes_through_to_an_account(office: Office) -> None:
    sent = await office.done("/applications", body={"product": "cash_line", "requested_cents": 250_000})
    path = f"/applications/{sent['application_id']}"
    await office.done(f"{path}/items", "support_agent", {"items": ["Proof of income"]})
    assert (await office.get(path))["missing_items"] == ["Proof of income"]
    await office.done(f"{path}/complete", "support_agent")
    await office.done(f"{path}/decision", "service", {"decision": "approved", "tier": "B"})
    offer = await office.get(path)
    assert (offer["status"], offer["tier"], offer["offer_until"]) == ("approved", "B", "2026-04-07")
    opened = await office.done(f"{path}/acceptance", body={"bank_last4": "4321", "cycle_day": 19})
    assert opened["account_id"] == offer["opens_account_id"]
    account = await office.get(f"/accounts/{opened['account_id']}")
    assert (account["credit_limit_cents"], account["cycle_day"]) == (250_000, 19)


async def test_another_borrower_finds_no_application(office: Office) -> None:
    sent = await office.done("/applications", body={"product": "cash_line", "requested_cents": 250_000})
    for path in ("withdrawal", "acceptance"):
        answer = await office.post(f"/applications/{sent['application_id']}/{path}", "B-2", {})
        assert answer.status_code == 404, answer.text
    withdrawn = await office.done(f"/applications/{sent['application_id']}/withdrawal")
    assert withdrawn["status"] == "withdrawn"


async def test_an_account_opens_once_per_key(office: Office) -> None:
    line = {"product": "cash_line", "tier": "B", "state": "OH", "bank_last4": "4321"}
    body = {**line, "limit_cents": 200_000, "cycle_day": 12}
    first = await office.post("/accounts", "service", body, "open-1")
    again = await office.post("/accounts", "service", body, "open-1")
    assert (first.status_code, again.headers["Idempotent-Replayed"]) == (201, "true")
    assert first.json()["resource"] == again.json()["resource"]
    assert len((await office.get("/accounts"))["accounts"]) == 3
    other = await office.post("/accounts", "service", {**body, "cycle_day": 5}, "open-1")
    assert other.json()["code"] == "idempotency-conflict"
    assert (await office.post("/accounts", "B-1", body)).status_code == 403


async def test_the_same_key_at_the_same_time_opens_one_account(office: Office) -> None:
    line = {"product": "cash_line", "tier": "B", "state": "OH", "bank_last4": "4321"}
    body = {**line, "limit_cents": 200_000, "cycle_day": 12}
    answers = await asyncio.gather(*(office.post("/accounts", "service", body, "at-once") for _ in range(8)))
    assert [answer.status_code for answer in answers] == [201] * 8, [answer.text for answer in answers]
    assert len({answer.json()["resource"]["account_id"] for answer in answers}) == 1
    assert len((await office.get("/accounts"))["accounts"]) == 3


async def test_prices_are_read_by_day_and_set_by_the_lender(office: Office) -> None:
    price = {"product": "cash_line", "tier": "C", "effective_from": "2026-02-01", "apr_bps": 2549}
    assert (await office.post("/prices", "B-1", price)).status_code == 403
    assert (await office.post("/prices", "service", price)).status_code == 201
    found = dict[str, int]()
    for day in ("2025-06-30", "2026-01-31", "2026-02-01"):
        prices = await office.get(f"/prices?on={day}")
        (found[day],) = (
            each["apr_bps"] for each in prices["prices"] if (each["product"], each["tier"]) == ("cash_line", "C")
        )
    assert found == {"2025-06-30": 2399, "2026-01-31": 2499, "2026-02-01": 2549}
    assert prices["promotions"][0]["apr_bps"] == 999


async def test_a_change_in_terms_is_announced_read_and_rejected(office: Office) -> None:
    body = {"new_apr_bps": 2599, "effective_on": "2026-02-21", "why": "Cost of funds"}
    await office.done(f"/accounts/{LINE}/terms-changes", "service", body)
    (change,) = (await office.get(f"/accounts/{LINE}/terms-changes"))["changes"]
    assert (change["old_apr_bps"], change["new_apr_bps"], change["status"]) == (2499, 2599, "sent")
    rejected = await office.done(f"/accounts/{LINE}/terms-changes/{change['notice_id']}/rejection")
    assert rejected["account_status"] == "closed"
    many = {**body, "tier": "C", "agreed_before": "2026-01-01"}
    assert (await office.done("/terms-changes", "supervisor", many))["new_apr_bps"] == 2599
    early = await office.post("/terms-changes", "supervisor", {**many, "effective_on": "2026-02-20"})
    assert [reason["code"] for reason in early.json()["reasons"]] == ["notice"]
