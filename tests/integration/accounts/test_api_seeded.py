"""Every read of every seeded account: it answers, it ties out, and it is nobody else's."""

from collections.abc import AsyncGenerator, Callable, Iterator
from typing import Any

import psycopg
import pytest

from accounts.seeding import seed
from stack import postgres

READS = (
    *("", "/balance", "/amount-due", "/delinquency", "/statements?limit=100", "/transactions?limit=500", "/payments"),
    *("/schedule", "/payoff-quote", "/rate-terms", "/fees", "/autopay", "/draws", "/disputes", "/hardship"),
)
Books = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def seeded_url(clone_database: Callable[[str], Any]) -> Iterator[str]:
    database = clone_database(postgres.ACCOUNTS_DATABASE)
    seed(database.url("accounts_ops"), seed=7, borrowers=25)
    yield database.url("accounts_api")
    with psycopg.connect(database.server.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{database.name}" WITH (FORCE)'.encode())


@pytest.fixture
async def seeded(seeded_url: str, issuer: Any, serve: Any) -> AsyncGenerator[Any]:
    async with serve(seeded_url, issuer) as client:
        yield client


async def borrowers(client: Any) -> list[str]:
    people = (await client.response("/v1/people", "assistant", "service")).json()["people"]
    return [person["borrower_id"] for person in people if person["role"] == "borrower"]


async def owned(client: Any) -> list[tuple[str, dict[str, Any]]]:
    """(borrower id, account) of every account."""
    found = list[tuple[str, dict[str, Any]]]()
    for who in await borrowers(client):
        found += [(who, account) for account in (await client.get("/v1/accounts", who))["accounts"]]
    return found


async def test_every_read_of_every_account_answers(seeded: Any) -> None:
    failed = list[str]()
    for who, account in await owned(seeded):
        for read in READS:
            answer = await seeded.response(f"/v1/accounts/{account['account_id']}{read}", who)
            expected = 409 if read == "/schedule" and account["product"] == "cash_line" else 200
            if answer.status_code != expected:
                failed.append(f"{account['account_id']}{read}: {answer.text[:300]}")
    for who in await borrowers(seeded):
        for read in ("/v1/me", "/v1/applications"):
            answer = await seeded.response(read, who)
            if answer.status_code != 200:
                failed.append(f"{who} {read}: {answer.text[:300]}")
    assert failed == []


async def test_no_token_reads_anothers_account(seeded: Any) -> None:
    everything = await owned(seeded)
    for who in await borrowers(seeded):
        for owner, account in everything:
            if owner != who:
                answer = await seeded.response(f"/v1/accounts/{account['account_id']}/balance", who)
                assert answer.status_code == 404, (who, account["account_id"])


async def books(client: Any, who: str, account: dict[str, Any]) -> Books:
    names = ("balance", "amount-due", "delinquency", "payoff-quote", "transactions?limit=500", "payments?limit=500")
    base = f"/v1/accounts/{account['account_id']}"
    return {name.partition("?")[0]: await client.get(f"{base}/{name}", who) for name in names}


async def test_figures_of_one_account_agree(seeded: Any) -> None:
    for who, account in await owned(seeded):
        found = await books(seeded, who, account)
        balance, due, behind = found["balance"], found["amount-due"], found["delinquency"]
        parts = balance["principal_cents"] + balance["interest_cents"] + balance["fees_cents"]
        assert balance["current_balance_cents"] == parts - balance["credit_balance_cents"], account
        assert found["payoff-quote"]["payoff_cents"] == max(balance["current_balance_cents"], 0), account
        assert due["past_due_cents"] == behind["past_due_cents"], account
        assert (behind["days_past_due"] > 0) == (behind["past_due_cents"] > 0), account
        _line_or_loan(account, balance, due)
        _tie_out(account, found)


def _line_or_loan(account: dict[str, Any], balance: dict[str, Any], due: dict[str, Any]) -> None:
    if account["product"] == "instalment_loan":
        assert due["total_due_cents"] == due["minimum_due_cents"] + due["past_due_cents"], account
        return
    assert due["total_due_cents"] == due["minimum_due_cents"], account
    available = balance["credit_limit_cents"] - balance["principal_cents"] - balance["pending_draws_cents"]
    assert balance["available_credit_cents"] in (max(available, 0), 0), account
    if account["status"] == "open":
        assert balance["available_credit_cents"] == max(available, 0), account
    assert balance["draws_allowed"] == (balance["draws_blocked_reasons"] == []), account


def _tie_out(account: dict[str, Any], found: Books) -> None:
    shown = found["transactions"]["transactions"]
    posted = [each for each in shown if each["status"] != "pending"]
    assert posted[0]["balance_after_cents"] == sum(each["amount_cents"] for each in posted), account
    pending = sum(-each["amount_cents"] for each in shown if (each["status"], each["kind"]) == ("pending", "payment"))
    assert pending == found["balance"]["pending_payments_cents"], account
    for payment in found["payments"]["payments"]:
        if payment["status"] == "posted":
            assert sum(payment["applied"].values()) <= payment["amount_cents"], payment


async def test_statements_add_up(seeded: Any) -> None:
    checked = 0
    for who, account in await owned(seeded):
        base = f"/v1/accounts/{account['account_id']}/statements"
        for each in (await seeded.get(f"{base}?limit=100", who))["statements"]:
            whole = await seeded.get(f"{base}/{each['statement_id']}", who)
            raised = each["draws_cents"] + each["fees_cents"] + each["interest_cents"] - each["payments_cents"]
            assert each["new_balance_cents"] == each["previous_balance_cents"] + raised, each
            assert sum(item["amount_cents"] for item in whole["line_items"]) == raised, each
            assert whole["interest"]["total_cents"] == each["interest_cents"], each
            checked += 1
    assert checked > 100


async def test_people_have_the_situations_they_are_listed_with(seeded: Any) -> None:
    people = (await seeded.response("/v1/people", "assistant", "service")).json()["people"]
    assert {"borrower", "support_agent", "supervisor"} <= {person["role"] for person in people}
    for person in (each for each in people if each["role"] == "borrower"):
        who, situation = person["borrower_id"], person["situation"]
        accounts = (await seeded.get("/v1/accounts", who))["accounts"]
        late = [await seeded.get(f"/v1/accounts/{each['account_id']}/delinquency", who) for each in accounts]
        buckets = {each["bucket"] for each in late}
        for tag, bucket in {"dpd_30": "30-59", "dpd_60": "60-89", "dpd_90": "90+", "dpd_1_29": "1-29"}.items():
            assert (tag in situation) <= (bucket in buckets), person
        assert ("charged_off" in situation) <= ("charged_off" in buckets), person
        assert sorted({each["product"] for each in accounts}) == sorted(person["products"]), person


async def test_a_daughter_is_listed_with_whom_she_serves_and_sees_their_accounts(seeded: Any, issuer: Any) -> None:
    people = (await seeded.response("/v1/people", "assistant", "service")).json()["people"]
    (daughter,) = (person for person in people if person["role"] == "third_party")
    parent = next(person for person in people if person["borrower_id"] == daughter["serves"])
    assert (parent["role"], daughter["name"].split()[-1]) == ("borrower", parent["name"].split()[-1])
    assert (daughter["scopes"], daughter["products"]) == (["information", "payments"], [])
    assert {"authorised", "family"} <= set(daughter["situation"])
    token = issuer.token(daughter["borrower_id"], "third_party", borrower=daughter["serves"])
    seen = await seeded.http.get("/v1/accounts", headers={"Authorization": f"Bearer {token}"})
    assert seen.json() == await seeded.get("/v1/accounts", daughter["serves"])
    assert seen.json()["accounts"]
