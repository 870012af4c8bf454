"""Payments: now, scheduled, recorded, cancelled, and the reasons against one."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from pydantic import ValidationError

from accounts.commands.base import Command, Refused
from accounts.commands.draws import RequestDraw
from accounts.commands.payments import CancelPayment, MakePayment, RecordPayment
from accounts.posting.care import set_flag
from accounts.posting.funds import hold_scheduled
from accounts.posting.payments import release_scheduled
from accounts.reads.errors import NotFound
from accounts.roles import Role
from accounts.terms.calendar import EASTERN
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, LOAN, CommandDesk, command_desk


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[CommandDesk]:
    with command_desk(accounts_db) as opened:
        opened.line()
        opened.give(RequestDraw(amount_cents=100_000))
        opened.close_until(date(2026, 1, 8))
        yield opened


def _refusal(desk: CommandDesk, command: Command, account_id: str = LINE, role: Role = "borrower") -> tuple[str, str]:
    """Code and text of the first reason against a command."""
    with pytest.raises(Refused) as refused:
        desk.give(command, account_id, role)
    return refused.value.reasons[0].code, refused.value.reasons[0].text


def test_a_payment_before_8_pm_counts_today_and_posts_two_business_days_later(desk: CommandDesk) -> None:
    receipt = desk.give(MakePayment(amount_cents=20_000)).result
    assert (receipt["status"], receipt["credited_on"], receipt["expected_post_on"]) == (
        "pending",
        "2026-01-08",
        "2026-01-12",
    )
    desk.close_until(date(2026, 1, 13))
    assert desk.one("SELECT principal_cents FROM positions") == (80_000,)
    assert desk.one("SELECT effective_on FROM journal_entries WHERE kind = 'payment'") == (date(2026, 1, 8),)


def test_a_payment_after_8_pm_counts_the_next_day(desk: CommandDesk) -> None:
    desk.hour = 21
    assert desk.give(MakePayment(amount_cents=20_000)).result["credited_on"] == "2026-01-09"


def test_one_by_staff_came_by_phone(desk: CommandDesk) -> None:
    assert desk.give(MakePayment(amount_cents=20_000), role="support_agent").result["source"] == "phone"


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 1, 8), "from tomorrow until Monday, March 9, 2026"),
        (date(2026, 1, 7), "from tomorrow"),
        (date(2026, 3, 10), "from tomorrow"),
        (date(2026, 1, 10), "no business day; the next one is Monday, January 12, 2026"),
        (date(2026, 1, 19), "no business day; the next one is Tuesday, January 20, 2026"),
    ],
)
def test_a_payment_is_scheduled_for_a_business_day_within_60_days(desk: CommandDesk, day: date, why: str) -> None:
    assert why in _refusal(desk, MakePayment(amount_cents=20_000, scheduled_for=day))[1]


def test_a_scheduled_payment_is_credited_on_its_day(desk: CommandDesk) -> None:
    day = date(2026, 1, 20)
    receipt = desk.give(MakePayment(amount_cents=20_000, scheduled_for=day)).result
    assert receipt["status"] == "scheduled"
    assert datetime.fromisoformat(str(receipt["cancel_until"])) == datetime(2026, 1, 16, 20, tzinfo=EASTERN)
    desk.close_until(date(2026, 1, 21))
    assert desk.one("SELECT status, credited_on FROM payments") == ("pending", day)


def test_a_scheduled_payment_is_cancelled_until_8_pm_on_the_business_day_before(desk: CommandDesk) -> None:
    day = date(2026, 1, 20)
    first, second = (
        str(desk.give(MakePayment(amount_cents=cents, scheduled_for=day)).result["payment_id"]) for cents in (1, 2)
    )
    desk.close_until(date(2026, 1, 16))
    desk.hour = 20
    assert desk.give(CancelPayment(payment_id=first)).result["status"] == "cancelled"
    desk.hour = 21
    code, text = _refusal(desk, CancelPayment(payment_id=second))
    assert code == "cut-off"
    assert "8:00 p.m. ET on Friday, January 16, 2026" in text
    desk.close_until(date(2026, 1, 24))
    assert desk.all("SELECT status FROM payments ORDER BY amount_cents") == [("cancelled",), ("posted",)]


def test_a_payment_that_is_under_way_is_not_cancelled(desk: CommandDesk) -> None:
    payment = str(desk.give(MakePayment(amount_cents=20_000)).result["payment_id"])
    assert "sent to the bank already" in _refusal(desk, CancelPayment(payment_id=payment))[1]
    with pytest.raises(NotFound):
        desk.give(CancelPayment(payment_id="PM-0000000000"))


def test_a_loan_takes_no_more_than_is_owed_less_what_is_on_its_way(desk: CommandDesk) -> None:
    desk.loan(on=date(2026, 1, 8))
    desk.give(MakePayment(amount_cents=100_000), LOAN)
    code, text = _refusal(desk, MakePayment(amount_cents=500_001), account_id=LOAN)
    assert code == "amount"
    assert "$5,000.00: all that will be owed then, less $1,000.00 that is on its way" in text
    desk.give(MakePayment(amount_cents=500_000), LOAN)


def test_a_line_may_be_overpaid_up_to_the_most_that_one_payment_can_be(desk: CommandDesk) -> None:
    assert "$20,000.00 at most" in _refusal(desk, MakePayment(amount_cents=2_000_001))[1]
    desk.give(MakePayment(amount_cents=110_000))
    desk.close_until(date(2026, 1, 13))
    assert desk.one("SELECT principal_cents, credit_cents FROM positions")[0] == 0


@pytest.mark.parametrize("cents", [0, -1, 10**12])
def test_an_amount_that_is_none_is_not_valid(cents: int) -> None:
    with pytest.raises(ValidationError):
        MakePayment(amount_cents=cents)


def test_a_mailed_payment_received_today_counts_today_even_in_the_evening(desk: CommandDesk) -> None:
    desk.hour = 21
    receipt = desk.give(RecordPayment(amount_cents=20_000), role="support_agent")
    assert (receipt.result["credited_on"], receipt.result["source"]) == ("2026-01-08", "mail")


def test_what_has_not_been_received_yet_is_not_recorded(desk: CommandDesk) -> None:
    ahead = RecordPayment(amount_cents=1, received_on=date(2026, 1, 9))
    assert "still ahead" in _refusal(desk, ahead, role="support_agent")[1]
    before = RecordPayment(amount_cents=1, received_on=date(2026, 1, 4))
    assert "not before the account was opened" in _refusal(desk, before, role="support_agent")[1]


def test_a_payment_received_earlier_counts_from_then(desk: CommandDesk) -> None:
    assert RecordPayment(amount_cents=1, received_on=date(2026, 1, 2)).counts_on(date(2026, 1, 8)) == date(2026, 1, 2)
    assert RecordPayment(amount_cents=1, received_on=date(2026, 1, 9)).counts_on(date(2026, 1, 8)) == date(2026, 1, 8)


def test_a_scheduled_payment_of_a_flagged_borrower_is_held_and_can_be_cancelled(desk: CommandDesk) -> None:
    day = date(2026, 1, 14)
    payment = str(desk.give(MakePayment(amount_cents=20_000, scheduled_for=day)).result["payment_id"])
    desk.close_until(day)
    set_flag(desk.connection, "B-1", "bankruptcy", date(2026, 1, 12))
    assert hold_scheduled(desk.connection, day, [LINE]) == 1
    release_scheduled(desk.connection, day, [LINE])
    assert desk.one("SELECT status FROM payments") == ("held",)
    desk.hour = 23
    assert desk.give(CancelPayment(payment_id=payment)).result["status"] == "cancelled"


def test_a_flag_that_has_ended_holds_nothing(desk: CommandDesk) -> None:
    day = date(2026, 1, 14)
    desk.give(MakePayment(amount_cents=20_000, scheduled_for=day))
    set_flag(desk.connection, "B-1", "bankruptcy", date(2026, 1, 9))
    desk.connection.execute("UPDATE flags SET until = '2026-01-13'")
    assert hold_scheduled(desk.connection, day) == 0


def test_a_preview_shows_the_payment_on_its_way_and_keeps_nothing(desk: CommandDesk) -> None:
    tried = desk.preview(MakePayment(amount_cents=20_000), LINE)
    assert tried.before is not None
    assert tried.after is not None
    assert "'pending_payments_cents': 0," in str(tried.before)
    assert "'pending_payments_cents': 20000," in str(tried.after)
    assert desk.one("SELECT count(*) FROM payments") == (0,)
