"""What each pool holds and what it may be lent on: the pool ledger as far as it is carried."""

from dataclasses import asdict, dataclass
from datetime import date

import psycopg
from psycopg.rows import class_row

from accounts.funding.pools import Pool, pools
from accounts.terms.money import divide_half_up

BPS = 10_000


@dataclass(frozen=True, slots=True)
class Holding:
    """A pool's receivables at the close of `through_on`, in cents.

    breached_principal_cents: of candidates for repurchase, on which nothing is lent.
    """

    pool_id: str
    through_on: date
    accounts: int
    sold_accounts: int
    principal_cents: int
    interest_cents: int
    fees_cents: int
    breached_principal_cents: int

    def borrowing_base_cents(self, pool: Pool) -> int:
        """What the investor lends: the advance rate on principal without breach."""
        return divide_half_up((self.principal_cents - self.breached_principal_cents) * pool.advance_bps, BPS)


_HOLDINGS = """
SELECT c.pool_id, c.through_on, coalesce(a.accounts, 0) AS accounts, coalesce(a.sold, 0) AS sold_accounts,
  coalesce(b.principal, 0) AS principal_cents, coalesce(b.interest, 0) AS interest_cents,
  coalesce(b.fees, 0) AS fees_cents, coalesce(b.breached, 0) AS breached_principal_cents
FROM funding_cutoffs c
LEFT JOIN (SELECT pool_id, count(*) AS accounts, count(sold_on) AS sold FROM funding_assignments
  WHERE to_on IS NULL GROUP BY 1) a USING (pool_id)
LEFT JOIN (SELECT e.pool_id, sum(p.amount_cents) FILTER (WHERE p.gl_code = 'P110')::bigint AS principal,
    sum(p.amount_cents) FILTER (WHERE p.gl_code = 'P120')::bigint AS interest,
    sum(p.amount_cents) FILTER (WHERE p.gl_code = 'P130')::bigint AS fees,
    sum(p.amount_cents) FILTER (WHERE p.gl_code = 'P110' AND EXISTS (SELECT 1 FROM funding_breaches x
      WHERE x.account_id = p.account_id AND x.pool_id = e.pool_id AND x.status = 'candidate'))::bigint AS breached
  FROM funding_entries e JOIN funding_postings p USING (entry_id)
  WHERE p.gl_code IN ('P110', 'P120', 'P130') GROUP BY 1) b USING (pool_id)
ORDER BY c.pool_id
"""


def holdings(connection: psycopg.Connection) -> list[Holding]:
    """What every pool holds, by pool id."""
    with connection.cursor(row_factory=class_row(Holding)) as cursor:
        return cursor.execute(_HOLDINGS).fetchall()


def overview(connection: psycopg.Connection) -> list[dict[str, object]]:
    """All pools with their terms, holdings and borrowing base."""
    held = {holding.pool_id: holding for holding in holdings(connection)}
    return [
        {
            **asdict(pool),
            **asdict(held[pool.pool_id]),
            "eligibility": pool.eligibility.model_dump(mode="json"),
            "borrowing_base_cents": held[pool.pool_id].borrowing_base_cents(pool),
        }
        for pool in pools(connection)
    ]
