"""What is disputed is neither due nor late nor reported nor debited until the dispute ends. 12 CFR 1026.13(d)."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import pytest
from fastapi.testclient import TestClient

from accounts.app import AppConfig, create_app
from accounts.commands.autopay import SetAutopay
from accounts.commands.disputes import WithdrawDispute
from accounts.posting.standing import standing
from accounts.terms.calendar import EASTERN
from accounts.terms.minimum import FLOOR_CENTS
from accounts.terms.money import divide_half_up
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, CommandDesk
from tests.integration.accounts.disputed_book import (
    DISPUTED,
    FIRST_BILL,
    FIRST_DUE,
    SECOND_CLOSE,
    dispute,
    disputed_book,
    fees,
    figures,
    pay,
    resolve,
)


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[CommandDesk]:
    with disputed_book(accounts_db) as opened:
        yield opened


def bill(desk: CommandDesk, close: date) -> dict[str, Any]:
    """The statement of the cycle that closed on a day."""
    found: dict[str, Any] = desk.one("SELECT to_jsonb(s) FROM accounts.statements s WHERE period_end = %s", close)[0]
    return found


def late_fee_day(desk: CommandDesk) -> date:
    return desk.one("SELECT late_fee_on FROM accounts.dues WHERE number = 1")[0]


def test_the_share_of_a_bill_that_is_disputed_is_not_due(desk: CommandDesk) -> None:
    owed = desk.one("SELECT owed_cents FROM accounts.balances")[0]
    assert figures(desk)["next_due_cents"] == FIRST_BILL
    dispute(desk)
    assert figures(desk)["next_due_cents"] == FIRST_BILL - divide_half_up(FIRST_BILL * DISPUTED, owed)
    assert figures(desk)["principal_cents"] == 100_000


def test_a_bill_made_meanwhile_leaves_the_disputed_out_once(desk: CommandDesk) -> None:
    dispute(desk)
    desk.close_until(date(2026, 2, 5))
    pay(desk, figures(desk)["next_due_cents"])
    desk.close_until(date(2026, 2, 13))
    made = bill(desk, SECOND_CLOSE)
    principal = figures(desk)["principal_cents"]
    expected = max(FLOOR_CENTS, divide_half_up(principal - DISPUTED, 100) + made["interest_cents"])
    assert (made["past_due_cents"], made["minimum_due_cents"]) == (0, expected)
    assert made["new_balance_cents"] > DISPUTED
    assert figures(desk)["next_due_cents"] == expected


def test_the_minimum_is_no_more_than_what_is_not_disputed(desk: CommandDesk) -> None:
    dispute(desk)
    dispute(desk, 40_000)
    desk.close_until(date(2026, 2, 13))
    made = bill(desk, SECOND_CLOSE)
    assert made["minimum_due_cents"] == made["new_balance_cents"] - 100_000


def test_a_disputed_fee_is_billed_after_its_dispute_ended_as_billed(desk: CommandDesk) -> None:
    pay(desk, FIRST_BILL)
    desk.close_until(date(2026, 3, 25))
    (fee,) = fees(desk)
    contested = dispute(desk, fee, "late_fee")
    desk.close_until(date(2026, 4, 13))
    made, share = bill(desk, date(2026, 4, 12)), divide_half_up(figures(desk)["principal_cents"], 100)
    billed = share + made["interest_cents"] + made["fees_cents"] - fee
    assert made["minimum_due_cents"] - made["past_due_cents"] == max(FLOOR_CENTS, billed)
    resolve(desk, contested, "as_billed")
    desk.close_until(date(2026, 5, 13))
    after = bill(desk, date(2026, 5, 12))
    billed = share + after["interest_cents"] + after["fees_cents"] + fee
    assert after["minimum_due_cents"] - after["past_due_cents"] == max(FLOOR_CENTS, billed)


def test_who_pays_the_rest_is_neither_late_nor_charged(desk: CommandDesk) -> None:
    dispute(desk)
    pay(desk, figures(desk)["next_due_cents"])
    desk.close_until(date(2026, 3, 1))
    assert fees(desk) == []
    assert standing(desk.connection, LINE, desk.today).days_past_due == 0
    assert figures(desk)["past_due_cents"] == 0


def test_the_late_fee_is_no_more_than_the_rest(desk: CommandDesk) -> None:
    dispute(desk)
    day = late_fee_day(desk)
    desk.close_until(day)
    rest = FIRST_BILL - desk.one("SELECT accounts.disputed_of_due(%s, %s, %s)", LINE, FIRST_BILL, day)[0]
    desk.close_until(date(2026, 3, 1))
    assert fees(desk) == [rest]
    assert 0 < rest < 2_000


@pytest.mark.parametrize("open_until", ["the fee's day", "after it"])
def test_after_as_billed_the_whole_falls_due_again_without_a_fee_for_that_time(
    desk: CommandDesk, open_until: str
) -> None:
    contested, day = dispute(desk), late_fee_day(desk)
    pay(desk, paid := figures(desk)["next_due_cents"])
    desk.close_until(day if open_until == "the fee's day" else date(2026, 3, 2))
    resolve(desk, contested, "as_billed")
    assert figures(desk)["past_due_cents"] == FIRST_BILL - paid
    assert standing(desk.connection, LINE, desk.today).oldest_unpaid == FIRST_DUE
    desk.close_until(date(2026, 3, 8))
    assert fees(desk) == []


def test_without_a_dispute_the_same_payment_is_late(desk: CommandDesk) -> None:
    contested = dispute(desk)
    pay(desk, paid := figures(desk)["next_due_cents"])
    desk.give(WithdrawDispute(dispute_id=contested))
    desk.close_until(date(2026, 3, 1))
    assert len(fees(desk)) == 1
    assert figures(desk)["past_due_cents"] == FIRST_BILL - paid


def test_for_the_borrower_nothing_of_it_falls_due_again(desk: CommandDesk) -> None:
    contested = dispute(desk)
    pay(desk, FIRST_BILL)
    desk.close_until(date(2026, 2, 16))
    assert figures(desk)["past_due_cents"] == 0
    resolve(desk, contested, "for_borrower")
    now = figures(desk)
    assert (now["past_due_cents"], now["next_due_cents"]) == (0, bill(desk, SECOND_CLOSE)["minimum_due_cents"])
    assert now["principal_cents"] <= 40_000


@pytest.mark.parametrize("withdrawn", [False, True])
def test_what_is_disputed_is_not_reported(desk: CommandDesk, withdrawn: bool) -> None:
    contested = dispute(desk)
    pay(desk, figures(desk)["next_due_cents"])
    desk.close_until(date(2026, 3, 31))
    if withdrawn:
        desk.give(WithdrawDispute(dispute_id=contested))
    desk.close_until(date(2026, 4, 1))
    days, cents, reported = desk.one(
        "SELECT days_past_due, past_due_cents, reported FROM accounts.bureau_reports WHERE month_end = '2026-03-31'"
    )
    second, amount = desk.one("SELECT due_date, amount_cents FROM accounts.dues WHERE number = 2")
    oldest = FIRST_DUE if withdrawn else second
    assert (days, reported) == ((date(2026, 3, 31) - oldest).days, "30" if withdrawn else "current")
    assert (cents == amount) is not withdrawn


@pytest.mark.parametrize("kind", ["minimum", "statement_balance"])
def test_autopay_debits_what_is_not_disputed(desk: CommandDesk, kind: str) -> None:
    desk.give(SetAutopay.model_validate({"amount_kind": kind}))
    whole = desk.one("SELECT new_balance_cents FROM accounts.statements")[0]
    dispute(desk)
    desk.close_until(FIRST_DUE)
    rest = figures(desk)["next_due_cents"]
    desk.close_until(date(2026, 2, 9))
    debited = desk.one("SELECT amount_cents FROM accounts.payments WHERE source = 'autopay'")[0]
    assert debited == (rest if kind == "minimum" else whole - DISPUTED)


def test_a_payment_recorded_late_finds_the_dispute_as_it_was(desk: CommandDesk) -> None:
    dispute(desk)
    rest = figures(desk)["next_due_cents"]
    desk.close_until(date(2026, 3, 16))
    before = bill(desk, SECOND_CLOSE)
    assert fees(desk) != []
    assert before["past_due_cents"] > 0
    pay(desk, rest, date(2026, 2, 3))
    assert bill(desk, SECOND_CLOSE)["past_due_cents"] == 0
    assert desk.all("SELECT 1 FROM accounts.fees WHERE due_number = 1 AND status <> 'reversed'") == []
    second = desk.one("SELECT due_date FROM accounts.dues WHERE number = 2")[0]
    assert standing(desk.connection, LINE, desk.today).oldest_unpaid == second


def test_the_api_says_what_is_due_and_what_is_disputed(desk: CommandDesk, accounts_db: Database, issuer: Any) -> None:
    contested = dispute(desk)
    pay(desk, paid := figures(desk)["next_due_cents"])
    desk.close_until(date(2026, 2, 20))
    desk.connection.commit()
    now = datetime.combine(desk.today, time(10), EASTERN)
    app = create_app(AppConfig(accounts_db.url("accounts_api"), issuer.public_file, clock=lambda: now))
    headers = {"Authorization": f"Bearer {issuer.token('B-1')}"}

    with TestClient(app) as http:

        def get(name: str) -> dict[str, Any]:
            answer = http.get(f"/v1/accounts/{LINE}/{name}", headers=headers)
            assert answer.status_code == 200, answer.text
            return answer.json()

        due, late, balance = get("amount-due"), get("delinquency"), get("balance")
        assert (due["disputed_cents"], due["past_due_cents"]) == (DISPUTED, 0)
        assert due["minimum_due_cents"] == bill(desk, SECOND_CLOSE)["minimum_due_cents"]
        assert (late["days_past_due"], late["bucket"], late["past_due_cents"]) == (0, "current", 0)
        assert balance["disputed_cents"] == DISPUTED < balance["current_balance_cents"]
        resolve(desk, contested, "as_billed")
        desk.connection.commit()
        due, late, balance = get("amount-due"), get("delinquency"), get("balance")
        assert "disputed_cents" not in due
        assert "disputed_cents" not in balance
        assert (late["days_past_due"], late["past_due_cents"]) == (14, FIRST_BILL - paid)
        assert due["past_due_cents"] == FIRST_BILL - paid
