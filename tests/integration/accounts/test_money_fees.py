"""Fees given back: the courtesy rule, who may waive what, and what was paid of a fee."""

from collections.abc import Iterator
from datetime import date

import pytest

from accounts.commands.base import Refused
from accounts.commands.draws import RequestDraw
from accounts.commands.fees import ReverseFee, WaiveFee, charged_in_error
from accounts.commands.payments import MakePayment, RecordPayment
from accounts.commands.returns import ReturnPayment
from accounts.reads.errors import NotFound
from accounts.reconcile import reconcile
from accounts.roles import Role
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, CommandDesk, command_desk

WHY = "Courtesy, first in 12 months"


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[CommandDesk]:
    with command_desk(accounts_db) as opened:
        opened.line()
        opened.give(RequestDraw(amount_cents=100_000))
        opened.close_until(date(2026, 2, 17))
        yield opened
        assert reconcile(opened.connection) == []


def _late_fee(desk: CommandDesk) -> str:
    """The fee for the minimum due on 2026-02-06, which is paid on 2026-02-17."""
    desk.give(RecordPayment(amount_cents=3_500), role="support_agent")
    return desk.one("SELECT fee_id FROM fees WHERE kind = 'late_fee'")[0]


def _refused(desk: CommandDesk, fee: str, role: Role = "support_agent") -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        desk.give(WaiveFee(fee_id=fee, why=WHY), role=role)
    return refused.value.code, refused.value.reasons[0].text


def test_an_agent_waives_the_first_fee_of_a_current_account(desk: CommandDesk) -> None:
    done = desk.give(WaiveFee(fee_id=_late_fee(desk), why=WHY), role="support_agent").result
    assert (done["status"], done["amount_cents"], done["no_longer_owed_cents"]) == ("waived", 3_200, 3_200)
    assert desk.one("SELECT status, waived_why FROM fees") == ("waived", WHY)
    assert desk.one("SELECT fees_cents FROM positions") == (0,)


def test_a_borrower_waives_nothing(desk: CommandDesk) -> None:
    assert _refused(desk, _late_fee(desk), "borrower")[0] == "not-permitted"


def test_an_account_that_is_past_due_gets_no_courtesy(desk: CommandDesk) -> None:
    fee = desk.one("SELECT fee_id FROM fees")[0]
    for role in ("support_agent", "supervisor"):
        code, text = _refused(desk, fee, role)
        assert code == "waiver-not-possible"
        assert "due on Friday, February 6, 2026 is past due" in text


def test_another_late_payment_within_6_months_stands_against_it(desk: CommandDesk) -> None:
    first = _late_fee(desk)
    desk.close_until(date(2026, 3, 17))
    desk.give(RecordPayment(amount_cents=15_000), role="support_agent")
    code, text = _refused(desk, first)
    assert code == "waiver-not-possible"
    assert "the one due on Monday, March 9, 2026" in text


def test_a_second_waiver_in_12_months_needs_a_supervisor(desk: CommandDesk) -> None:
    desk.give(WaiveFee(fee_id=_late_fee(desk), why=WHY), role="support_agent")
    payment = str(desk.give(MakePayment(amount_cents=5_000)).result["payment_id"])
    desk.close_until(date(2026, 2, 21))
    desk.give(ReturnPayment(payment_id=payment, code="R01"), role="service")
    fee = desk.one("SELECT fee_id FROM fees WHERE kind = 'returned_payment_fee'")[0]
    desk.connection.execute("UPDATE dues SET paid_on = due_date")
    code, text = _refused(desk, fee)
    assert code == "needs-supervisor"
    assert "second one within 12 months" in text
    desk.give(WaiveFee(fee_id=fee, why=WHY), role="supervisor")


def test_over_50_dollars_needs_a_supervisor(desk: CommandDesk) -> None:
    fee = _late_fee(desk)
    desk.connection.execute("UPDATE fees SET amount_cents = 5001")
    code, text = _refused(desk, fee)
    desk.connection.execute("UPDATE fees SET amount_cents = 3200")
    assert code == "needs-supervisor"
    assert "$50.01 in 12 months are over $50.00" in text


def test_what_was_paid_of_a_waived_fee_lowers_the_rest(desk: CommandDesk) -> None:
    fee = _late_fee(desk)
    desk.give(RecordPayment(amount_cents=9_000), role="support_agent")
    desk.close_until(date(2026, 3, 13))
    desk.give(RecordPayment(amount_cents=9_000), role="support_agent")
    desk.close_until(date(2026, 3, 17))
    assert desk.one("SELECT status FROM fees") == ("paid",)
    owed = desk.one("SELECT owed_cents FROM balances")[0]
    done = desk.give(WaiveFee(fee_id=fee, why=WHY), role="support_agent").result
    assert (done["no_longer_owed_cents"], done["credited_cents"]) == (0, 3_200)
    assert desk.one("SELECT owed_cents FROM balances")[0] == owed - 3_200
    assert desk.one("SELECT status FROM fees") == ("waived",)


def test_a_fee_is_given_back_once(desk: CommandDesk) -> None:
    fee = _late_fee(desk)
    desk.give(WaiveFee(fee_id=fee, why=WHY), role="support_agent")
    assert "waived already" in _refused(desk, fee, "supervisor")[1]
    with pytest.raises(NotFound):
        desk.give(WaiveFee(fee_id="FE-0000000000", why=WHY), role="supervisor")


def test_a_fee_reversed_on_the_day_it_was_charged_is_taken_back_by_its_counter_entry(desk: CommandDesk) -> None:
    _late_fee(desk)
    payment = str(desk.give(MakePayment(amount_cents=5_000)).result["payment_id"])
    desk.close_until(date(2026, 2, 21))
    desk.give(ReturnPayment(payment_id=payment, code="R01"), role="service")
    fee, entry = desk.one("SELECT fee_id, entry_id FROM fees WHERE kind = 'returned_payment_fee'")
    done = desk.give(charged_in_error(desk.connection, LINE, fee, "Our bank's mistake"), role="support_agent")
    assert done.result["status"] == "reversed"
    assert desk.one("SELECT kind FROM journal_entries WHERE reverses = %s", entry) == ("fee_reversal",)
    income = desk.one("SELECT sum(amount_cents) FROM postings WHERE gl_code = '4200'")[0]
    assert income == -3_200
    assert charged_in_error(desk.connection, LINE, fee, "Our bank's mistake").assessed_on == date(2026, 2, 21)


def test_a_reversal_says_on_which_day_the_fee_was_charged(desk: CommandDesk) -> None:
    fee = _late_fee(desk)
    with pytest.raises(Refused) as refused:
        desk.give(ReverseFee(fee_id=fee, why="In time", assessed_on=desk.today), role="support_agent")
    assert "charged on Thursday, February 12, 2026" in refused.value.reasons[0].text
    with pytest.raises(NotFound):
        charged_in_error(desk.connection, LINE, "FE-0000000000", "In time")
