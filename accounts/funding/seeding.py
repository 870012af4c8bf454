"""Two pools over a seeded portfolio, with a sale, a repurchase and issued remittances, always the same."""

from datetime import date, datetime, time, timedelta

import psycopg
from dateutil.relativedelta import relativedelta

from accounts.funding.assign import assign
from accounts.funding.breaches import candidates
from accounts.funding.criteria import Criteria
from accounts.funding.once import Order
from accounts.funding.pools import NewPool, NewRule, add_rule, create_pool
from accounts.funding.settle import issue
from accounts.funding.transfers import repurchase, sell
from accounts.terms.calendar import EASTERN

TERM_POOL, LINE_POOL = "tidewell-term-2026-1", "harbor-warehouse"
_MONTHS_BACK = 9
_PRICE_AFTER_LOSS_BPS = 400


def seed_pools(connection: psycopg.Connection, on: date) -> dict[str, int]:
    """Set up two pools on books that have run until the business date `on`; gives the receivables in each pool.

    Assigned nine months before, sold a month later; at the last month end more is assigned, one receivable is bought
    back for a breach and one after its charge-off, and the month is remitted.
    """
    start = on + relativedelta(months=-_MONTHS_BACK, day=1) - timedelta(days=1)
    _pools(connection, start)
    assign(connection, _order("assign-1", start), start)
    sale_on = start + relativedelta(months=1, day=31)
    sell(connection, _order("sale-1", sale_on), TERM_POOL, sale_on)
    breach_on = on + relativedelta(day=1) - timedelta(days=1)
    assign(connection, _order("assign-2", breach_on), breach_on)
    _buy_back(connection, breach_on)
    for pool_id in (TERM_POOL, LINE_POOL):
        issue(connection, _order(f"remit-{pool_id}", breach_on), pool_id, breach_on)
    return dict(
        connection.execute(
            "SELECT pool_id, count(*) FROM funding_assignments WHERE to_on IS NULL GROUP BY 1 ORDER BY 1"
        ).fetchall()
    )


def _buy_back(connection: psycopg.Connection, on: date) -> None:
    """The first candidate that is not charged off goes back at par, the first that is for a few cents on the dollar."""
    listed = candidates(connection, TERM_POOL)
    gone = [account_id for account_id, reasons in listed.items() if "charged_off" in reasons][:1]
    breached = [account_id for account_id, reasons in listed.items() if "charged_off" not in reasons][:1]
    if breached:
        repurchase(connection, _order("repurchase-breach", on), TERM_POOL, on, breached, "breach")
    if gone:
        order = _order("repurchase-loss", on)
        repurchase(connection, order, TERM_POOL, on, gone, "charged_off", _PRICE_AFTER_LOSS_BPS)


def _order(name: str, on: date) -> Order:
    return Order(f"seed:{name}", "seeding", datetime.combine(on, time(23, 59), EASTERN))


def _pools(connection: psycopg.Connection, start: date) -> None:
    """A term securitisation of loans, at most 30% of them in a state, and a warehouse for lines in good standing."""
    term = NewPool(
        pool_id=TERM_POOL,
        name="Tidewell Term Trust 2026-1",
        investor="Northlight Fixed Income",
        advance_bps=9_000,
        servicing_fee_bps=100,
        price_bps=10_150,
        eligibility=Criteria(products=("instalment_loan",), max_days_past_due=59),
        opened_on=start,
    )
    warehouse = NewPool(
        pool_id=LINE_POOL,
        name="Harbor warehouse facility",
        investor="Harbor Bank",
        advance_bps=8_500,
        servicing_fee_bps=125,
        price_bps=9_950,
        commitment_cents=5_000_000_00,
        eligibility=Criteria(max_days_past_due=89),
        opened_on=start,
    )
    for pool in (term, warehouse):
        create_pool(connection, _order(f"pool-{pool.pool_id}", start), pool)
    rules = (
        NewRule(
            rule_id="term-prime",
            pool_id=TERM_POOL,
            priority=10,
            criteria=Criteria(max_days_past_due=29, min_seasoning_months=2),
            state_limit_bps=3_000,
            effective_from=start,
        ),
        NewRule(
            rule_id="warehouse-current",
            pool_id=LINE_POOL,
            priority=20,
            criteria=Criteria(products=("cash_line",), tiers=("A", "B", "C"), max_days_past_due=29),
            state_limit_bps=4_000,
            effective_from=start,
        ),
    )
    for rule in rules:
        add_rule(connection, _order(f"rule-{rule.rule_id}", start), rule)
