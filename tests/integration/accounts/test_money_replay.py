"""Late, mistaken and rejected money: after a recomputation the account is as if it had always been known."""

from collections.abc import Iterator
from datetime import date

import pytest

from accounts.closeday import start_on
from accounts.commands.credits import CreditGoodwill, RefundCredit
from accounts.commands.draws import RequestDraw, VoidDraw
from accounts.commands.fees import charged_in_error
from accounts.commands.opening import OpenAccount
from accounts.commands.payments import RecordPayment
from accounts.commands.returns import entered
from accounts.reads.errors import NotFound
from accounts.reconcile import reconcile
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, OPENED, OTHER_LINE, CommandDesk, command_desk

MAILED = date(2026, 2, 3)


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[CommandDesk]:
    """Two lines of two people, both with $1,000 drawn on the first day."""
    with command_desk(accounts_db) as opened:
        start_on(opened.connection, OPENED)
        line = {"product": "cash_line", "tier": "C", "state": "OH", "limit_cents": 200_000, "cycle_day": 12}
        for account_id, borrower_id in ((LINE, "B-1"), (OTHER_LINE, "B-2")):
            opened.person(borrower_id)
            opened.owners[account_id] = borrower_id
            opened.give(OpenAccount.model_validate({**line, "bank_last4": "1234"}), account_id, "service")
            opened.give(RequestDraw(amount_cents=100_000), account_id)
        yield opened
        assert reconcile(opened.connection) == []


def _books(desk: CommandDesk, account_id: str) -> list[object]:
    """Balances, statements, dues and fees that stand, as they would read on paper."""
    queries = (
        "SELECT principal_cents, interest_cents, fees_cents, credit_cents, draw_hold_cents, payment_hold_cents "
        "FROM positions WHERE account_id = %s",
        "SELECT period_end, previous_balance_cents, payments_cents, draws_cents, fees_cents, interest_cents, "
        "new_balance_cents, minimum_due_cents FROM statements WHERE account_id = %s ORDER BY 1",
        "SELECT due_date, amount_cents, paid_cents, paid_on FROM due_status WHERE account_id = %s ORDER BY 1",
        "SELECT kind, amount_cents, assessed_on FROM fees WHERE account_id = %s AND status <> 'reversed' ORDER BY 3",
    )
    return [desk.all(query, account_id) for query in queries]


def test_a_mailed_payment_recorded_weeks_later_leaves_the_books_as_if_recorded_in_time(desk: CommandDesk) -> None:
    desk.close_until(MAILED)
    desk.give(RecordPayment(amount_cents=20_000), OTHER_LINE, "support_agent")
    desk.close_until(date(2026, 3, 16))
    assert desk.one("SELECT count(*) FROM fees WHERE account_id = %s", LINE) == (2,)
    late = desk.give(RecordPayment(amount_cents=20_000, received_on=MAILED), LINE, "support_agent")
    assert (late.value_on, late.result["credited_on"]) == (MAILED, "2026-02-03")
    assert _books(desk, LINE) == _books(desk, OTHER_LINE)


def test_a_payment_entered_on_the_wrong_account_is_as_if_it_had_never_been(desk: CommandDesk) -> None:
    desk.close_until(MAILED)
    payment = str(desk.give(RecordPayment(amount_cents=20_000), LINE, "support_agent").result["payment_id"])
    desk.close_until(date(2026, 3, 16))
    reverse = entered(desk.connection, LINE, payment, "The check belongs to another account")
    done = desk.give(reverse, LINE, "support_agent", command_id="reverse")
    assert done.result["status"] == "reversed"
    assert _books(desk, LINE) == _books(desk, OTHER_LINE)
    assert entered(desk.connection, LINE, payment, reverse.why) == reverse
    again = desk.give(reverse, LINE, "support_agent", command_id="reverse")
    assert again.repeated
    with pytest.raises(NotFound):
        entered(desk.connection, OTHER_LINE, payment, "Wrong account")


def test_a_payment_still_on_its_way_is_taken_back_the_same_day(desk: CommandDesk) -> None:
    desk.close_until(MAILED)
    payment = str(desk.give(RecordPayment(amount_cents=20_000), LINE, "support_agent").result["payment_id"])
    desk.give(entered(desk.connection, LINE, payment, "Keyed twice"), LINE, "support_agent")
    desk.close_until(date(2026, 3, 16))
    assert _books(desk, LINE) == _books(desk, OTHER_LINE)


