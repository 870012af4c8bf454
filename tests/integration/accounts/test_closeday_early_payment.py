"""A payment that counts from a day before its draw has posted costs no interest and breaks nothing."""

from datetime import date

from accounts.commands.draws import RequestDraw
from accounts.commands.payments import MakePayment
from accounts.reconcile import reconcile
from tests.conftest import Database
from tests.integration.accounts.desk import command_desk


def test_a_draw_paid_back_on_the_day_it_was_asked_for_closes_its_cycle_at_nothing(accounts_db: Database) -> None:
    with command_desk(accounts_db) as desk:
        desk.line()
        desk.close_until(date(2026, 1, 6))
        desk.give(RequestDraw(amount_cents=5_000))
        desk.give(MakePayment(amount_cents=5_000))
        desk.close_until(date(2026, 1, 13))
        assert desk.all("SELECT interest_cents, new_balance_cents, minimum_due_cents FROM statements") == [(0, 0, 0)]
        assert desk.all("SELECT principal_cents, interest_cents, credit_cents FROM positions") == [(0, 0, 0)]
        assert reconcile(desk.connection) == []
