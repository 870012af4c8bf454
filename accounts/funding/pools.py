"""Pools and their assignment rules: data with dates, made and ended by commands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

import psycopg
from psycopg.rows import class_row
from pydantic import BaseModel, ConfigDict, Field

from accounts import rows
from accounts.funding.criteria import Criteria
from accounts.funding.once import Done, Order, Result, once, refuse

POOL_ID = r"^[a-z0-9][a-z0-9-]{1,39}$"
Words = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31))]


class NewPool(BaseModel):
    """A pool to open. Amounts in cents, shares in basis points.

    advance_bps: what the investor lends on eligible principal. price_bps: what the pool pays for principal in a sale.
    servicing_fee_bps: a year, of the principal at the start of a month. commitment_cents: the most that runs put in.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    pool_id: str = Field(pattern=POOL_ID)
    name: Words
    investor: Words
    advance_bps: int = Field(ge=0, le=10_000)
    servicing_fee_bps: int = Field(default=100, ge=0, le=10_000)
    price_bps: int = Field(default=10_000, ge=1, le=20_000)
    commitment_cents: int | None = Field(default=None, ge=0, le=10**15)
    eligibility: Criteria = Criteria()
    opened_on: Day


class NewRule(BaseModel):
    """An assignment rule. `criteria` come on top of the pool's eligibility; lower `priority` goes first.

    state_limit_bps: the largest share of the pool's balance that one state may have.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    rule_id: str = Field(pattern=POOL_ID)
    pool_id: str = Field(pattern=POOL_ID)
    priority: int = Field(ge=1, le=1_000_000)
    criteria: Criteria = Criteria()
    state_limit_bps: int | None = Field(default=None, ge=1, le=10_000)
    effective_from: Day
    effective_to: Day | None = None


@dataclass(frozen=True, slots=True)
class Pool:
    """A pool as it is kept."""

    pool_id: str
    name: str
    investor: str
    currency: str
    advance_bps: int
    servicing_fee_bps: int
    price_bps: int
    commitment_cents: int | None
    eligibility: Criteria
    opened_on: date
    closed_on: date | None

    def __post_init__(self) -> None:
        object.__setattr__(self, "eligibility", Criteria.model_validate(self.eligibility))


@dataclass(frozen=True, slots=True)
class Rule:
    """An assignment rule that is in force on some day, with the pool that it fills."""

    rule_id: str
    pool_id: str
    priority: int
    criteria: Criteria
    state_limit_bps: int | None


def create_pool(connection: psycopg.Connection, order: Order, pool: NewPool) -> Done:
    """Open a pool; its ledger starts the day before `opened_on`. Raises Refused when the id is taken."""

    def effect() -> Result:
        if connection.execute("SELECT 1 FROM funding_pools WHERE pool_id = %s", [pool.pool_id]).fetchone():
            raise refuse("pool-exists", f"There is a pool {pool.pool_id} already.")
        row = pool.model_dump()
        rows.insert(connection, "funding_pools", [row | {"eligibility": pool.eligibility.model_dump()}])
        start = pool.opened_on - timedelta(days=1)
        rows.insert(connection, "funding_cutoffs", [{"pool_id": pool.pool_id, "through_on": start}])
        return pool.model_dump(mode="json")

    return once(connection, order, "create_pool", pool.model_dump(mode="json"), effect)


def add_rule(connection: psycopg.Connection, order: Order, rule: NewRule) -> Done:
    """Add a dated rule. Raises Refused for an unknown pool or a rule id that is taken."""

    def effect() -> Result:
        load_pool(connection, rule.pool_id)
        if connection.execute("SELECT 1 FROM funding_rules WHERE rule_id = %s", [rule.rule_id]).fetchone():
            raise refuse("rule-exists", f"There is a rule {rule.rule_id} already; rules are ended, not changed.")
        if rule.effective_to is not None and rule.effective_to < rule.effective_from:
            raise refuse("rule-dates", "A rule ends on the day on which it starts, or later.")
        rows.insert(connection, "funding_rules", [rule.model_dump() | {"criteria": rule.criteria.model_dump()}])
        return rule.model_dump(mode="json")

    return once(connection, order, "add_rule", rule.model_dump(mode="json"), effect)


def end_rule(connection: psycopg.Connection, order: Order, rule_id: str, effective_to: date) -> Done:
    """Let a rule end; runs dated later do not use it. Raises Refused for an unknown rule or one that ended."""

    def effect() -> Result:
        done = connection.execute(
            "UPDATE funding_rules SET effective_to = %(to)s WHERE rule_id = %(id)s AND effective_from <= %(to)s "
            "AND coalesce(effective_to, 'infinity') > %(to)s",
            {"to": effective_to, "id": rule_id},
        )
        if done.rowcount != 1:
            raise refuse("no-such-rule", f"There is no rule {rule_id} in force to end on {effective_to}.")
        return {"rule_id": rule_id, "effective_to": effective_to}

    return once(connection, order, "end_rule", {"rule_id": rule_id, "effective_to": effective_to}, effect)


def close_pool(connection: psycopg.Connection, order: Order, pool_id: str, closed_on: date) -> Done:
    """Close a pool to new receivables; what it holds runs off. Raises Refused."""

    def effect() -> Result:
        load_pool(connection, pool_id)
        done = connection.execute(
            "UPDATE funding_pools SET closed_on = %(on)s WHERE pool_id = %(id)s AND closed_on IS NULL "
            "AND opened_on <= %(on)s",
            {"on": closed_on, "id": pool_id},
        )
        if done.rowcount != 1:
            raise refuse("pool-not-open", f"Pool {pool_id} is closed already, or opens after {closed_on}.")
        return {"pool_id": pool_id, "closed_on": closed_on}

    return once(connection, order, "close_pool", {"pool_id": pool_id, "closed_on": closed_on}, effect)


_POOLS = """
SELECT pool_id, name, investor, currency, advance_bps, servicing_fee_bps, price_bps, commitment_cents, eligibility,
  opened_on, closed_on
FROM funding_pools ORDER BY pool_id
"""


def pools(connection: psycopg.Connection) -> list[Pool]:
    """All pools, by id."""
    with connection.cursor(row_factory=class_row(Pool)) as cursor:
        return cursor.execute(_POOLS).fetchall()


def load_pool(connection: psycopg.Connection, pool_id: str) -> Pool:
    """A pool. Raises Refused where there is none of that id."""
    for pool in pools(connection):
        if pool.pool_id == pool_id:
            return pool
    raise refuse("no-such-pool", f"There is no pool {pool_id}.")


def rules_on(connection: psycopg.Connection, on: date) -> Sequence[Rule]:
    """The rules in force on a day for pools that take receivables then, in the order in which they are applied."""
    found = connection.execute(
        "SELECT r.rule_id, r.pool_id, r.priority, r.criteria, r.state_limit_bps FROM funding_rules r "
        "JOIN funding_pools p USING (pool_id) WHERE r.effective_from <= %(on)s "
        "AND coalesce(r.effective_to, 'infinity') >= %(on)s AND p.opened_on <= %(on)s::date + 1 "
        "AND coalesce(p.closed_on, 'infinity') > %(on)s ORDER BY r.priority, r.rule_id",
        {"on": on},
    ).fetchall()
    return [Rule(row[0], row[1], row[2], Criteria.model_validate(row[3]), row[4]) for row in found]