def test_a_late_fee_charged_in_error_is_not_charged_again_by_later_corrections(desk: CommandDesk) -> None:
    desk.close_until(date(2026, 2, 17))
    for account_id in (LINE, OTHER_LINE):
        desk.give(RecordPayment(amount_cents=10_000), account_id, "support_agent")
    fee = desk.one("SELECT fee_id FROM fees WHERE account_id = %s", LINE)[0]
    reverse = charged_in_error(desk.connection, LINE, fee, "The payment had arrived in time")
    desk.give(reverse, LINE, "support_agent", command_id="reverse")
    assert desk.one("SELECT fees_cents FROM positions WHERE account_id = %s", LINE) == (0,)
    assert desk.one("SELECT status, waived_why FROM fees WHERE account_id = %s", LINE) == ("reversed", reverse.why)
    minimum = "SELECT minimum_due_cents, fees_cents FROM statements WHERE account_id = %s AND period_end = '2026-02-12'"
    assert desk.one(minimum, LINE)[1] == 0
    assert desk.one(minimum, OTHER_LINE)[1] == 3_200
    desk.give(RecordPayment(amount_cents=1_000, received_on=date(2026, 2, 16)), LINE, "support_agent")
    assert desk.one("SELECT fees_cents FROM positions WHERE account_id = %s", LINE) == (0,)
    assert desk.give(reverse, LINE, "support_agent", command_id="reverse").repeated
    income = desk.one("SELECT -sum(amount_cents) FROM postings WHERE gl_code = '4200'")
    assert income == (3_200,)


def test_a_draw_that_never_left_costs_no_interest(desk: CommandDesk) -> None:
    desk.close_until(date(2026, 1, 20))
    draw = str(desk.give(RequestDraw(amount_cents=50_000), LINE).result["draw_id"])
    desk.close_until(date(2026, 2, 17))
    void = VoidDraw(draw_id=draw, why="Returned by the bank", rejected_on=date(2026, 1, 21))
    desk.give(void, LINE, "support_agent")
    assert desk.one("SELECT status FROM draws WHERE draw_id = %s", draw) == ("cancelled",)
    assert _books(desk, LINE) == _books(desk, OTHER_LINE)


def test_a_refund_that_was_paid_stays_paid_when_its_credit_proves_wrong(desk: CommandDesk) -> None:
    desk.close_until(date(2026, 1, 20))
    payment = str(desk.give(RecordPayment(amount_cents=110_000), LINE, "support_agent").result["payment_id"])
    desk.close_until(date(2026, 1, 23))
    credit = desk.one("SELECT credit_cents FROM positions WHERE account_id = %s", LINE)[0]
    desk.give(RefundCredit(), LINE)
    desk.close_until(date(2026, 1, 26))
    desk.give(entered(desk.connection, LINE, payment, "The check belongs to another account"), LINE, "support_agent")
    assert desk.one("SELECT principal_cents, credit_cents FROM positions WHERE account_id = %s", LINE) == (
        100_000 + credit,
        0,
    )


def test_goodwill_and_a_refund_survive_a_recomputation_unchanged(desk: CommandDesk) -> None:
    desk.close_until(date(2026, 1, 20))
    for account_id in (LINE, OTHER_LINE):
        desk.give(CreditGoodwill(amount_cents=2_500, why="Long wait"), account_id, "supervisor")
    desk.close_until(date(2026, 1, 27))
    desk.give(RecordPayment(amount_cents=1_000), OTHER_LINE, "support_agent")
    desk.give(RecordPayment(amount_cents=1_000), LINE, "support_agent")
    desk.close_until(date(2026, 2, 2))
    wrong = desk.give(RecordPayment(amount_cents=700, received_on=date(2026, 1, 15)), LINE, "support_agent")
    desk.give(entered(desk.connection, LINE, str(wrong.result["payment_id"]), "Keyed twice"), LINE, "support_agent")
    assert _books(desk, LINE) == _books(desk, OTHER_LINE)


def test_a_payment_that_a_recomputation_took_back_is_no_use_of_an_older_credit(desk: CommandDesk) -> None:
    desk.give(RecordPayment(amount_cents=150_000), LINE, "support_agent")
    desk.close_until(MAILED)
    wrong = str(desk.give(RecordPayment(amount_cents=20_000), LINE, "support_agent").result["payment_id"])
    desk.close_until(date(2026, 3, 16))
    desk.give(entered(desk.connection, LINE, wrong, "The check belongs to another account"), LINE, "support_agent")
    (credit,) = desk.one("SELECT credit_cents FROM positions WHERE account_id = %s", LINE)
    assert credit > 40_000
    desk.close_until(date(2026, 9, 1))
    assert desk.one("SELECT amount_cents FROM refunds WHERE account_id = %s", LINE) == (credit,)
