"""Interest accrued and not charged yet at the close of a day: what a buyer of a receivable pays beside its balance."""

from collections.abc import Sequence
from datetime import date

import psycopg

# simple interest is linear in the postings: each adds its amount times the days on which it counted at each rate
_ACCRUED = """
WITH since AS (
  SELECT a.account_id, coalesce((SELECT max(i.through_on) + 1 FROM interest_charges i
    WHERE i.account_id = a.account_id AND i.through_on <= %(on)s), a.opened_on) AS first
  FROM accounts a WHERE a.account_id = ANY(%(ids)s) AND coalesce(a.charged_off_on, 'infinity') > %(on)s
), daily AS (
  SELECT s.account_id, r.rate_bucket, r.from_on, r.apr_bps, sum(p.amount_cents * greatest(
    least(coalesce(r.to_on, %(on)s), %(on)s) - greatest(p.effective_on, r.from_on, s.first) + 1, 0)) AS cent_days
  FROM since s JOIN postings p ON p.account_id = s.account_id AND p.bucket = 'principal'
  JOIN journal_entries e ON e.entry_id = p.entry_id AND e.posted_on <= %(on)s
  JOIN rate_terms r ON r.account_id = p.account_id AND r.rate_bucket = p.rate_bucket GROUP BY 1, 2, 3, 4
)
SELECT account_id, sum(round(cent_days * apr_bps / 3650000.0))::bigint FROM daily GROUP BY 1 ORDER BY 1
"""


def accrued_cents(connection: psycopg.Connection, account_ids: Sequence[str], on: date) -> dict[str, int]:
    """Cents by account, rounded once per rate period; charged-off accounts accrue nothing and are left out.

    Source: accounts.terms.interest (daily balances, APR / 365).
    """
    return dict(connection.execute(_ACCRUED, {"ids": list(account_ids), "on": on}).fetchall())
