"""Days of grace, money after 8:00 p.m., credit that is spent, payoffs on their way: where a day or a cent decides."""

from collections.abc import Iterator
from datetime import date

import psycopg
import pytest

from accounts.posting.payments import NewPayment, submit
from accounts.posting.returns import return_payments
from accounts.reconcile import reconcile
from accounts.terms.calendar import EASTERN
from tests.conftest import Database
from tests.integration.accounts.closeday_desk import LINE, LOAN, Desk

FEES = "SELECT kind, assessed_on, amount_cents FROM fees ORDER BY assessed_on, kind"


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[Desk]:
    """500.00 drawn on January 5: 35.00 is due on February 6, grace ends on the 11th."""
    with psycopg.connect(accounts_db.url("accounts_ops")) as connection:
        desk = Desk(connection)
        desk.open(date(2026, 1, 5), limit_cents=200_000, cycle_day=12)
        assert desk.draw(date(2026, 1, 5), 50_000) == []
        yield desk


@pytest.mark.parametrize(("on", "hour", "charged"), [(11, 20, False), (11, 21, True), (12, 10, True)])
def test_money_of_the_day_after_the_grace_days_comes_too_late(desk: Desk, on: int, hour: int, charged: bool) -> None:
    desk.close_until(date(2026, 2, on))
    desk.pay(LINE, date(2026, 2, on), 3_500, hour=hour)
    desk.close_until(date(2026, 2, 14))
    assert desk.all(FEES) == ([("late_fee", date(2026, 2, 12), 3_200)] if charged else [])


@pytest.mark.parametrize(("paid", "fees"), [(5_061, 1), (5_060, 2)])
def test_a_late_fee_left_unpaid_makes_nothing_late(desk: Desk, paid: int, fees: int) -> None:
    desk.close_until(date(2026, 3, 2))
    desk.pay(LINE, date(2026, 3, 2), paid)  # 82.61 are due, 32.00 of it the late fee
    desk.close_until(date(2026, 3, 17))
    assert len(desk.all(FEES)) == fees


def test_two_dues_that_a_return_left_unpaid_are_a_first_and_a_second_late_payment(desk: Desk) -> None:
    desk.close_until(date(2026, 2, 13))
    for day in (13, 14):
        desk.close_until(date(2026, 2, day))
        desk.pay(LINE, date(2026, 2, day), 5_000)
    desk.close_until(date(2026, 3, 20))
    payments = [row[0] for row in desk.all("SELECT payment_id FROM payments ORDER BY credited_on")]
    return_payments(desk.connection, [(payments[0], "R11"), (payments[1], "R11")], date(2026, 3, 20))
    desk.close_until(date(2026, 3, 21))
    assert [row[2] for row in desk.all(FEES)] == [3_200, 4_300]


@pytest.mark.parametrize(("hour", "left"), [(19, 3_500), (21, 0)])
def test_money_after_eight_on_the_closing_day_is_for_the_new_bill(desk: Desk, hour: int, left: int) -> None:
    desk.close_until(date(2026, 1, 12))
    desk.pay(LINE, date(2026, 1, 12), 3_500, hour=hour)
    desk.close_until(date(2026, 1, 13))
    assert desk.one("SELECT amount_cents - paid_cents FROM due_status WHERE amount_cents = 3500") == (left,)


def test_credit_spent_before_its_payment_came_back_is_owed(desk: Desk) -> None:
    desk.close_until(date(2026, 2, 2))
    paid = desk.pay(LINE, date(2026, 2, 2), 60_000)
    desk.close_until(date(2026, 2, 13))
    return_payments(desk.connection, [(paid, "R01")], date(2026, 2, 13))
    # 6.85 of the credit had paid the interest of February 12; 3.77 are charged for the days since the payment; the last
    # bill asked for nothing, so that the return costs none
    held = desk.one("SELECT principal_cents, interest_cents, fees_cents, credit_cents FROM positions")
    assert held == (50_000 + 685, 240 + 377, 0, 0)
    assert reconcile(desk.connection) == []


def test_a_return_before_the_first_bill_costs_nothing(desk: Desk) -> None:
    paid = desk.pay(LINE, date(2026, 1, 5), 1_000)
    desk.close_until(date(2026, 1, 9))
    return_payments(desk.connection, [(paid, "R01")], date(2026, 1, 9))
    assert desk.all(FEES) == []


def test_a_credit_balance_pays_a_fee(desk: Desk) -> None:
    desk.close_until(date(2026, 2, 2))
    first = desk.pay(LINE, date(2026, 2, 2), 3_500)
    desk.close_until(date(2026, 2, 5))
    at = desk.one("SELECT submitted_at FROM payments")[0].astimezone(EASTERN)
    submit(desk.connection, [NewPayment("over", LINE, at.replace(day=5), 60_000)])
    desk.close_until(date(2026, 2, 10))
    before = desk.one("SELECT credit_cents FROM positions")[0]
    return_payments(desk.connection, [(first, "R01")], date(2026, 2, 10))
    assert desk.one("SELECT fees_cents, credit_cents FROM positions") == (0, before - 2_500)
    assert desk.one("SELECT status FROM fees") == ("paid",)


def test_a_payoff_over_a_bill_pays_the_loan_off_to_the_cent(accounts_db: Database) -> None:
    with psycopg.connect(accounts_db.url("accounts_ops")) as connection:
        desk = Desk(connection)
        desk.open(date(2026, 1, 15), principal_cents=1_000_000, term_months=36, due_day=15)
        desk.close_until(date(2026, 2, 20))
        # billed on January 26 with 12 days at 19.99%: 65.72; 25 more: 136.92
        desk.pay(LOAN, date(2026, 2, 20), 1_000_000 + 6_572 + 13_144)
        desk.close_until(date(2026, 2, 26))
        assert desk.one("SELECT status, owed_cents FROM accounts JOIN balances USING (account_id)") == ("paid_off", 0)
