"""Hardship plans through the command bus: who may have one, what it changes, how it ends."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest

from accounts.commands.base import Refused
from accounts.commands.draws import RequestDraw
from accounts.commands.hardship import EndHardship, EnrolHardship
from accounts.posting.payments import NewPayment, submit
from accounts.posting.plans import PlanId, end_missed_plans
from accounts.reconcile import reconcile
from accounts.terms.calendar import EASTERN
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, LOAN, CommandDesk, command_desk

START = date(2026, 4, 20)
SUMMER = date(2026, 6, 1)


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[CommandDesk]:
    """A line with $1,000 drawn and a loan, since January 5, on April 20; the dues until then were paid."""
    with command_desk(accounts_db) as opened:
        opened.line()
        opened.loan()
        opened.give(RequestDraw(amount_cents=100_000))
        for day in (date(2026, month, 6) for month in (2, 3, 4)):
            opened.close_until(day)
            pay(opened, LINE, 5_000)
            pay(opened, LOAN, 32_000)
        opened.close_until(START)
        yield opened
        assert reconcile(opened.connection) == []
        opened.connection.commit()


def pay(desk: CommandDesk, account_id: str, cents: int) -> None:
    at = datetime.combine(desk.today, time(10), EASTERN)
    submit(desk.connection, [NewPayment(f"p:{account_id}:{desk.today}", account_id, at, cents)])


def enrol(desk: CommandDesk, plan: PlanId, account_id: str) -> dict[str, object]:
    return desk.give(EnrolHardship(plan_id=plan, income_change="hours_cut"), account_id).result


def codes(desk: CommandDesk, command: EnrolHardship, account_id: str) -> set[str]:
    with pytest.raises(Refused) as refused:
        desk.give(command, account_id)
    return {reason.code for reason in refused.value.reasons}


def rates(desk: CommandDesk, account_id: str) -> list[tuple[date, date | None, int, str]]:
    found = desk.all(
        "SELECT from_on, to_on, apr_bps, kind FROM accounts.rate_terms WHERE account_id = %s ORDER BY from_on",
        account_id,
    )
    return [(row[0], row[1], row[2], row[3]) for row in found]


def open_instalments(desk: CommandDesk) -> list[int]:
    found = desk.all(
        "SELECT amount_cents FROM accounts.dues WHERE account_id = %s AND paid_on IS NULL AND cancelled_why IS NULL "
        "ORDER BY due_date",
        LOAN,
    )
    return [row[0] for row in found]


def test_relief_6_lowers_the_rate_for_six_months_and_stops_draws(desk: CommandDesk) -> None:
    result = enrol(desk, "relief-6", LINE)
    assert (result["ends_on"], result["apr_bps"]) == ("2026-10-19", 999)
    assert rates(desk, LINE)[1:] == [
        (START, date(2026, 10, 19), 999, "hardship"),
        (date(2026, 10, 20), None, 2499, "note"),
    ]
    with pytest.raises(Refused) as refused:
        desk.give(RequestDraw(amount_cents=5_000))
    assert "hardship" in refused.value.reasons[0].text


def test_relief_12_asks_for_the_balance_by_forty_eight(desk: CommandDesk) -> None:
    (owed,) = desk.one("SELECT owed_cents FROM accounts.balances WHERE account_id = %s", LINE)
    assert enrol(desk, "relief-12", LINE)["payment_cents"] == (2 * owed + 48) // 96


def test_a_preview_shows_the_plan_and_starts_nothing(desk: CommandDesk) -> None:
    tried = desk.preview(EnrolHardship(plan_id="relief-6", income_change="job_lost"), LINE)
    assert tried.result["plan_id"] == "relief-6"
    assert "'hardship_plan': 'relief-6'" in str(tried.after)
    assert "'hardship_plan': 'relief-6'" not in str(tried.before)
    assert desk.all("SELECT 1 FROM accounts.hardship_plans") == []


def test_a_plan_of_the_other_product_is_refused(desk: CommandDesk) -> None:
    assert codes(desk, EnrolHardship(plan_id="bridge-3", income_change="other"), LINE) == {"product"}
    assert codes(desk, EnrolHardship(plan_id="relief-6", income_change="other"), LOAN) >= {"product"}


def test_above_five_thousand_dollars_a_plan_needs_proof(desk: CommandDesk) -> None:
    assert codes(desk, EnrolHardship(plan_id="bridge-3", income_change="other"), LOAN) == {"proof"}
    proven = EnrolHardship(plan_id="bridge-3", income_change="other", proof_ref="DOC-PAY-1")
    assert desk.give(proven, LOAN).result["plan_id"] == "bridge-3"


def test_who_had_a_plan_waits_twelve_months(desk: CommandDesk) -> None:
    enrol(desk, "relief-6", LINE)
    again = EnrolHardship(plan_id="relief-12", income_change="other")
    assert codes(desk, again, LINE) == {"not-eligible"}
    desk.give(EndHardship(why="borrower_asked"), LINE, "support_agent")
    desk.close_until(date(2026, 4, 22))
    with pytest.raises(Refused, match="A plan ended on 2026-04-20"):
        desk.give(again, LINE)


def test_a_new_account_has_no_plan_yet(desk: CommandDesk) -> None:
    desk.line("CL-100002", on=date(2026, 1, 21))
    with pytest.raises(Refused, match="less than 3 months"):
        desk.give(EnrolHardship(plan_id="relief-6", income_change="other"), "CL-100002")


def test_an_early_end_brings_the_agreed_rate_back_the_next_day(desk: CommandDesk) -> None:
    enrol(desk, "relief-6", LINE)
    desk.close_until(SUMMER)
    desk.give(EndHardship(why="income_recovered"), LINE, "support_agent")
    assert rates(desk, LINE)[1:] == [
        (START, SUMMER, 999, "hardship"),
        (date(2026, 6, 2), date(2026, 10, 19), 2499, "note"),
        (date(2026, 10, 20), None, 2499, "note"),
    ]
    with pytest.raises(Refused) as refused:
        desk.give(EndHardship(why="borrower_asked"), LINE, "support_agent")
    assert refused.value.code == "no-plan"


def test_an_early_end_of_a_bridge_makes_the_halved_instalments_whole(desk: CommandDesk) -> None:
    before = open_instalments(desk)
    desk.give(EnrolHardship(plan_id="bridge-3", income_change="other", proof_ref="DOC-1"), LOAN)
    assert open_instalments(desk)[0] == before[0] // 2
    assert sum(open_instalments(desk)) == sum(before)
    desk.close_until(date(2026, 5, 7))
    pay(desk, LOAN, before[0] // 2)
    desk.close_until(date(2026, 5, 12))
    desk.give(EndHardship(why="borrower_asked"), LOAN, "support_agent")
    after = open_instalments(desk)
    assert after[:-1] == before[1:]
    assert after[-1] == before[0] - before[0] // 2


def test_two_missed_plan_payments_end_a_plan_at_the_close_of_the_day_after(desk: CommandDesk) -> None:
    enrol(desk, "relief-6", LINE)
    desk.close_until(date(2026, 5, 20))
    missed = desk.all(
        "SELECT due_date FROM accounts.dues WHERE account_id = %s AND due_date > %s AND paid_on IS NULL ORDER BY 1",
        LINE,
        START,
    )
    second = missed[1][0]
    desk.close_until(second + timedelta(days=1))
    assert desk.one("SELECT ended_on FROM accounts.hardship_plans") == (None,)
    desk.close_until(second + timedelta(days=3))
    ended = desk.one("SELECT ended_on, ended_why FROM accounts.hardship_plans")
    assert ended == (second + timedelta(days=1), "2 plan payments were missed")
    assert end_missed_plans(desk.connection, desk.today, [LINE, LOAN]) == []


def test_only_staff_end_a_plan(desk: CommandDesk) -> None:
    enrol(desk, "relief-6", LINE)
    with pytest.raises(Refused) as refused:
        desk.give(EndHardship(why="borrower_asked"), LINE)
    assert refused.value.code == "not-permitted"
