"""The 6% cap of servicemembers and the 36% cap of covered borrowers, known late and computed as if known in time."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from accounts.closeday import start_on
from accounts.commands.base import Refused
from accounts.commands.draws import RequestDraw
from accounts.commands.flags import EndFlag, SetFlag
from accounts.commands.military import RecordCoveredBorrower
from accounts.commands.opening import OpenAccount
from accounts.commands.payments import MakePayment
from accounts.reconcile import reconcile
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, LOAN, OPENED, CommandDesk, command_desk

ORDERS = date(2026, 2, 1)
LATER = date(2026, 4, 20)
_CAP = SetFlag(flag="servicemember", since=ORDERS)
_BOOKS = """
SELECT (SELECT owed_cents FROM accounts.balances WHERE account_id = %s),
  (SELECT sum(interest_cents) FROM accounts.statements WHERE account_id = %s),
  (SELECT array_agg((due_date, amount_cents, paid_on) ORDER BY due_date, number)::text FROM accounts.dues
    WHERE account_id = %s)
"""


@pytest.fixture
def desks(clone_database: Any) -> Iterator[tuple[CommandDesk, CommandDesk]]:
    """Two books alike."""
    databases: list[Database] = [clone_database("lending_accounts") for _ in range(2)]
    with command_desk(databases[0]) as one, command_desk(databases[1]) as other:
        yield one, other
        for desk in (one, other):
            assert reconcile(desk.connection) == []
            desk.connection.commit()


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[CommandDesk]:
    with command_desk(accounts_db) as opened:
        yield opened
        assert reconcile(opened.connection) == []
        opened.connection.commit()


def open_by_command(desk: CommandDesk, account_id: str, **terms: Any) -> None:
    start_on(desk.connection, OPENED)
    desk.person()
    desk.owners[account_id] = "B-1"
    product = "cash_line" if account_id == LINE else "instalment_loan"
    values = {"product": product, "tier": "C", "state": "OH", "bank_last4": "1234", **terms}
    desk.give(OpenAccount.model_validate(values), account_id, "service")


def line(desk: CommandDesk) -> None:
    open_by_command(desk, LINE, limit_cents=200_000, cycle_day=12)
    desk.give(RequestDraw(amount_cents=100_000))


def loan(desk: CommandDesk, **terms: Any) -> None:
    usual = {"principal_cents": 600_000, "term_months": 24, "due_day": 10}
    open_by_command(desk, LOAN, **{**usual, **terms})


def books(desk: CommandDesk, account_id: str) -> tuple[Any, ...]:
    return desk.one(_BOOKS, account_id, account_id, account_id)


def live(desk: CommandDesk, account_id: str, until: date) -> None:
    """Pay $300 on the 5th of each month."""
    while desk.today < until:
        if desk.today.day == 5 and desk.today > OPENED:
            desk.give(MakePayment(amount_cents=30_000), account_id)
        desk.close_until(date.fromordinal(desk.today.toordinal() + 1))


def test_orders_known_late_come_out_as_if_known_in_time_on_a_line(desks: tuple[CommandDesk, CommandDesk]) -> None:
    in_time, late = desks
    for desk in desks:
        line(desk)
    live(in_time, LINE, ORDERS)
    in_time.give(_CAP, None, "support_agent")
    live(in_time, LINE, LATER)
    live(late, LINE, LATER)
    charged = books(late, LINE)[0]
    late.give(_CAP, None, "support_agent")
    assert books(late, LINE)[0] == books(in_time, LINE)[0] < charged


def test_orders_known_late_come_out_as_if_known_in_time_on_a_loan(desks: tuple[CommandDesk, CommandDesk]) -> None:
    in_time, late = desks
    for desk in desks:
        loan(desk)
    live(in_time, LOAN, ORDERS)
    in_time.give(_CAP, None, "support_agent")
    live(in_time, LOAN, LATER)
    live(late, LOAN, LATER)
    late.give(_CAP, None, "support_agent")
    assert books(late, LOAN) == books(in_time, LOAN)


def test_each_instalment_is_lower_by_the_interest_forgiven_in_its_period(desk: CommandDesk) -> None:
    loan(desk)
    desk.close_until(ORDERS)
    before = desk.all("SELECT number, amount_cents, interest_cents FROM accounts.dues ORDER BY number")
    desk.give(_CAP, None, "support_agent")
    after = desk.all("SELECT number, amount_cents, interest_cents, forgiven_cents FROM accounts.dues ORDER BY number")
    assert [row[1] + row[3] for row in after] == [row[1] for row in before]
    # March's instalment is for February 10 to March 9, all of it in service: 6 of 19.99 parts of its interest stay
    assert after[2][3] == before[2][2] - round(before[2][2] * 600 / 1999)
    # February's has 9 of its days (February 1 to 9) in service, January has none
    first = before[0][2]
    assert 0 < after[0][3] < first * 9 / 31


def test_the_end_of_service_brings_rate_and_instalments_back(desk: CommandDesk) -> None:
    loan(desk)
    desk.close_until(ORDERS)
    agreed = desk.all("SELECT amount_cents FROM accounts.dues ORDER BY number")
    desk.give(_CAP, None, "support_agent")
    desk.close_until(date(2026, 3, 10))
    desk.give(EndFlag(flag="servicemember"), None, "support_agent")
    found = desk.all("SELECT from_on, to_on, apr_bps FROM accounts.rate_terms ORDER BY from_on")
    assert found == [
        (OPENED, date(2026, 1, 31), 1999),
        (ORDERS, date(2026, 3, 10), 600),
        (date(2026, 3, 11), None, 1999),
    ]
    again = desk.all("SELECT amount_cents FROM accounts.dues ORDER BY number")
    assert again[3:] == agreed[3:]
    assert again[1] < agreed[1]


def test_a_debt_from_after_the_orders_keeps_its_rate(desk: CommandDesk) -> None:
    loan(desk)
    desk.give(SetFlag(flag="servicemember", since=date(2025, 12, 1)), None, "support_agent")
    assert desk.all("SELECT apr_bps FROM accounts.rate_terms") == [(1999,)]


def test_a_bankruptcy_known_late_takes_the_late_fees_since_back(desk: CommandDesk) -> None:
    line(desk)
    desk.close_until(LATER)
    assert desk.all("SELECT 1 FROM accounts.fees WHERE status = 'charged'") != []
    desk.give(SetFlag(flag="bankruptcy", since=ORDERS), None, "support_agent")
    assert desk.one("SELECT fees_cents FROM accounts.balances") == (0,)


def test_a_covered_borrowers_loan_above_36_percent_costs_less_from_its_first_day(desk: CommandDesk) -> None:
    loan(desk, tier="D", term_months=12)
    live(desk, LOAN, LATER)
    (disclosed,) = desk.one("SELECT disclosed_apr_bps FROM accounts.accounts")
    assert disclosed > 3600
    result = desk.give(RecordCoveredBorrower(opened_on=OPENED, certificate_ref="DMDC-1"), LOAN, "support_agent").result
    assert result["mapr_bps"] == disclosed
    assert desk.one("SELECT apr_bps, kind, from_on FROM accounts.rate_terms") == (
        result["capped_apr_bps"],
        "mla",
        OPENED,
    )
    assert desk.one("SELECT disclosed_apr_bps <= 3600 AND disclosed_apr_bps > 3590 FROM accounts.accounts") == (True,)
    charged = desk.all("SELECT DISTINCT apr_bps FROM accounts.interest_charges WHERE sum_daily_cents <> 0")
    assert charged == [(result["capped_apr_bps"],)]


def test_a_loan_below_36_percent_stays_as_it_is(desk: CommandDesk) -> None:
    loan(desk)
    before = books(desk, LOAN)
    command = RecordCoveredBorrower(opened_on=OPENED, certificate_ref="DMDC-1")
    result = desk.give(command, LOAN, "support_agent").result
    assert result["capped_apr_bps"] is None
    assert books(desk, LOAN) == before
    with pytest.raises(Refused) as refused:
        desk.give(command, LOAN, "support_agent")
    assert {reason.code for reason in refused.value.reasons} == {"recorded"}


def test_cover_names_the_day_of_opening(desk: CommandDesk) -> None:
    loan(desk)
    wrong = RecordCoveredBorrower(opened_on=date(2026, 1, 4), certificate_ref="DMDC-1")
    with pytest.raises(Refused, match="opened on Monday, January 5, 2026"):
        desk.give(wrong, LOAN, "support_agent")
