"""An account's figures around a command, for the before and after of a preview."""

from datetime import date

import psycopg
from psycopg.rows import dict_row

from accounts.closeday import business_date
from accounts.terms.delinquency import FULL_PAYMENT_PERCENT

_SNAPSHOT = """
WITH unpaid AS (
  SELECT d.account_id, d.number, d.due_date,
    CASE WHEN q.cents > 0 AND d.paid_cents * 100 >= (d.amount_cents - q.cents) * %(percent)s THEN 0
      ELSE greatest(d.amount_cents - d.paid_cents - q.cents, 0) END AS open_cents
  FROM due_status d LEFT JOIN statements s USING (statement_id)
  CROSS JOIN LATERAL (SELECT CASE WHEN EXISTS (SELECT 1 FROM disputes x WHERE x.account_id = d.account_id
    AND x.opened_on <= %(on)s AND (x.resolved_on IS NULL OR x.resolved_on > %(on)s)
    AND x.opened_on > coalesce(s.period_end, '-infinity')
    AND x.kind IN ('billing_error', 'electronic_transfer', 'identity_theft'))
    THEN disputed_of_due(d.account_id, d.amount_cents, %(on)s) ELSE 0 END AS cents) AS q
  WHERE d.borrower_id = %(borrower)s AND d.paid_on IS NULL AND d.cancelled_why IS NULL
)
SELECT a.account_id, a.status, a.due_day, a.credit_limit_cents, p.principal_cents, p.interest_cents, p.fees_cents,
  p.credit_cents, p.draw_hold_cents AS pending_draws_cents, p.payment_hold_cents AS pending_payments_cents,
  CASE WHEN a.credit_limit_cents IS NOT NULL
    THEN greatest(a.credit_limit_cents - p.principal_cents - p.draw_hold_cents, 0) END AS available_credit_cents,
  (SELECT min(d.due_date) FROM unpaid d WHERE d.account_id = a.account_id AND d.due_date >= %(on)s) AS next_due_date,
  (SELECT d.open_cents FROM unpaid d WHERE d.account_id = a.account_id AND d.due_date >= %(on)s
    ORDER BY d.due_date, d.number LIMIT 1) AS next_due_cents,
  (SELECT coalesce(sum(d.open_cents), 0) FROM unpaid d WHERE d.account_id = a.account_id
    AND d.due_date < %(on)s)::bigint AS past_due_cents,
  (SELECT max(d.due_date) FROM dues d WHERE d.account_id = a.account_id AND d.cancelled_why IS NULL) AS last_due_date,
  (SELECT coalesce(jsonb_object_agg(r.rate_bucket, r.apr_bps), '{}') FROM rate_terms r
    WHERE r.account_id = a.account_id AND r.from_on <= %(on)s AND coalesce(r.to_on, 'infinity') >= %(on)s) AS apr_bps,
  (SELECT CASE WHEN u.enrolled THEN u.amount_kind ELSE 'off' END FROM autopay u
    WHERE u.account_id = a.account_id) AS autopay,
  (SELECT h.plan_id FROM hardship_plans h WHERE h.account_id = a.account_id AND h.started_on <= %(on)s
    AND coalesce(h.ended_on, h.ends_on) >= %(on)s) AS hardship_plan,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('payment_id', m.payment_id, 'date', m.scheduled_for,
      'amount_cents', m.amount_cents) ORDER BY m.scheduled_for, m.payment_id), '[]') FROM payments m
    WHERE m.account_id = a.account_id AND m.status = 'scheduled') AS scheduled_payments
FROM accounts a JOIN positions p USING (account_id)
WHERE a.borrower_id = %(borrower)s AND (%(account)s::text IS NULL OR a.account_id = %(account)s)
ORDER BY a.account_id
"""
_PLAIN = "SELECT borrower_id, name, state, language FROM borrowers WHERE borrower_id = %s"


def snapshot(connection: psycopg.Connection, account_id: str | None, borrower_id: str) -> dict[str, object]:
    """`{as_of, borrower, accounts: [figures]}`, amounts in cents: the account, or all accounts of the borrower.

    What is disputed is in the balances and not in what is due.
    """
    on: date = business_date(connection)
    values = {"on": on, "borrower": borrower_id, "account": account_id, "percent": FULL_PAYMENT_PERCENT}
    with connection.cursor(row_factory=dict_row) as cursor:
        accounts = cursor.execute(_SNAPSHOT, values).fetchall()
        borrower = cursor.execute(_PLAIN, [borrower_id]).fetchone()
    return {"as_of": on, "borrower": borrower, "accounts": accounts}
