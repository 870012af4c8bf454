"""For tests of funding: orders at fixed instants, a pool with a rule, and the servicing ledger read by hand."""

from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import psycopg
from psycopg import sql

from accounts.funding.criteria import Criteria
from accounts.funding.once import Order
from accounts.funding.pools import NewPool, NewRule, add_rule, create_pool
from tests.conftest import PORTFOLIO, Database

POOL = "test-pool"
AT = datetime(2026, 5, 15, 12, tzinfo=UTC)
TODAY, YESTERDAY = date(2026, 5, 15), date(2026, 5, 14)
"""The seeded business date, and the last closed day."""


def order(name: str) -> Order:
    return Order(f"test:{name}", "desk-1", AT)


def open_pool(
    connection: psycopg.Connection,
    since: date,
    pool_id: str = POOL,
    criteria: Criteria | None = None,
    priority: int = 1,
    state_limit_bps: int | None = None,
    **terms: int,
) -> None:
    """A pool that may be filled from `since` on, with a rule of its own that takes all that is eligible."""
    eligible = criteria or Criteria()
    given = {"advance_bps": 9_000, "servicing_fee_bps": 120, "price_bps": 10_100} | terms
    made = NewPool(pool_id=pool_id, name=pool_id, investor="Investor", eligibility=eligible, opened_on=since, **given)
    create_pool(connection, order(f"pool:{pool_id}"), made)
    rule = NewRule(
        rule_id=f"{pool_id}-all",
        pool_id=pool_id,
        priority=priority,
        state_limit_bps=state_limit_bps,
        effective_from=since,
    )
    add_rule(connection, order(f"rule:{pool_id}"), rule)


@contextmanager
def portfolio_books(clone: Callable[[str], Database], role: str = "accounts_ops") -> Generator[psycopg.Connection]:
    """A clone of the seeded portfolio to change, dropped afterwards."""
    database = clone(PORTFOLIO)
    with psycopg.connect(database.url(role)) as connection:
        yield connection
        connection.rollback()
    with psycopg.connect(database.server.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database.name)))


def holders(connection: psycopg.Connection, pool_id: str) -> dict[str, tuple[date, date | None]]:
    """The days on which accounts were in a pool."""
    found = connection.execute(
        "SELECT account_id, from_on, to_on FROM funding_assignments WHERE pool_id = %s", [pool_id]
    ).fetchall()
    return {row[0]: (row[1], row[2]) for row in found}


def servicing(connection: psycopg.Connection, first: date, last: date, pool_id: str = POOL) -> Counter[str]:
    """What the servicing journal did on the pool's accounts on their days in it: sums per kind and bucket, by hand."""
    days, sums = holders(connection, pool_id), Counter[str]()
    for account_id, kind, on, gl_code, bucket, cents in connection.execute(
        "SELECT e.account_id, e.kind, e.posted_on, p.gl_code, p.bucket, p.amount_cents FROM journal_entries e "
        "JOIN postings p USING (entry_id) WHERE e.posted_on BETWEEN %s AND %s",
        [first, last],
    ):
        start, end = days.get(account_id, (date.max, None))
        if start <= on <= (end or date.max) and (bucket in ("principal", "interest", "fees") or gl_code == "1400"):
            sums[f"{kind}/{bucket or gl_code}"] += cents
    return sums


def month_end(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
