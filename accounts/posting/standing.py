"""How an account stands on a day: what commands about its life are decided by, and what of its dues is disputed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import psycopg
from psycopg.rows import class_row

from accounts.posting.disputed import disputed_dues
from accounts.terms.delinquency import FULL_PAYMENT_PERCENT, days_past_due


@dataclass(frozen=True, slots=True)
class Standing:
    """An account's circumstances on `on`; `pending_draws` counts draws that are asked for and not paid out."""

    account_id: str
    borrower_id: str
    product: str
    status: str
    state: str
    tier: str
    opened_on: date
    on: date
    credit_limit_cents: int | None
    term_months: int | None
    cycle_day: int
    due_day: int
    frozen_by: str | None
    frozen_reason: str | None
    oldest_unpaid: date | None
    plan_running: bool
    pending_draws: int
    last_close: date | None

    @property
    def days_past_due(self) -> int:
        return days_past_due(self.oldest_unpaid, self.on)

    @property
    def limit_cents(self) -> int:
        """The credit limit; 0 for a loan."""
        return self.credit_limit_cents or 0


_STANDING = """
SELECT a.account_id, a.borrower_id, a.product, a.status, a.state, a.tier, a.opened_on, %(on)s::date AS on,
  a.credit_limit_cents, a.term_months, a.cycle_day, a.due_day, a.frozen_by, a.frozen_reason,
  (SELECT min(d.due_date) FROM dues d WHERE d.account_id = a.account_id AND d.due_date < %(on)s
    AND d.paid_on IS NULL AND d.cancelled_why IS NULL AND d.number <> ALL(%(settled)s)) AS oldest_unpaid,
  EXISTS (SELECT 1 FROM hardship_plans h WHERE h.account_id = a.account_id AND h.started_on <= %(on)s
    AND coalesce(h.ended_on, h.ends_on) >= %(on)s) AS plan_running,
  (SELECT count(*) FROM draws w WHERE w.account_id = a.account_id AND w.status = 'pending') AS pending_draws,
  (SELECT max(s.period_end) FROM statements s WHERE s.account_id = a.account_id) AS last_close
FROM accounts a WHERE a.account_id = %(account)s
"""


def standing(connection: psycopg.Connection, account_id: str, on: date) -> Standing:
    """How the account stands on `on`. Raises LookupError for an unknown account."""
    with connection.cursor(row_factory=class_row(Standing)) as cursor:
        settled = [number for _, number in settled_dues(connection, [account_id], on)]
        found = cursor.execute(_STANDING, {"account": account_id, "on": on, "settled": settled}).fetchone()
    if found is None:
        raise LookupError(f"there is no account {account_id}")
    return found


@dataclass(frozen=True, slots=True)
class EasedDue:
    """An unpaid due of which something is disputed; settled: at least 90% of what is not disputed was paid.

    left_out_cents: what of its unpaid cents is neither due nor late meanwhile; all of it where the due is settled.
    """

    account_id: str
    number: int
    due_date: date
    settled: bool
    left_out_cents: int


# A bill made while something was disputed left it out already.
_EASED = """
SELECT d.account_id, d.number, d.due_date, f.settled,
  CASE WHEN f.settled THEN d.amount_cents - d.paid_cents ELSE g.cents END AS left_out_cents
FROM unnest(%(accounts)s::text[], %(numbers)s::int[], %(cents)s::bigint[]) AS g (account_id, number, cents)
JOIN due_status d USING (account_id, number) LEFT JOIN statements s USING (statement_id)
CROSS JOIN LATERAL (SELECT d.paid_cents * 100 >= (d.amount_cents - g.cents) * %(percent)s AS settled) AS f
WHERE EXISTS (SELECT 1 FROM disputes x WHERE x.account_id = d.account_id AND x.opened_on <= %(on)s
  AND (x.resolved_on IS NULL OR x.resolved_on > %(on)s) AND x.opened_on > coalesce(s.period_end, '-infinity')
  AND x.kind IN ('billing_error', 'electronic_transfer', 'identity_theft'))
"""


def eased_dues(connection: psycopg.Connection, account_ids: Sequence[str], on: date) -> dict[tuple[str, int], EasedDue]:
    """The unpaid dues, by account and number, of which something is disputed on a day. Source: 12 CFR 1026.13(d)."""
    parts = disputed_dues(connection, account_ids, on)
    if not parts:
        return {}
    values = {
        "accounts": [account_id for account_id, _ in parts],
        "numbers": [number for _, number in parts],
        "cents": list(parts.values()),
        "percent": FULL_PAYMENT_PERCENT,
        "on": on,
    }
    with connection.cursor(row_factory=class_row(EasedDue)) as cursor:
        return {(due.account_id, due.number): due for due in cursor.execute(_EASED, values)}


def settled_dues(connection: psycopg.Connection, account_ids: Sequence[str], on: date) -> list[tuple[str, int]]:
    """Account and number of the unpaid dues of which all but what is disputed was paid: they are not past due."""
    return [due for due, eased in eased_dues(connection, account_ids, on).items() if eased.settled]
