"""A loan whose due day moves, whose instalment is deferred, that is modified: dates, cents, and when not."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from accounts.commands.base import Refused
from accounts.commands.deferrals import DeferInstalment
from accounts.commands.due_dates import ChangeDueDate
from accounts.commands.modifications import ModifyLoan
from accounts.commands.payments import MakePayment
from accounts.posting import state as states
from accounts.posting.interest import payoff_cents
from accounts.posting.standing import standing
from accounts.terms.amortise import disclosed_apr_percent
from tests.conftest import Database
from tests.integration.accounts.desk import LOAN, CommandDesk, command_desk

OPEN_DUES = """
SELECT number, due_date, amount_cents, principal_cents, interest_cents FROM dues
WHERE account_id = %s AND paid_on IS NULL AND cancelled_why IS NULL ORDER BY number
"""
KEPT = """
SELECT amount_financed_cents, finance_charge_cents, disclosed_apr_bps, total_of_payments_cents FROM modifications
"""


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[CommandDesk]:
    with command_desk(accounts_db) as opened:
        opened.loan()
        yield opened


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


def open_dues(desk: CommandDesk) -> list[tuple[Any, ...]]:
    return desk.all(OPEN_DUES, LOAN)


def pay_months(desk: CommandDesk, months: int) -> None:
    """Pay the instalments of the 10th, each on the 8th, from February on; ends on the 13th of the last month."""
    for _ in range(months):
        _, due, amount, _, _ = open_dues(desk)[0]
        desk.close_until(due.replace(day=8))
        desk.give(MakePayment(amount_cents=amount), LOAN)
        desk.close_until(due.replace(day=13))


def test_instalments_that_are_not_billed_move_and_the_bill_that_is_out_stays(desk: CommandDesk) -> None:
    desk.close_until(date(2026, 1, 28))
    before = open_dues(desk)
    done = desk.give(ChangeDueDate(due_day=22), LOAN)
    after = open_dues(desk)
    assert done.result["first_due_date"] == "2026-03-22"
    assert after[0] == before[0], "due on February 10, billed on January 21"
    assert [due[1] for due in after[1:4]] == [date(2026, 3, 22), date(2026, 4, 22), date(2026, 5, 22)]
    assert [due[2] for due in after[:-1]] == [due[2] for due in before[:-1]]
    extra = after[-1][2] - before[-1][2]
    # twelve more days at 19.99% on about $5,790 are $38, carried to the end with a little interest saved on nothing
    assert 3_700 <= extra <= 5_600
    assert abs(sum(due[3] for due in after) - 600_000) <= 2, "a cent of rounding of the bill that stays"
    assert desk.one("SELECT due_day, cycle_day FROM accounts") == (22, 22)


def test_moved_instalments_are_billed_paid_and_late_by_their_new_dates(desk: CommandDesk) -> None:
    desk.close_until(date(2026, 1, 28))
    desk.give(ChangeDueDate(due_day=22), LOAN)
    desk.give(MakePayment(amount_cents=open_dues(desk)[0][2]), LOAN)
    desk.close_until(date(2026, 3, 20))
    bills = desk.all("SELECT period_end, due_date FROM statements ORDER BY period_end")
    assert bills == [(date(2026, 1, 21), date(2026, 2, 10)), (date(2026, 3, 2), date(2026, 3, 22))]
    assert standing(desk.connection, LOAN, desk.today).oldest_unpaid is None
    desk.close_until(date(2026, 4, 3))
    assert desk.one("SELECT due_date_missed FROM fees") == (date(2026, 3, 22),)


def test_a_due_date_moves_once_in_twelve_months_and_not_too_far(desk: CommandDesk) -> None:
    for day, code in ((10, "same-day"), (26, "too-far")):
        with pytest.raises(Refused) as refused:
            desk.give(ChangeDueDate(due_day=day), LOAN)
        assert codes(refused) == [code]
    desk.give(ChangeDueDate(due_day=20), LOAN)
    with pytest.raises(Refused) as refused:
        desk.give(ChangeDueDate(due_day=22), LOAN)
    assert codes(refused) == ["once-a-year"]
    assert "2027-01-05" in refused.value.reasons[0].text


def test_a_due_date_moves_only_while_current(desk: CommandDesk) -> None:
    desk.close_until(date(2026, 2, 12))
    with pytest.raises(Refused) as refused:
        desk.give(ChangeDueDate(due_day=20), LOAN)
    assert codes(refused) == ["past-due"]
    assert "2026-02-10" in refused.value.reasons[0].text


def test_a_preview_of_a_due_date_shows_it_and_keeps_nothing(desk: CommandDesk) -> None:
    tried = desk.preview(ChangeDueDate(due_day=20), LOAN)
    assert tried.before is not None
    assert tried.after is not None
    assert "'due_day': 10" in str(tried.before["accounts"])
    assert "'due_day': 20" in str(tried.after["accounts"])
    assert desk.all("SELECT * FROM due_date_changes") == []


def test_an_instalment_is_deferred_to_the_end_after_six_paid_on_time(desk: CommandDesk) -> None:
    pay_months(desk, 5)
    with pytest.raises(Refused) as refused:
        desk.give(DeferInstalment(), LOAN)
    assert codes(refused) == ["on-time"]
    pay_months(desk, 1)
    before = open_dues(desk)
    done = desk.give(DeferInstalment(), LOAN)
    after = open_dues(desk)
    assert before[0][1] == date(2026, 8, 10)
    assert done.result["deferred_due_date"] == "2026-08-10"
    assert done.result["moved_to"] == "2028-02-10"
    assert [due[:3] for due in after[:-2]] == [due[:3] for due in before[1:-1]]
    assert after[-1][:2] == (25, date(2028, 2, 10))
    (principal,) = desk.one("SELECT principal_cents FROM positions")
    assert sum(due[3] for due in after) == principal
    # a month's interest on the principal left, and on what is paid later for it
    assert sum(due[4] for due in after) > sum(due[4] for due in before) + 6_000
    assert desk.one("SELECT term_months FROM accounts") == (25,)
    desk.close_until(date(2026, 8, 25))
    assert standing(desk.connection, LOAN, desk.today).oldest_unpaid is None
    assert desk.all("SELECT * FROM fees") == []
    with pytest.raises(Refused) as refused:
        desk.give(DeferInstalment(), LOAN)
    assert codes(refused) == ["once-a-year"]


def test_a_late_borrower_defers_nothing(desk: CommandDesk) -> None:
    desk.close_until(date(2026, 2, 14))
    with pytest.raises(Refused) as refused:
        desk.give(DeferInstalment(), LOAN)
    assert codes(refused) == ["past-due", "on-time"]


def test_a_modified_loan_is_spread_again_and_disclosed_anew(desk: CommandDesk) -> None:
    pay_months(desk, 2)
    desk.close_until(date(2026, 4, 25))
    assert standing(desk.connection, LOAN, desk.today).oldest_unpaid == date(2026, 4, 10)
    given = ModifyLoan(why="Income fell for good", rate_bps=1_499, remaining_months=36)
    done = desk.give(given, LOAN, role="supervisor")
    dues = open_dues(desk)
    assert len(dues) == 1 + 36, "the bill of May 10 is out and stays"
    assert dues[1][1:3] == (date(2026, 6, 10), done.result["new_payment_cents"])
    assert desk.one("SELECT new_payment_cents < old_payment_cents FROM modifications") == (True,)
    assert standing(desk.connection, LOAN, desk.today).oldest_unpaid is None
    assert desk.one("SELECT term_months FROM accounts") == (dues[-1][0],)
    kept = desk.one(KEPT)
    amounts = [due[2] for due in dues[1:]]
    assert kept[3] == sum(amounts) == kept[0] + kept[1]
    assert kept[2] == int((disclosed_apr_percent(kept[0], amounts) * 100).to_integral_value())
    assert abs(kept[2] - 1_499) <= 12.5
    running = "SELECT apr_bps FROM rate_terms WHERE from_on <= %s AND coalesce(to_on, 'infinity') >= %s"
    assert desk.one(running, desk.today, desk.today) == (1_499,)


def test_a_modified_loan_is_paid_off_by_its_instalments(desk: CommandDesk) -> None:
    desk.close_until(date(2026, 1, 10))
    desk.give(ModifyLoan(why="Shorter at the borrower's wish", remaining_months=3), LOAN, role="supervisor")
    pay_months(desk, 2)
    last = open_dues(desk)
    assert len(last) == 1
    desk.close_until(last[0][1])
    payoff = payoff_cents(states.load(desk.connection, [LOAN])[LOAN], desk.today)
    assert 0 <= last[0][2] - payoff < 1_000, "less interest, because two instalments came early"
    desk.give(MakePayment(amount_cents=payoff), LOAN)
    desk.close_until(date(2026, 4, 16))
    assert desk.one("SELECT status FROM accounts") == ("paid_off",)


@pytest.mark.parametrize(
    ("content", "code"),
    [({}, "nothing"), ({"rate_bps": 2_500}, "rate")],
)
def test_a_modification_changes_something_and_never_raises_the_rate(
    desk: CommandDesk, content: dict[str, int], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        desk.give(ModifyLoan.model_validate({"why": "No reason", **content}), LOAN, role="supervisor")
    assert codes(refused) == [code]
    with pytest.raises(Refused, match="borrower may not"):
        desk.give(ModifyLoan(why="Please", rate_bps=100), LOAN)
