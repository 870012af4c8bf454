"""Assigned receivables that no longer meet their pool's eligibility: candidates for repurchase until cured."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import psycopg

from accounts import rows
from accounts.funding.facts import AccountFacts
from accounts.funding.pools import Pool


@dataclass(frozen=True, slots=True)
class Breach:
    """Why an assigned account ought to be bought back: `reason` is a code of accounts.funding.criteria.REASONS."""

    account_id: str
    borrower_id: str
    pool_id: str
    reason: str


def found_among(page: Iterable[AccountFacts], known: Mapping[str, Pool], on: date) -> list[Breach]:
    """The breaches among accounts as they stand at the close of `on`."""
    return [
        Breach(facts.account_id, facts.borrower_id, facts.pool_id, reason)
        for facts in page
        if facts.pool_id is not None and facts.pool_id in known
        for reason in known[facts.pool_id].eligibility.breaches(facts, on)
    ]


def keep(connection: psycopg.Connection, found: Sequence[Breach], on: date) -> int:
    """List new candidates and cure those that are not among `found` any more; gives how many candidates there are."""
    key = [f"{each.account_id}/{each.pool_id}/{each.reason}" for each in found]
    connection.execute(
        "UPDATE funding_breaches SET status = 'cured', ended_on = %s WHERE status = 'candidate' "
        "AND account_id || '/' || pool_id || '/' || reason <> ALL(%s)",
        [on, key],
    )
    listed = [
        {
            "account_id": each.account_id,
            "borrower_id": each.borrower_id,
            "pool_id": each.pool_id,
            "reason": each.reason,
            "found_on": on,
            "status": "candidate",
        }
        for each in found
    ]
    rows.insert(connection, "funding_breaches", listed, skip_existing=True)
    return len({each.account_id for each in found})


def candidates(connection: psycopg.Connection, pool_id: str) -> dict[str, list[str]]:
    """The accounts of a pool that ought to be bought back, with the reasons."""
    return dict(
        connection.execute(
            "SELECT account_id, array_agg(reason ORDER BY reason) FROM funding_breaches "
            "WHERE pool_id = %s AND status = 'candidate' GROUP BY 1 ORDER BY 1",
            [pool_id],
        ).fetchall()
    )
