"""Every balance as of a past instant follows from the ledger alone, and the whole ledger adds up to zero at each."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from accounts.app import AppConfig, create_app
from accounts.reads.as_of import instant_of
from accounts.reads.errors import AsOf
from accounts.terms.calendar import EASTERN
from tests.conftest import Database
from tests.integration.accounts.conftest import LINE, LOAN, START, TODAY, Issuer

KEYS = ("principal_cents", "fees_cents", "credit_balance_cents", "pending_draws_cents", "pending_payments_cents")


async def _as_of(client: Any, account: str, at: object) -> dict[str, Any]:
    return await client.get(f"/v1/accounts/{account}/balance?as_of={at}", "B-1001")


async def test_before_the_first_draw_nothing_was_owed(client: Any) -> None:
    before = await _as_of(client, LINE, START)
    assert before["current_balance_cents"] == 0
    assert before["as_of"] == START.isoformat()


async def test_the_ledger_of_today_has_the_parts_of_todays_balance(client: Any) -> None:
    now, then = await client.get(f"/v1/accounts/{LINE}/balance", "B-1001"), await _as_of(client, LINE, TODAY)
    assert {key: now[key] for key in KEYS} == {key: then[key] for key in KEYS}


async def test_every_statement_closes_on_the_balance_of_its_day(client: Any) -> None:
    for account in (LINE, LOAN):
        listed = (await client.get(f"/v1/accounts/{account}/statements", "B-1001"))["statements"]
        for each in listed:
            then = await _as_of(client, account, each["period_end"])
            assert then["current_balance_cents"] == each["new_balance_cents"], each["statement_id"]


async def test_an_instant_parts_a_day(client: Any) -> None:
    """The draw of May 15 was asked for at ten in the morning, Eastern Time: 14:00 UTC."""
    before = await _as_of(client, LINE, "2026-05-15T13:59:59Z")
    after = await _as_of(client, LINE, "2026-05-15T14:00:00Z")
    assert (before["pending_draws_cents"], after["pending_draws_cents"]) == (0, 25_000)


@pytest.mark.parametrize("wrong", ["2026-05-16", "yesterday", "2026-05-07T10:00:00", "7", "2026-02-30", "0001-01-01x"])
async def test_a_time_ahead_or_no_time_is_refused(client: Any, wrong: str) -> None:
    refused = await client.response(f"/v1/accounts/{LINE}/balance?as_of={wrong}", "B-1001")
    assert (refused.status_code, refused.json()["code"]) == (422, "as-of")


def test_a_date_is_its_end_in_eastern_time() -> None:
    assert instant_of("2026-03-08", TODAY) < datetime(2026, 3, 9, tzinfo=EASTERN)
    assert instant_of("2026-03-08", TODAY) > datetime(2026, 3, 8, 23, 59, 59, tzinfo=EASTERN)
    with pytest.raises(AsOf):
        instant_of("2026-05-16T04:00:00+00:00", TODAY)


@pytest.fixture
async def auditing(books: Database, issuer: Issuer) -> AsyncGenerator[httpx.AsyncClient]:
    app = create_app(
        AppConfig(books.url("accounts_api"), issuer.public_file, wait_s=1.0, auditor_url=books.url("accounts_auditor"))
    )
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://accounts") as http:
            yield http


@pytest.mark.parametrize("role", ["service", "auditor"])
async def test_the_trial_balance_is_zero_on_every_tenth_day(
    auditing: httpx.AsyncClient, issuer: Issuer, role: str
) -> None:
    headers = {"Authorization": f"Bearer {issuer.token('books', role)}"}
    shown = dict[str, Any]()
    for days in range(0, (TODAY - START).days + 1, 10):
        at = START + timedelta(days=days)
        shown = (await auditing.get(f"/v1/trial-balance?as_of={at}", headers=headers)).json()
        assert shown["total_cents"] == 0
        assert sum(each["debit_cents"] - each["credit_cents"] for each in shown["accounts"]) == 0
    balances = {str(each["gl_code"]): int(each["balance_cents"]) for each in shown["accounts"]}
    assert balances["1110"] > 0


@pytest.mark.parametrize("role", ["borrower", "support_agent", "supervisor"])
async def test_others_do_not_read_the_whole_ledger(auditing: httpx.AsyncClient, issuer: Issuer, role: str) -> None:
    refused = await auditing.get(
        "/v1/trial-balance", headers={"Authorization": f"Bearer {issuer.token('B-1001', role)}"}
    )
    assert (refused.status_code, refused.json()["code"]) == (403, "audit-only")


async def test_without_the_auditors_database_role_the_answer_says_what_is_missing(
    portfolio_url: str, issuer: Issuer, serve: Callable[[str, Issuer], AbstractAsyncContextManager[Any]]
) -> None:
    async with serve(portfolio_url, issuer) as client:
        answer = await client.response("/v1/trial-balance", "books", "service")
    assert answer.status_code == 503
    assert "ACCOUNTS_AUDITOR_DATABASE_URL" in answer.json()["detail"]
