"""Losses: a charge-off leaves the pool's receivables, what is recovered afterwards is remitted, and neither twice."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time

import pytest

from accounts.funding.assign import assign
from accounts.funding.breaches import candidates
from accounts.funding.carry import carry
from accounts.funding.checks import CHECKS
from accounts.funding.criteria import Criteria
from accounts.funding.facts import facts_of
from accounts.funding.remittance import Remittance, Split, remittance
from accounts.funding.transfers import repurchase, sell
from accounts.posting.payments import NewPayment, submit
from accounts.posting.returns import return_payments
from accounts.terms.calendar import EASTERN
from stack import postgres
from tests.conftest import Database
from tests.integration.accounts.desk import LOAN, CommandDesk, command_desk
from tests.integration.accounts.funding_books import AT, POOL, month_end, open_pool, order

OPENED = date(2026, 1, 5)
LOSS_DAY = date(2026, 6, 30)
"""The end of the month in which the first instalment, due on 10 February, is 120 days past due."""


@pytest.fixture(scope="module")
def charged_off(clone_database: Callable[[str], Database]) -> Iterator[CommandDesk]:
    """A sold loan that nobody ever paid, in July."""
    with command_desk(clone_database(postgres.ACCOUNTS_DATABASE)) as found:
        found.loan(on=OPENED)
        found.close_until(date(2026, 1, 10))
        open_pool(found.connection, OPENED, criteria=Criteria(max_days_past_due=29))
        assign(found.connection, order("run"), date(2026, 1, 9))
        sell(found.connection, order("sale"), POOL, date(2026, 1, 9))
        found.close_until(date(2026, 7, 6))
        found.connection.commit()
        yield found


@pytest.fixture
def desk(charged_off: CommandDesk) -> Iterator[CommandDesk]:
    with charged_off.connection.transaction(force_rollback=True):
        yield charged_off


def report(desk: CommandDesk, month: date) -> Remittance:
    """The report of a month, after its days are closed and carried."""
    desk.close_until(date(2026, month.month + 1, 1))
    carry(desk.connection, POOL, month_end(month), AT)
    assert [name for name, query in CHECKS.items() if desk.all(query)] == []
    return remittance(desk.connection, POOL, month)


def pay(desk: CommandDesk, cents: int) -> str:
    payment = NewPayment("late", LOAN, datetime.combine(desk.today, time(10), EASTERN), cents)
    submit(desk.connection, [payment])
    return payment.payment_id


def owed(desk: CommandDesk) -> Split:
    return Split(
        *desk.one("SELECT principal_cents, interest_cents, fees_cents FROM positions WHERE account_id = %s", LOAN)
    )


def test_the_whole_balance_is_charged_off_in_its_month(desk: CommandDesk) -> None:
    june = report(desk, date(2026, 6, 1))
    assert june.movements.charge_offs == owed(desk)
    assert june.movements.charge_offs.principal_cents == 600_000
    assert june.movements.closing == Split()
    assert (june.recoveries_cents, june.amount_cents) == (0, -june.servicing_fee_cents)


def test_money_that_comes_later_is_a_recovery_and_no_collection(desk: CommandDesk) -> None:
    pay(desk, 50_000)
    july = report(desk, date(2026, 7, 1))
    assert (july.recoveries_cents, july.amount_cents) == (50_000, 50_000)
    assert july.movements.collections == july.movements.closing == Split()


def test_a_recovery_that_is_returned_is_taken_back(desk: CommandDesk) -> None:
    paid = pay(desk, 50_000)
    desk.close_until(date(2026, 7, 13))
    return_payments(desk.connection, [(paid, "R01")], desk.today)
    july = report(desk, date(2026, 7, 1))
    assert july.recoveries_cents == 0
    assert july.amount_cents == 0


def test_what_is_paid_beyond_the_debt_is_the_borrowers(desk: CommandDesk) -> None:
    debt = owed(desk).total_cents
    pay(desk, debt + 10_000)
    july = report(desk, date(2026, 7, 1))
    assert july.recoveries_cents == debt
    assert july.movements.closing == Split()


def test_a_charged_off_receivable_is_a_candidate_and_goes_back_for_a_share_of_its_principal(desk: CommandDesk) -> None:
    assign(desk.connection, order("second run"), date(2026, 7, 5))
    assert candidates(desk.connection, POOL) == {LOAN: ["charged_off", "days_past_due"]}
    done = repurchase(desk.connection, order("back"), POOL, date(2026, 7, 5), [LOAN], "charged_off", 500)
    assert (done.result["par_cents"], done.result["price_cents"]) == (0, 30_000)
    assert candidates(desk.connection, POOL) == {}
    assert report(desk, date(2026, 7, 1)).repurchase_proceeds_cents == 30_000


def test_recoveries_after_the_repurchase_are_the_lenders(desk: CommandDesk) -> None:
    repurchase(desk.connection, order("back"), POOL, date(2026, 7, 5), [LOAN], "charged_off")
    pay(desk, 50_000)
    assert report(desk, date(2026, 7, 1)).amount_cents == 0


def test_the_tape_keeps_what_was_charged_off_apart_from_what_is_left_of_it(desk: CommandDesk) -> None:
    charged_off = owed(desk).total_cents
    pay(desk, 50_000)
    desk.close_until(date(2026, 8, 1))
    before, after = (facts_of(desk.connection, [LOAN], on)[0] for on in (LOSS_DAY, date(2026, 7, 31)))
    assert (before.charged_off_cents, before.written_down_cents) == (charged_off, charged_off)
    assert (after.charged_off_cents, after.written_down_cents) == (charged_off, charged_off - 50_000)
    assert (before.balance_cents, after.balance_cents) == (0, 0)
    assert facts_of(desk.connection, [LOAN], date(2026, 6, 29))[0].status == "open"
