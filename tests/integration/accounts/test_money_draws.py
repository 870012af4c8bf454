"""Draws: why one is refused, the cut-off of a cancellation, a draw that the bank rejects."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time

import pytest

from accounts.commands.base import Refused
from accounts.commands.draws import CancelDraw, RequestDraw, VoidDraw
from accounts.commands.payments import MakePayment
from accounts.commands.returns import ReturnPayment
from accounts.commands.run import run
from accounts.reads.errors import NotFound
from accounts.terms.calendar import EASTERN
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, LOAN, CommandDesk, command_desk


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[CommandDesk]:
    with command_desk(accounts_db) as opened:
        opened.line()
        yield opened


def _codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def _hold(desk: CommandDesk) -> int:
    return desk.one("SELECT draw_hold_cents FROM positions WHERE account_id = %s", LINE)[0]


def test_a_draw_says_when_it_arrives_and_until_when_it_can_be_cancelled(desk: CommandDesk) -> None:
    receipt = desk.give(RequestDraw(amount_cents=30_000)).result
    assert (receipt["status"], receipt["expected_on"]) == ("pending", "2026-01-06")
    assert datetime.fromisoformat(str(receipt["cancel_until"])) == datetime(2026, 1, 5, 15, tzinfo=EASTERN)


@pytest.mark.parametrize("cents", [4_999, 200_001])
def test_a_draw_below_50_dollars_or_above_the_available_credit_is_refused(desk: CommandDesk, cents: int) -> None:
    with pytest.raises(Refused) as refused:
        desk.give(RequestDraw(amount_cents=cents))
    assert "$50 up to the available credit of $2,000.00" in refused.value.reasons[0].text


def test_all_reasons_against_a_draw_come_together(desk: CommandDesk) -> None:
    desk.connection.execute("UPDATE accounts SET status = 'frozen'")
    with pytest.raises(Refused) as refused:
        desk.give(RequestDraw(amount_cents=200_001))
    assert _codes(refused) == {"blocked", "amount"}


def test_a_loan_has_no_draws(desk: CommandDesk) -> None:
    desk.loan()
    with pytest.raises(Refused) as refused:
        desk.give(RequestDraw(amount_cents=10_000), LOAN)
    assert _codes(refused) == {"not-a-line"}


def test_a_pending_draw_is_cancelled_until_its_cut_off_and_frees_its_part_of_the_limit(desk: CommandDesk) -> None:
    draw = str(desk.give(RequestDraw(amount_cents=30_000)).result["draw_id"])
    assert _hold(desk) == 30_000
    desk.hour = 15
    assert desk.give(CancelDraw(draw_id=draw)).result["status"] == "cancelled"
    assert _hold(desk) == 0
    with pytest.raises(Refused) as refused:
        desk.give(CancelDraw(draw_id=draw))
    assert "cancelled before" in refused.value.reasons[0].text


def test_after_the_cut_off_a_cancellation_comes_too_late(desk: CommandDesk) -> None:
    draw = str(desk.give(RequestDraw(amount_cents=30_000)).result["draw_id"])
    desk.hour = 16
    with pytest.raises(Refused) as refused:
        desk.give(CancelDraw(draw_id=draw))
    assert refused.value.code == "too-late"
    assert "3:00 p.m. ET on Monday, January 5, 2026" in refused.value.reasons[0].text


def test_a_draw_of_somebody_else_is_not_found(desk: CommandDesk) -> None:
    with pytest.raises(NotFound):
        desk.give(CancelDraw(draw_id="DR-0000000000"))


def test_a_draw_that_the_bank_rejected_is_voided_by_staff_after_the_cut_off(desk: CommandDesk) -> None:
    draw = str(desk.give(RequestDraw(amount_cents=30_000)).result["draw_id"])
    desk.hour = 18
    void = VoidDraw(draw_id=draw, why="Account closed")
    with pytest.raises(Refused) as refused:
        desk.give(void)
    assert refused.value.code == "not-permitted"
    desk.give(void, role="support_agent")
    desk.close_until(date(2026, 1, 8))
    assert desk.one("SELECT status, posted_on FROM draws") == ("cancelled", None)
    assert desk.one("SELECT principal_cents, draw_hold_cents FROM positions") == (0, 0)


def test_a_posted_draw_is_not_voided_without_the_day_of_its_rejection(desk: CommandDesk) -> None:
    draw = str(desk.give(RequestDraw(amount_cents=30_000)).result["draw_id"])
    desk.close_until(date(2026, 1, 8))
    with pytest.raises(Refused) as refused:
        desk.give(VoidDraw(draw_id=draw, why="Account closed"), role="support_agent")
    assert "say with rejected_on" in refused.value.reasons[0].text
    with pytest.raises(Refused) as refused:
        desk.give(VoidDraw(draw_id=draw, why="Account closed", rejected_on=date(2026, 1, 7)), role="support_agent")
    assert "paid out on Tuesday, January 6, 2026" in refused.value.reasons[0].text


def test_a_bank_account_found_closed_takes_no_payout(desk: CommandDesk) -> None:
    desk.give(RequestDraw(amount_cents=30_000))
    desk.close_until(date(2026, 1, 7))
    payment = str(desk.give(MakePayment(amount_cents=10_000)).result["payment_id"])
    desk.close_until(date(2026, 1, 12))
    desk.give(ReturnPayment(payment_id=payment, code="R02"), role="service")
    desk.close_until(date(2026, 1, 22))
    with pytest.raises(Refused) as refused:
        desk.give(RequestDraw(amount_cents=10_000))
    assert _codes(refused) == {"bank-account"}
    assert "ending in 1234" in refused.value.reasons[0].text


def test_a_command_given_while_the_books_stand_behind_the_clock_is_on_their_date(desk: CommandDesk) -> None:
    asked = desk.asked(RequestDraw(amount_cents=30_000), LINE, "borrower", None, None)
    late = datetime.combine(date(2026, 3, 1), time(22), EASTERN)
    receipt = run(desk.connection, replace(asked, at=late)).result
    assert receipt["expected_on"] == "2026-01-06"
