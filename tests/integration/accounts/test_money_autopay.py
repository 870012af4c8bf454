"""Autopay: set, changed in time or too late, stopped, refused; the discount that goes with it."""

from collections.abc import Iterator
from datetime import date

import pytest
from pydantic import ValidationError

from accounts.commands.autopay import SetAutopay, StopAutopay
from accounts.commands.base import Command, Refused
from accounts.commands.draws import RequestDraw
from accounts.posting.care import set_flag
from accounts.posting.enrolment import switch_autopay
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, LOAN, CommandDesk, command_desk

DUE = date(2026, 2, 10)


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[CommandDesk]:
    with command_desk(accounts_db) as opened:
        opened.loan()
        yield opened


def _reasons(desk: CommandDesk, command: Command, account_id: str = LOAN) -> dict[str, str]:
    with pytest.raises(Refused) as refused:
        desk.give(command, account_id)
    return {reason.code: reason.text for reason in refused.value.reasons}


def _row(desk: CommandDesk) -> tuple[object, ...]:
    return desk.one("SELECT enrolled, amount_kind, fixed_cents, change_on, change_kind FROM autopay")


def _apr(desk: CommandDesk, on: date) -> int:
    return desk.one("SELECT apr_bps FROM rate_terms WHERE from_on <= %s AND coalesce(to_on, 'infinity') >= %s", on, on)[
        0
    ]


def test_autopay_set_in_time_counts_now(desk: CommandDesk) -> None:
    receipt = desk.give(SetAutopay(amount_kind="minimum"), LOAN).result
    assert (receipt["timing"], receipt["effective_from"]) == ("now", "2026-01-05")
    assert _row(desk) == (True, "minimum", None, None, None)


@pytest.mark.parametrize(("day", "timing"), [(date(2026, 2, 5), "now"), (date(2026, 2, 6), "after_next_due_date")])
def test_the_last_day_for_a_due_date_is_3_business_days_before_it(desk: CommandDesk, day: date, timing: str) -> None:
    desk.close_until(day)
    assert desk.give(SetAutopay(amount_kind="minimum"), LOAN).result["timing"] == timing


def test_a_change_too_late_for_the_next_due_date_counts_from_the_day_after_it(desk: CommandDesk) -> None:
    desk.give(SetAutopay(amount_kind="minimum"), LOAN)
    desk.close_until(date(2026, 2, 9))
    receipt = desk.give(SetAutopay(amount_kind="fixed", fixed_cents=90_000), LOAN).result
    assert receipt["effective_from"] == "2026-02-11"
    assert "3 business days before a due date" in str(receipt["notice"])
    switch_autopay(desk.connection, DUE, [LOAN])
    assert _row(desk) == (True, "minimum", None, date(2026, 2, 11), "fixed")
    switch_autopay(desk.connection, date(2026, 2, 11), [LOAN])
    assert _row(desk) == (True, "fixed", 90_000, None, None)


def test_a_stop_too_late_leaves_the_debit_of_the_due_date(desk: CommandDesk) -> None:
    desk.give(SetAutopay(amount_kind="minimum"), LOAN)
    desk.close_until(date(2026, 2, 9))
    assert desk.give(StopAutopay(), LOAN).result["effective_from"] == "2026-02-11"
    assert "ends on Wednesday, February 11, 2026" in _reasons(desk, StopAutopay())["stopping"]
    desk.close_until(date(2026, 2, 11))
    assert desk.one("SELECT source, credited_on FROM payments") == ("autopay", DUE)
    switch_autopay(desk.connection, date(2026, 2, 11))
    assert _row(desk)[0] is False


def test_autopay_lowers_the_rate_of_a_loan_once_and_only_while_it_runs(desk: CommandDesk) -> None:
    desk.close_until(date(2026, 1, 15))
    desk.give(SetAutopay(amount_kind="minimum"), LOAN)
    desk.close_until(date(2026, 1, 20))
    desk.give(SetAutopay(amount_kind="fixed", fixed_cents=90_000), LOAN)
    assert (_apr(desk, date(2026, 1, 14)), _apr(desk, date(2026, 1, 20))) == (1999, 1974)
    desk.close_until(date(2026, 1, 26))
    desk.give(StopAutopay(), LOAN)
    assert (_apr(desk, date(2026, 1, 25)), _apr(desk, date(2026, 1, 26))) == (1974, 1999)
    desk.give(SetAutopay(amount_kind="minimum"), LOAN)
    assert _apr(desk, date(2026, 3, 1)) == 1974


def test_a_loan_switched_off_for_another_reason_loses_the_discount_too(desk: CommandDesk) -> None:
    desk.close_until(date(2026, 1, 15))
    desk.give(SetAutopay(amount_kind="minimum"), LOAN)
    set_flag(desk.connection, "B-1", "bankruptcy", date(2026, 1, 15))
    switch_autopay(desk.connection, date(2026, 1, 16), [LOAN])
    switch_autopay(desk.connection, date(2026, 1, 17), [LOAN])
    assert [_apr(desk, date(2026, 1, day)) for day in (15, 16)] == [1974, 1999]
    assert desk.one("SELECT count(*) FROM rate_terms") == (3,)


def test_a_loan_agreed_before_september_2025_has_no_discount(desk: CommandDesk) -> None:
    desk.connection.execute("UPDATE accounts SET agreement_date = '2025-08-31'")
    desk.give(SetAutopay(amount_kind="minimum"), LOAN)
    assert _apr(desk, date(2026, 3, 1)) == 1999


def test_a_fixed_amount_pays_at_least_the_instalment(desk: CommandDesk) -> None:
    instalment = desk.all("SELECT amount_cents FROM dues ORDER BY number")[0][0]
    least = SetAutopay(amount_kind="fixed", fixed_cents=instalment - 1)
    assert f"${instalment / 100:,.2f} (the instalment)" in _reasons(desk, least)["fixed-cents"]
    desk.give(SetAutopay(amount_kind="fixed", fixed_cents=instalment), LOAN)


def test_a_loan_has_no_statement_balance_and_a_line_has(desk: CommandDesk) -> None:
    assert "no statement balance" in _reasons(desk, SetAutopay(amount_kind="statement_balance"))["amount-kind"]
    desk.line()
    desk.give(SetAutopay(amount_kind="statement_balance"), LINE)
    assert "from $35.00" in _reasons(desk, SetAutopay(amount_kind="fixed", fixed_cents=3_499), LINE)["fixed-cents"]


@pytest.mark.parametrize("given", [{"amount_kind": "fixed"}, {"amount_kind": "minimum", "fixed_cents": 5_000}])
def test_a_fixed_amount_belongs_to_the_kind_fixed_alone(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        SetAutopay.model_validate(given)


def test_who_is_flagged_or_charged_off_gets_no_autopay(desk: CommandDesk) -> None:
    set_flag(desk.connection, "B-1", "bankruptcy", date(2026, 1, 5))
    desk.connection.execute("UPDATE accounts SET status = 'charged_off'")
    assert set(_reasons(desk, SetAutopay(amount_kind="minimum"))) == {"bankruptcy", "status"}


def test_what_is_not_set_up_is_not_stopped(desk: CommandDesk) -> None:
    assert "not set up" in _reasons(desk, StopAutopay())["enrolled"]


def test_a_line_between_bills_changes_at_once(desk: CommandDesk) -> None:
    desk.line()
    desk.give(RequestDraw(amount_cents=50_000), LINE)
    assert desk.give(SetAutopay(amount_kind="minimum"), LINE).result["timing"] == "now"
