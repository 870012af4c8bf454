"""A line that is re-aged within its limits, and one whose due day moves."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from accounts.closeday import close_day
from accounts.commands.base import Refused
from accounts.commands.draws import RequestDraw
from accounts.commands.due_dates import ChangeDueDate
from accounts.commands.payments import MakePayment
from accounts.commands.reage import ReAge
from accounts.posting.reschedule import switch_cycles
from accounts.posting.standing import standing
from accounts.reconcile import reconcile
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, CommandDesk, command_desk

DAY = timedelta(days=1)


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[CommandDesk]:
    with command_desk(accounts_db) as opened:
        opened.line()
        opened.give(RequestDraw(amount_cents=100_000))
        yield opened


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


def live_until(desk: CommandDesk, until: date) -> None:
    """Close days as the lender's closing does, with the step that switches cycles."""
    while (day := desk.today) < until:
        close_day(desk.connection, day)
        switch_cycles(desk.connection, day)


def oldest_unpaid(desk: CommandDesk) -> date | None:
    return standing(desk.connection, LINE, desk.today).oldest_unpaid


def miss_two_then_pay(desk: CommandDesk, payments: int) -> None:
    """The first minimums (due in February, March) are missed; then each month's own part comes before it is due."""
    for month in range(payments):
        desk.close_until(date(2026, 4 + month, 1))
        (cents,) = desk.one("SELECT amount_cents FROM dues WHERE due_date > %s", desk.today)
        desk.give(MakePayment(amount_cents=cents))
    desk.close_until(date(2026, 10, 8))


def test_three_minimums_in_a_row_after_nine_months_re_age_the_line(desk: CommandDesk) -> None:
    miss_two_then_pay(desk, 7)
    since = oldest_unpaid(desk)
    assert since is not None
    owed = desk.one("SELECT owed_cents FROM balances")
    done = desk.give(ReAge(), role="supervisor")
    assert oldest_unpaid(desk) is None
    assert desk.one("SELECT owed_cents FROM balances") == owed
    reaged = desk.one("SELECT sum(amount_cents) FROM dues WHERE cancelled_why = 're-aged'")
    assert reaged[0] >= desk.one("SELECT past_due_cents FROM reages")[0] > 0
    assert desk.one("SELECT past_due_cents, workout FROM reages") == (done.result["reaged_cents"], False)
    desk.close_until(date(2026, 10, 14))
    assert desk.all("SELECT past_due_cents FROM statements ORDER BY period_end")[-1] == (0,)
    assert reconcile(desk.connection) == []


def test_a_re_age_needs_the_payments_and_nine_months(desk: CommandDesk) -> None:
    desk.close_until(date(2026, 6, 15))
    with pytest.raises(Refused) as refused:
        desk.give(ReAge(), role="supervisor")
    assert codes(refused) == ["too-new", "payments"]
    with pytest.raises(Refused, match="borrower may not"):
        desk.give(ReAge())


def test_a_line_that_is_current_needs_no_re_age_and_a_second_waits_a_year(desk: CommandDesk) -> None:
    miss_two_then_pay(desk, 7)
    desk.give(ReAge(), role="supervisor")
    with pytest.raises(Refused) as refused:
        desk.give(ReAge(), role="supervisor")
    assert codes(refused) == ["current", "once-a-year"]
    desk.close_until(date(2026, 12, 20))
    assert oldest_unpaid(desk) is not None
    with pytest.raises(Refused) as refused:
        desk.give(ReAge(), role="supervisor")
    assert codes(refused) == ["payments", "once-a-year"]


def test_the_running_cycle_goes_on_until_the_first_new_close(desk: CommandDesk) -> None:
    live_until(desk, date(2026, 1, 20))
    done = desk.give(ChangeDueDate(due_day=20))
    assert done.result["first_due_date"] == "2026-03-20", "cycles close on the 23rd; January 23 comes too early"
    assert desk.one("SELECT cycle_day FROM accounts") == (12,)
    desk.give(MakePayment(amount_cents=30_000))
    live_until(desk, date(2026, 4, 25))
    periods = desk.all("SELECT period_start, period_end FROM statements ORDER BY period_end")
    assert [end for _, end in periods] == [date(2026, 1, 12), date(2026, 2, 23), date(2026, 3, 23), date(2026, 4, 23)]
    assert [start for start, _ in periods[1:]] == [end + DAY for _, end in periods[:-1]]
    assert desk.one("SELECT cycle_day, due_day FROM accounts") == (23, 20)
    assert reconcile(desk.connection) == []


def test_a_new_cycle_day_that_fits_counts_at_once(desk: CommandDesk) -> None:
    live_until(desk, date(2026, 1, 20))
    desk.give(ChangeDueDate(due_day=2))
    assert desk.one("SELECT cycle_day, due_day FROM accounts") == (5, 2)
    live_until(desk, date(2026, 2, 7))
    assert desk.all("SELECT period_end FROM statements ORDER BY 1") == [(date(2026, 1, 12),), (date(2026, 2, 5),)]


def test_a_line_moves_once_in_twelve_months_while_current(desk: CommandDesk) -> None:
    live_until(desk, date(2026, 1, 20))
    desk.give(ChangeDueDate(due_day=20))
    with pytest.raises(Refused) as refused:
        desk.give(ChangeDueDate(due_day=15))
    assert codes(refused) == ["once-a-year"]
    live_until(desk, date(2026, 2, 10))
    with pytest.raises(Refused) as refused:
        desk.give(ChangeDueDate(due_day=15))
    assert "past-due" in codes(refused)
