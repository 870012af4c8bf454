"""How an account stands on a day: what commands about its life are decided by."""

from dataclasses import dataclass
from datetime import date

import psycopg
from psycopg.rows import class_row

from accounts.terms.delinquency import days_past_due


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
    AND d.paid_on IS NULL AND d.cancelled_why IS NULL) AS oldest_unpaid,
  EXISTS (SELECT 1 FROM hardship_plans h WHERE h.account_id = a.account_id AND h.started_on <= %(on)s
    AND coalesce(h.ended_on, h.ends_on) >= %(on)s) AS plan_running,
  (SELECT count(*) FROM draws w WHERE w.account_id = a.account_id AND w.status = 'pending') AS pending_draws,
  (SELECT max(s.period_end) FROM statements s WHERE s.account_id = a.account_id) AS last_close
FROM accounts a WHERE a.account_id = %(account)s
"""


def standing(connection: psycopg.Connection, account_id: str, on: date) -> Standing:
    """How the account stands on `on`. Raises LookupError for an unknown account."""
    with connection.cursor(row_factory=class_row(Standing)) as cursor:
        found = cursor.execute(_STANDING, {"account": account_id, "on": on}).fetchone()
    if found is None:
        raise LookupError(f"there is no account {account_id}")
    return found
