"""An instalment loan lived day by day: disbursement, simple interest, allocation, payoff, hardship, servicemembers."""

from collections.abc import Iterator
from datetime import date, timedelta

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.closeday import business_date
from accounts.posting import interest
from accounts.posting import state as states
from accounts.posting.care import set_flag
from accounts.posting.enrolment import Wish, ask
from accounts.posting.plans import PlanId, start_plan
from accounts.reconcile import reconcile
from accounts.terms.interest import simple_interest_cents
from tests.conftest import Database
from tests.integration.accounts.closeday_desk import LINE, LOAN, Desk

OPENED = date(2026, 1, 5)


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[Desk]:
    with psycopg.connect(accounts_db.url("accounts_ops")) as connection:
        desk = Desk(connection)
        desk.open(OPENED, principal_cents=1_000_000, term_months=36, due_day=5)
        yield desk
        assert reconcile(connection) == []
        connection.commit()


def test_the_origination_fee_is_withheld_and_disclosed(desk: Desk) -> None:
    assert desk.one("SELECT origination_fee_cents, disclosed_apr_bps > 1999 FROM accounts.accounts") == (40_000, True)
    assert desk.one("SELECT principal_cents FROM accounts.balances") == (1_000_000,)
    assert desk.one("SELECT sum(amount_cents) FROM accounts.postings WHERE gl_code = '1010'") == (-960_000,)


def test_a_payment_pays_the_interest_of_the_days_before_it_then_principal(desk: Desk) -> None:
    desk.close_until(date(2026, 2, 3))
    desk.pay(LOAN, date(2026, 2, 3), 37_159)
    desk.close_until(date(2026, 2, 7))
    # the statement of January 16 charged 12 days, the payment the 17 others; each charge is rounded by itself
    owed = simple_interest_cents(1_000_000, 1999, 12) + simple_interest_cents(1_000_000, 1999, 17)
    parts = desk.one("SELECT interest_cents, fees_cents, principal_cents, credit_cents FROM accounts.payments")
    assert parts == (owed, 0, 37_159 - owed, 0)


def test_paying_the_payoff_amount_leaves_nothing_owed(desk: Desk) -> None:
    day = date(2026, 3, 20)
    desk.close_until(day)
    payoff = interest.payoff_cents(states.load(desk.connection, [LOAN])[LOAN], day)
    desk.pay(LOAN, day, payoff)
    desk.close_until(date(2026, 4, 20))
    assert desk.one("SELECT owed_cents FROM accounts.balances") == (0,)
    assert desk.one("SELECT status, paid_off_on FROM accounts.accounts") == ("paid_off", day)
    assert desk.all("SELECT number FROM accounts.dues WHERE paid_on IS NULL AND cancelled_why IS NULL") == []


def test_an_extra_payment_lowers_principal_and_does_not_skip_the_next_instalment(desk: Desk) -> None:
    desk.close_until(date(2026, 2, 3))
    desk.pay(LOAN, date(2026, 2, 3), 37_159 + 50_000)
    desk.close_until(date(2026, 3, 6))
    assert desk.one("SELECT paid_on FROM accounts.dues WHERE number = 1") == (date(2026, 2, 3),)
    assert desk.one("SELECT paid_on FROM accounts.dues WHERE number = 2") == (None,)


def test_the_autopay_discount_lowers_the_rate_while_enrolled(desk: Desk) -> None:
    ask(desk.connection, LOAN, Wish("minimum"), date(2026, 1, 20))
    found = desk.all("SELECT from_on, to_on, apr_bps, kind FROM accounts.rate_terms ORDER BY from_on")
    assert found == [
        (OPENED, date(2026, 1, 19), 1999, "note"),
        (date(2026, 1, 20), None, 1974, "autopay_discount"),
    ]


def test_a_servicemember_pays_six_percent_from_the_flag_on(desk: Desk) -> None:
    desk.close_until(date(2026, 1, 16))
    set_flag(desk.connection, "B-1", "servicemember", date(2026, 1, 16))
    desk.close_until(date(2026, 2, 14))
    charged = desk.all("SELECT from_on, through_on, apr_bps FROM accounts.interest_charges ORDER BY 1")
    assert charged == [
        (OPENED, date(2026, 1, 15), 1999),
        (date(2026, 1, 16), date(2026, 1, 16), 600),
        (date(2026, 1, 17), date(2026, 2, 13), 600),
    ]


@pytest.mark.parametrize(
    ("plan", "payment", "dues"), [("bridge-3", 18_579, 37), ("extend-6", None, 42)], ids=["bridge-3", "extend-6"]
)
def test_a_hardship_plan_changes_the_instalments(desk: Desk, plan: PlanId, payment: int | None, dues: int) -> None:
    start_plan(desk.connection, LOAN, plan, date(2026, 1, 20))
    assert desk.one("SELECT count(*) FROM accounts.dues WHERE cancelled_why IS NULL") == (dues,)
    (found,) = desk.one("SELECT payment_cents FROM accounts.hardship_plans")
    level = desk.one("SELECT amount_cents FROM accounts.dues WHERE cancelled_why IS NULL ORDER BY due_date LIMIT 1")[0]
    assert found == level
    assert found < 37_159
    assert payment is None or found == payment


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.lists(st.integers(1, 90_000), min_size=1, max_size=3))
def test_payments_are_divided_without_loss_whatever_their_size(desk: Desk, amounts: list[int]) -> None:
    if not desk.all("SELECT 1 FROM accounts.accounts WHERE account_id = 'CL-100001'"):
        desk.open(business_date(desk.connection), limit_cents=500_000, cycle_day=12)
        desk.draw(business_date(desk.connection), 200_000)
    for cents in amounts:
        day = business_date(desk.connection)
        for account_id in (LINE, LOAN):
            desk.pay(account_id, day, cents)
        desk.close_until(day + timedelta(days=6))
    assert (
        desk.all(
            "SELECT payment_id FROM accounts.payments WHERE status = 'posted' AND (amount_cents <> interest_cents "
            "+ fees_cents + principal_cents + credit_cents OR least(interest_cents, fees_cents, principal_cents, "
            "credit_cents) < 0)"
        )
        == []
    )
    assert reconcile(desk.connection) == []
