"""A Cash Line lived day by day: draws, interest by daily balances, minimum payments, late fees, returns."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import psycopg
import pytest

from accounts.closeday import WrongDay, close_day
from accounts.posting.enrolment import Wish, ask
from accounts.posting.feecredits import fee, give_back
from accounts.posting.limits import freeze
from accounts.posting.returns import return_payments
from accounts.reconcile import reconcile
from accounts.terms.calendar import EASTERN
from tests.conftest import Database
from tests.integration.accounts.closeday_desk import LINE, Desk


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[Desk]:
    with psycopg.connect(accounts_db.url("accounts_ops")) as connection:
        yield Desk(connection)
        assert reconcile(connection) == []
        connection.commit()


def test_a_cycle_charges_the_interest_of_its_average_daily_balance(desk: Desk) -> None:
    """The figures of the servicing oracle: 1,200 carried in, 500 drawn on the 11th, 300 paid on the 21st, 24.99%."""
    desk.open(date(2026, 5, 28), limit_cents=500_000, cycle_day=30)
    desk.draw(date(2026, 5, 28), 120_000)
    desk.close_until(date(2026, 6, 10))
    desk.draw(date(2026, 6, 10), 50_000)
    desk.close_until(date(2026, 6, 21))
    (charged,) = desk.one("SELECT interest_cents FROM accounts.balances")
    desk.pay(LINE, date(2026, 6, 21), 30_000 + charged)
    desk.close_until(date(2026, 7, 1))
    days, total, average, cents = desk.one(
        "SELECT days, sum_daily_cents, average_daily_balance_cents, interest_cents FROM accounts.statement_interest "
        "WHERE statement_id = 'ST-100001-202606'"
    )
    # the cycle has a 31st day (May 31) at 1,200
    assert (days, total) == (31, 4_300_000 + 120_000)
    assert (average, cents) == (round(4_420_000 / 31), round(4_420_000 * 2499 / 3_650_000))


def test_closing_a_day_again_does_nothing_and_a_day_ahead_cannot_close(desk: Desk) -> None:
    desk.open(date(2026, 3, 2), limit_cents=300_000, cycle_day=5)
    desk.draw(date(2026, 3, 2), 100_000)
    desk.close_until(date(2026, 3, 6))
    before = desk.one("SELECT count(*), max(seq) FROM accounts.journal_entries")
    assert close_day(desk.connection, date(2026, 3, 5)).already_closed
    assert desk.one("SELECT count(*), max(seq) FROM accounts.journal_entries") == before
    with pytest.raises(WrongDay, match="2026-03-07"):
        close_day(desk.connection, date(2026, 3, 7))


def test_a_day_that_breaks_off_leaves_nothing_and_closes_fully_afterwards(desk: Desk) -> None:
    desk.open(date(2026, 3, 2), limit_cents=300_000, cycle_day=5)
    desk.draw(date(2026, 3, 2), 100_000)
    desk.close_until(date(2026, 3, 5))
    with desk.connection.transaction(force_rollback=True):
        assert close_day(desk.connection, date(2026, 3, 5)).statements
    assert desk.all("SELECT statement_id FROM accounts.statements") == []
    assert len(close_day(desk.connection, date(2026, 3, 5)).statements) == 1


@pytest.mark.parametrize(
    ("hour", "arrives"), [(15, date(2026, 3, 13)), (16, date(2026, 3, 16))], ids=["by the cut-off", "after it"]
)
def test_a_draw_arrives_the_business_day_after_its_cut_off(desk: Desk, hour: int, arrives: date) -> None:
    desk.open(date(2026, 3, 12), limit_cents=300_000, cycle_day=5)
    assert desk.draw(date(2026, 3, 12), 100_000, hour) == []
    desk.close_until(arrives)
    assert desk.one("SELECT status FROM accounts.draws") == ("pending",)
    desk.close_until(arrives + timedelta(days=1))
    assert desk.one("SELECT status, posted_on FROM accounts.draws") == ("posted", arrives)


def test_draws_beyond_the_available_credit_or_on_a_frozen_line_are_refused_with_reasons(desk: Desk) -> None:
    desk.open(date(2026, 3, 2), limit_cents=100_000, cycle_day=5)
    assert desk.draw(date(2026, 3, 2), 60_000) == []
    (refused,) = desk.draw(date(2026, 3, 2), 50_000)
    assert "400.00" in refused.reasons[0]
    freeze(desk.connection, LINE, date(2026, 3, 2), "borrower", "asked")
    (refused,) = desk.draw(date(2026, 3, 2), 10_000)
    assert refused.reasons == ("The line is frozen.",)


@pytest.mark.parametrize(
    ("state", "fees"),
    [
        ("OH", [(3200, date(2026, 4, 5)), (4300, date(2026, 5, 6))]),
        ("CA", [(1500, date(2026, 4, 5)), (1500, date(2026, 5, 6))]),
        ("NY", [(2000, date(2026, 4, 5)), (2000, date(2026, 5, 6))]),
        ("TX", [(3200, date(2026, 4, 10)), (4300, date(2026, 5, 11))]),
    ],
)
def test_a_missed_minimum_costs_one_late_fee_by_state(desk: Desk, state: str, fees: list[tuple[int, date]]) -> None:
    desk.open(date(2026, 2, 9), state=state, limit_cents=500_000, cycle_day=5)
    desk.draw(date(2026, 2, 9), 400_000)
    desk.close_until(date(2026, 5, 15))
    found = desk.all("SELECT amount_cents, assessed_on FROM accounts.fees ORDER BY assessed_on")
    assert found == fees
    (why,) = desk.one("SELECT why FROM accounts.fees WHERE due_number = 1")
    assert "2026-03-30" in why
    assert desk.draw(date(2026, 5, 15), 10_000)[0].reasons == ("A minimum payment is past due.",)


def test_a_payment_of_nine_tenths_keeps_the_line_current_and_saves_the_fee(desk: Desk) -> None:
    desk.open(date(2026, 2, 9), limit_cents=500_000, cycle_day=5)
    desk.draw(date(2026, 2, 9), 300_000)
    desk.close_until(date(2026, 3, 30))
    ((minimum,),) = desk.all("SELECT amount_cents FROM accounts.dues")
    desk.pay(LINE, date(2026, 3, 30), -(-minimum * 90 // 100))
    desk.close_until(date(2026, 4, 8))
    assert desk.all("SELECT fee_id FROM accounts.fees") == []
    assert desk.one("SELECT paid_on FROM accounts.dues WHERE number = 1") == (date(2026, 3, 30),)


def test_a_returned_payment_is_reversed_costs_a_fee_and_leaves_the_due_unpaid(desk: Desk) -> None:
    desk.open(date(2026, 2, 9), limit_cents=500_000, cycle_day=5)
    desk.draw(date(2026, 2, 9), 300_000)
    desk.close_until(date(2026, 3, 26))
    payment = desk.pay(LINE, date(2026, 3, 26), 20_000)
    desk.close_until(date(2026, 4, 1))
    owed = desk.one("SELECT owed_cents FROM accounts.balances")[0]
    assert return_payments(desk.connection, [(payment, "R01")], date(2026, 4, 1)) == 1
    assert return_payments(desk.connection, [(payment, "R01")], date(2026, 4, 1)) == 0
    assert desk.one("SELECT owed_cents FROM accounts.balances")[0] == owed + 20_000 + 2500
    assert desk.one("SELECT paid_on FROM accounts.dues") == (None,)
    assert desk.one("SELECT kind, status FROM accounts.fees") == ("returned_payment_fee", "charged")
    assert desk.one("SELECT status, return_reason FROM accounts.payments") == ("returned", "insufficient funds")


def test_a_payment_that_posts_after_the_cycle_closed_takes_back_interest_from_its_credit_day(desk: Desk) -> None:
    desk.open(date(2026, 2, 9), limit_cents=500_000, cycle_day=12)
    desk.draw(date(2026, 2, 9), 300_000)
    desk.close_until(date(2026, 3, 12))
    desk.pay(LINE, date(2026, 3, 12), 100_000)
    desk.close_until(date(2026, 4, 13))
    (corrected,) = desk.one("SELECT interest_cents FROM accounts.statement_interest WHERE interest_cents < 0")
    assert corrected == -round(desk.one("SELECT principal_cents FROM accounts.payments")[0] * 2499 / 3_650_000)


def test_a_waived_fee_is_no_longer_owed(desk: Desk) -> None:
    desk.open(date(2026, 2, 9), limit_cents=500_000, cycle_day=5)
    desk.draw(date(2026, 2, 9), 300_000)
    desk.close_until(date(2026, 4, 7))
    (fee_id,) = desk.one("SELECT fee_id FROM accounts.fees")
    late = fee(desk.connection, LINE, fee_id)
    assert late is not None
    at = datetime(2026, 4, 7, 12, tzinfo=EASTERN)
    given = give_back(desk.connection, late, "w-1", "waiver", at, date(2026, 4, 7), "courtesy")
    assert sum(given.values()) == late.amount_cents
    assert desk.one("SELECT fees_cents, credit_cents FROM accounts.balances") == (0, 0)
    assert desk.one("SELECT -amount_cents FROM accounts.transactions WHERE kind = 'waiver'") == (late.amount_cents,)


def test_autopay_pays_the_minimum_on_the_due_date(desk: Desk) -> None:
    desk.open(date(2026, 2, 9), limit_cents=500_000, cycle_day=5)
    desk.draw(date(2026, 2, 9), 300_000)
    ask(desk.connection, LINE, Wish("minimum"), date(2026, 2, 10))
    desk.close_until(date(2026, 4, 3))
    minimum, paid_on = desk.one("SELECT amount_cents, paid_on FROM accounts.dues WHERE number = 1")
    assert paid_on == date(2026, 3, 30)
    assert desk.one("SELECT amount_cents, source, status FROM accounts.payments") == (minimum, "autopay", "posted")


def test_a_line_is_charged_off_at_the_end_of_the_month_of_180_days_and_stays_owed(desk: Desk) -> None:
    desk.open(date(2025, 8, 11), limit_cents=500_000, cycle_day=5)
    desk.draw(date(2025, 8, 11), 300_000)
    desk.close_until(date(2026, 5, 15))
    # the first due date, 2025-09-30, reaches 180 days past due on 2026-03-29
    assert desk.one("SELECT status, charged_off_on FROM accounts.accounts") == ("charged_off", date(2026, 3, 31))
    assert desk.one("SELECT owed_cents > 300000 FROM accounts.balances") == (True,)
    assert desk.one("SELECT max(through_on) FROM accounts.interest_charges") == (date(2026, 3, 31),)
