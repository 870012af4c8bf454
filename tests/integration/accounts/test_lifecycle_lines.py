"""A line's limit, freeze and closure: by whom, when not, and what it leaves."""

from collections.abc import Iterator
from datetime import date

import pytest

from accounts.commands.base import Refused
from accounts.commands.closure import CloseLine
from accounts.commands.draws import RequestDraw
from accounts.commands.lifecycle import RecordedReason
from accounts.commands.limits import DecreaseLimit, FreezeLine, UnfreezeLine
from accounts.commands.payments import MakePayment
from accounts.posting import state as states
from accounts.posting.interest import payoff_cents
from accounts.posting.limits import done_lines
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, LOAN, CommandDesk, command_desk

WHY = (RecordedReason(code="DQ", text="Delinquent past credit obligations"),)


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[CommandDesk]:
    with command_desk(accounts_db) as opened:
        opened.line()
        yield opened


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


def test_a_borrower_lowers_the_limit_and_has_that_much_less_available(desk: CommandDesk) -> None:
    desk.give(RequestDraw(amount_cents=30_000))
    done = desk.give(DecreaseLimit(limit_cents=100_000))
    assert done.result["available_credit_cents"] == 70_000
    assert desk.one("SELECT credit_limit_cents FROM accounts") == (100_000,)
    assert desk.all("SELECT * FROM adverse_actions") == []


def test_below_what_is_used_nothing_is_available_and_a_pending_draw_still_arrives(desk: CommandDesk) -> None:
    desk.give(RequestDraw(amount_cents=90_000))
    assert desk.give(DecreaseLimit(limit_cents=60_000)).result["available_credit_cents"] == 0
    desk.close_until(date(2026, 1, 8))
    assert desk.one("SELECT status FROM draws") == ("posted",)
    with pytest.raises(Refused):
        desk.give(RequestDraw(amount_cents=5_000))


@pytest.mark.parametrize("cents", [200_000, 250_000, 49_999])
def test_a_decrease_is_to_less_and_not_below_the_least_limit(desk: CommandDesk, cents: int) -> None:
    with pytest.raises(Refused) as refused:
        desk.give(DecreaseLimit(limit_cents=cents))
    assert codes(refused) == ["amount"]


def test_a_decrease_by_the_lender_keeps_its_notice_with_reasons_verbatim(desk: CommandDesk) -> None:
    done = desk.give(DecreaseLimit(limit_cents=100_000, reasons=WHY), role="support_agent")
    kept = desk.one("SELECT action_id, kind, reasons, notified_on <= notice_by FROM adverse_actions")
    reasons = [{"code": "DQ", "text": "Delinquent past credit obligations"}]
    assert kept == (done.result["adverse_action_id"], "limit_decreased", reasons, True)
    with pytest.raises(Refused) as refused:
        desk.give(DecreaseLimit(limit_cents=90_000, reasons=WHY))
    assert codes(refused) == ["by-lender"]


def test_a_frozen_line_takes_no_draws_until_it_is_opened_again(desk: CommandDesk) -> None:
    desk.give(FreezeLine())
    with pytest.raises(Refused):
        desk.give(RequestDraw(amount_cents=10_000))
    with pytest.raises(Refused) as refused:
        desk.give(FreezeLine())
    assert codes(refused) == ["frozen"]
    desk.give(UnfreezeLine())
    assert desk.give(RequestDraw(amount_cents=10_000)).result["status"] == "pending"


def test_only_the_lender_opens_what_the_lender_froze(desk: CommandDesk) -> None:
    desk.give(FreezeLine(by="lender", why="Suspected misuse of the linked account."), role="support_agent")
    with pytest.raises(Refused) as refused:
        desk.give(UnfreezeLine())
    assert "Suspected misuse of the linked account." in refused.value.reasons[0].text
    desk.give(UnfreezeLine(), role="support_agent")
    assert desk.one("SELECT status, frozen_by FROM accounts") == ("open", None)
    with pytest.raises(Refused):
        desk.give(FreezeLine(by="lender", why="In the lender's name"))


def test_a_line_closes_when_no_draw_is_pending_and_what_is_owed_stays_payable(desk: CommandDesk) -> None:
    desk.give(RequestDraw(amount_cents=50_000))
    with pytest.raises(Refused) as refused:
        desk.give(CloseLine())
    assert codes(refused) == ["pending-draw"]
    desk.close_until(date(2026, 1, 8))
    done = desk.give(CloseLine())
    assert done.result["still_owed_cents"] == 50_000
    desk.close_until(date(2026, 1, 14))
    assert desk.one("SELECT count(*) FROM dues WHERE amount_cents > 0") == (1,)
    for command in (CloseLine(), FreezeLine(), UnfreezeLine(), DecreaseLimit(limit_cents=60_000)):
        with pytest.raises(Refused):
            desk.give(command)


def test_a_closed_line_is_done_once_a_statement_has_told_that_nothing_is_owed(desk: CommandDesk) -> None:
    desk.give(RequestDraw(amount_cents=50_000))
    desk.close_until(date(2026, 1, 14))
    desk.give(CloseLine())
    assert done_lines(desk.connection, [LINE]) == frozenset()
    payoff = payoff_cents(states.load(desk.connection, [LINE])[LINE], desk.today)
    desk.give(MakePayment(amount_cents=payoff))
    desk.close_until(date(2026, 2, 10))
    assert desk.one("SELECT principal_cents, interest_cents FROM positions")[0] == 0
    assert done_lines(desk.connection, [LINE]) == frozenset(), "its last cycle is not closed yet"
    desk.close_until(date(2026, 2, 13))
    left = desk.one("SELECT owed_cents FROM balances")[0]
    assert done_lines(desk.connection, [LINE]) == (frozenset() if left else frozenset({LINE}))
    assert done_lines(desk.connection, []) == frozenset()


def test_a_line_that_was_never_used_is_done_when_it_is_closed(desk: CommandDesk) -> None:
    assert done_lines(desk.connection, [LINE]) == frozenset(), "open"
    desk.give(CloseLine())
    assert done_lines(desk.connection, [LINE]) == frozenset({LINE})


def test_a_loan_has_no_limit_to_lower(desk: CommandDesk) -> None:
    desk.loan()
    for command in (DecreaseLimit(limit_cents=60_000), FreezeLine(), CloseLine()):
        with pytest.raises(Refused) as refused:
            desk.give(command, LOAN)
        assert codes(refused) == ["product"]
    assert desk.one("SELECT status FROM accounts WHERE account_id = %s", LINE) == ("open",)
