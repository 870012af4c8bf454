"""Runs: each receivable goes to one pool by the rules of its day, once; those that went bad are listed."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import rows
from accounts.commands.base import Refused
from accounts.funding.assign import assign
from accounts.funding.breaches import candidates
from accounts.funding.criteria import Criteria
from accounts.funding.facts import pages
from accounts.ledger import CommandConflict
from tests.conftest import Database
from tests.integration.accounts.desk import CommandDesk, command_desk
from tests.integration.accounts.funding_books import POOL, open_pool, order, portfolio_books

START, CUTOFF = date(2026, 1, 5), date(2026, 1, 9)
LOANS = [f"IL-20000{n}" for n in range(1, 7)]
STATES = ("OH", "OH", "OH", "TX", "TX", "NY")


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[CommandDesk]:
    """Six loans of $6,000 at the close of the cut-off: three in Ohio, two in Texas, one in New York."""
    with command_desk(accounts_db) as found:
        for loan, state in zip(LOANS, STATES, strict=True):
            found.loan(loan, f"B-{loan[-1]}", START, state=state)
        found.close_until(CUTOFF + timedelta(days=1))
        yield found


def inside(desk: CommandDesk, pool_id: str = POOL) -> list[str]:
    found = desk.all("SELECT account_id FROM funding_assignments WHERE pool_id = %s ORDER BY 1", pool_id)
    return [row[0] for row in found]


def test_a_run_puts_what_is_eligible_into_the_pool_at_par(desk: CommandDesk) -> None:
    open_pool(desk.connection, START)
    done = assign(desk.connection, order("run"), CUTOFF)
    assert inside(desk) == LOANS
    assert done.result["par_cents"] == {POOL: 6 * 600_000}
    assert desk.all("SELECT DISTINCT from_on, to_on, sold_on FROM funding_assignments") == [
        (CUTOFF + timedelta(days=1), None, None)
    ]
    assert desk.all("SELECT gl_code, sum(amount_cents) FROM funding_postings GROUP BY 1 ORDER BY 1") == [
        ("L110", -3_600_000),
        ("L120", 3_600_000),
        ("P110", 3_600_000),
        ("P200", -3_600_000),
    ]


def test_the_same_run_again_is_its_first_result_and_another_finds_nothing_new(desk: CommandDesk) -> None:
    open_pool(desk.connection, START)
    first = assign(desk.connection, order("run"), CUTOFF)
    again = assign(desk.connection, order("run"), CUTOFF)
    assert (again.result, again.repeated) == (first.result, True)
    with pytest.raises(CommandConflict):
        assign(desk.connection, order("run"), CUTOFF - timedelta(days=1))
    other = assign(desk.connection, order("second run"), CUTOFF)
    assert other.result["assigned"] == {POOL: 0}
    assert len(inside(desk)) == 6


def test_the_better_priority_takes_first_and_the_rest_goes_to_the_next_pool(desk: CommandDesk) -> None:
    open_pool(desk.connection, START, priority=20)
    open_pool(desk.connection, START, "texas-pool", Criteria(states=("TX",)), priority=10)
    assign(desk.connection, order("run"), CUTOFF)
    assert inside(desk, "texas-pool") == LOANS[3:5]
    assert inside(desk) == [*LOANS[:3], LOANS[5]]


def test_limits_of_a_rule_and_a_pool_turn_away_the_last(desk: CommandDesk) -> None:
    open_pool(desk.connection, START, state_limit_bps=4_000)
    open_pool(desk.connection, START, "small-pool", priority=2, commitment_cents=700_000)
    done = assign(desk.connection, order("run"), CUTOFF)
    assert inside(desk) == [LOANS[0], LOANS[1], LOANS[3], LOANS[4], LOANS[5]]
    assert inside(desk, "small-pool") == [LOANS[2]]
    assert done.result["turned_away"] == {"test-pool-all": {"limits": 1}}


def test_why_a_receivable_stays_out_is_counted(desk: CommandDesk) -> None:
    open_pool(desk.connection, START, criteria=Criteria(states=("OH", "NY"), min_seasoning_months=1))
    done = assign(desk.connection, order("run"), CUTOFF)
    assert done.result["turned_away"] == {"test-pool-all": {"state": 2, "seasoning": 4}}
    assert inside(desk) == []


def test_a_run_needs_a_closed_day_and_goes_forward_only(desk: CommandDesk) -> None:
    open_pool(desk.connection, START)
    with pytest.raises(Refused, match="not closed yet"):
        assign(desk.connection, order("early"), desk.today)
    assign(desk.connection, order("run"), CUTOFF)
    with pytest.raises(Refused, match="dated then or later"):
        assign(desk.connection, order("late"), CUTOFF - timedelta(days=1))
    assert desk.one("SELECT count(*) FROM funding_commands WHERE kind = 'assign'") == (1,)


def test_a_receivable_that_goes_bad_is_a_candidate_until_it_is_cured(desk: CommandDesk) -> None:
    open_pool(desk.connection, START)
    assign(desk.connection, order("run"), CUTOFF)
    flag = {"borrower_id": "B-2", "kind": "servicemember", "since": CUTOFF + timedelta(days=1), "effect": "6% cap"}
    rows.insert(desk.connection, "flags", [flag])
    desk.close_until(CUTOFF + timedelta(days=3))
    done = assign(desk.connection, order("second run"), CUTOFF + timedelta(days=2))
    assert candidates(desk.connection, POOL) == {LOANS[1]: ["scra"]}
    assert done.result["candidates_for_repurchase"] == 1
    desk.connection.execute("UPDATE flags SET until = %s", [CUTOFF + timedelta(days=2)])
    desk.close_until(CUTOFF + timedelta(days=4))
    assign(desk.connection, order("third run"), CUTOFF + timedelta(days=3))
    assert candidates(desk.connection, POOL) == {}
    assert desk.all("SELECT reason, status, ended_on FROM funding_breaches") == [
        ("scra", "cured", CUTOFF + timedelta(days=3))
    ]


@pytest.fixture(scope="module")
def seeded(clone_database: Callable[[str], Database]) -> Iterator[psycopg.Connection]:
    with portfolio_books(clone_database) as connection:
        yield connection


CRITERIA = st.builds(
    Criteria,
    products=st.sampled_from([(), ("cash_line",), ("instalment_loan",)]),
    tiers=st.sampled_from([(), ("A", "B"), ("C",)]),
    max_days_past_due=st.none() | st.integers(0, 90),
    min_seasoning_months=st.integers(0, 8),
    max_balance_cents=st.none() | st.integers(0, 2_000_000),
)
POOLS = st.lists(st.tuples(CRITERIA, st.none() | st.integers(500, 10_000), st.integers(1, 3)), min_size=1, max_size=3)


@given(POOLS, st.lists(st.sampled_from([date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]), min_size=1))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_rules_each_receivable_is_in_one_pool_that_takes_it(
    seeded: psycopg.Connection, pools: list[tuple[Criteria, int | None, int]], days: list[date]
) -> None:
    with seeded.transaction(force_rollback=True):
        for number, (criteria, limit, priority) in enumerate(pools):
            open_pool(seeded, days[0], f"pool-{number}", criteria, priority, limit)
        known = {f"pool-{number}": criteria for number, (criteria, _, _) in enumerate(pools)}
        for on in sorted(set(days)):
            assign(seeded, order(f"run:{on}"), on)
            new = dict(
                seeded.execute(
                    "SELECT account_id, pool_id FROM funding_assignments WHERE from_on = %s::date + 1", [on]
                ).fetchall()
            )
            facts = {each.account_id: each for page in pages(seeded, on, 50) for each in page}
            assert {account: facts[account].pool_id for account in new} == new
            assert all(known[pool].unmet(facts[account], on) == () for account, pool in new.items())
        held = [row[0] for row in seeded.execute("SELECT account_id FROM funding_assignments")]
        assert len(held) == len(set(held))
