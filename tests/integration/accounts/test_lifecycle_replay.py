"""A late payment recomputes an account: what was changed about it is there again, as if nothing had been late."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from accounts.closeday import close_day, start_on
from accounts.commands.applications import RequestIncrease
from accounts.commands.base import Command
from accounts.commands.decisions import DecideApplication
from accounts.commands.deferrals import DeferInstalment
from accounts.commands.draws import RequestDraw
from accounts.commands.due_dates import ChangeDueDate
from accounts.commands.limits import DecreaseLimit, FreezeLine, UnfreezeLine
from accounts.commands.modifications import ModifyLoan
from accounts.commands.opening import OpenAccount
from accounts.commands.payments import MakePayment, RecordPayment
from accounts.reconcile import reconcile
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, LOAN, CommandDesk, command_desk

START = date(2026, 1, 5)
SHOWN = {
    "accounts": "SELECT status, credit_limit_cents, cycle_day, due_day, term_months, frozen_reason FROM accounts",
    "rates": "SELECT rate_bucket, kind, from_on, to_on, apr_bps FROM rate_terms ORDER BY 1, 3",
    "dues": "SELECT number, due_date, late_fee_on, cancelled_why FROM dues ORDER BY number",
    "periods": "SELECT period_start, period_end, due_date FROM statements ORDER BY 2",
}


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[CommandDesk]:
    with command_desk(accounts_db) as opened:
        start_on(opened.connection, START)
        opened.person("B-1", since=START)
        yield opened


def open_by_command(desk: CommandDesk, account_id: str, **terms: Any) -> None:
    given = {"tier": "C", "state": "OH", "bank_last4": "1234", **terms}
    desk.give(OpenAccount.model_validate(given), account_id, "service", "B-1")


def shown(desk: CommandDesk) -> dict[str, list[tuple[Any, ...]]]:
    return {name: desk.all(query) for name, query in SHOWN.items()}


def pay_late(desk: CommandDesk, account_id: str, received: date) -> None:
    """A cent by mail, received long ago and recorded today: it changes nothing that anybody decided."""
    paid = desk.give(RecordPayment(amount_cents=100, received_on=received), account_id, "service")
    assert "recomputation" in paid.result


def test_a_line_that_changed_in_many_ways_is_recomputed_with_all_of_them(desk: CommandDesk) -> None:
    open_by_command(desk, LINE, product="cash_line", limit_cents=200_000, cycle_day=12)
    desk.give(RequestDraw(amount_cents=60_000))
    desk.close_until(date(2026, 1, 20))
    steps: list[tuple[date, Command]] = [
        (date(2026, 1, 20), ChangeDueDate(due_day=2)),
        (date(2026, 1, 28), MakePayment(amount_cents=9_000)),
        (date(2026, 2, 3), FreezeLine()),
        (date(2026, 2, 9), UnfreezeLine()),
        (date(2026, 2, 20), MakePayment(amount_cents=9_000)),
        (date(2026, 3, 20), MakePayment(amount_cents=9_000)),
        (date(2026, 3, 21), DecreaseLimit(limit_cents=150_000)),
    ]
    for day, command in steps:
        desk.close_until(day)
        desk.give(command)
    desk.close_until(date(2026, 3, 25))
    before = shown(desk)
    pay_late(desk, LINE, date(2026, 1, 18))
    assert shown(desk) == before
    assert desk.one("SELECT count(*) FROM due_date_changes") == (1,)
    assert reconcile(desk.connection) == []


def test_an_approved_increase_stands_after_a_recomputation(desk: CommandDesk) -> None:
    open_by_command(desk, LINE, product="cash_line", limit_cents=200_000, cycle_day=12)
    desk.close_until(date(2026, 7, 1))
    desk.give(RequestDraw(amount_cents=6_000))
    desk.close_until(date(2026, 7, 8))
    asked = desk.give(RequestIncrease(requested_cents=300_000)).result["application_id"]
    decision = DecideApplication(application_id=str(asked), decision="approved")
    desk.give(decision, LINE, "service")
    pay_late(desk, LINE, date(2026, 7, 6))
    assert desk.one("SELECT credit_limit_cents FROM accounts") == (300_000,)
    assert desk.one("SELECT count(*) FROM applications") == (1,)


def test_a_loan_that_was_moved_deferred_and_modified_is_recomputed_with_all_of_it(desk: CommandDesk) -> None:
    open_by_command(desk, LOAN, product="instalment_loan", principal_cents=600_000, term_months=24, due_day=10)
    desk.close_until(date(2026, 1, 12))
    desk.give(ChangeDueDate(due_day=20), LOAN)
    for _ in range(6):
        due, cents = desk.all("SELECT due_date, amount_cents FROM dues WHERE paid_on IS NULL ORDER BY number")[0]
        while desk.today < due - timedelta(days=2):
            close_day(desk.connection, desk.today)
        desk.give(MakePayment(amount_cents=cents), LOAN)
    desk.close_until(desk.today + timedelta(days=5))
    desk.give(DeferInstalment(), LOAN)
    desk.close_until(desk.today + timedelta(days=20))
    desk.give(ModifyLoan(why="Lower income", rate_bps=1_299, remaining_months=24), LOAN, "supervisor")
    desk.close_until(desk.today + timedelta(days=3))
    before = shown(desk)
    pay_late(desk, LOAN, date(2026, 5, 4))
    assert shown(desk) == before
    assert desk.one("SELECT (SELECT count(*) FROM deferrals) + (SELECT count(*) FROM modifications)") == (2,)
    assert reconcile(desk.connection) == []
