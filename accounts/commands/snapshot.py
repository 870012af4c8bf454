"""An account's figures around a command, for the before and after of a preview."""

from datetime import date
from typing import Any

import psycopg
from psycopg.rows import dict_row

from accounts.closeday import business_date
from accounts.commands.profile import profile
from accounts.posting.disputed import disputed_cents
from accounts.posting.draws import draw_blocks
from accounts.terms.calendar import add_months
from accounts.terms.delinquency import FULL_PAYMENT_PERCENT
from accounts.terms.due_days import statement_due_date

SHOWN_DUE_DATES = 3
_SERVED = ("open", "frozen", "closed")
_OF_PAYMENTS = ("account_id", "status", "pending_payments_cents", "scheduled_payments")

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
  (SELECT u.fixed_cents FROM autopay u WHERE u.account_id = a.account_id AND u.enrolled) AS autopay_fixed_cents,
  (SELECT jsonb_strip_nulls(jsonb_build_object('from', u.change_on, 'autopay', u.change_kind, 'fixed_cents',
    u.change_fixed_cents)) FROM autopay u WHERE u.account_id = a.account_id AND u.change_on IS NOT NULL)
    AS autopay_change,
  h.plan_id AS hardship_plan, h.payment_cents AS hardship_payment_cents,
  coalesce(h.ended_on, h.ends_on) AS hardship_until,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('payment_id', m.payment_id, 'date', m.scheduled_for,
      'amount_cents', m.amount_cents) ORDER BY m.scheduled_for, m.payment_id), '[]') FROM payments m
    WHERE m.account_id = a.account_id AND m.status = 'scheduled') AS scheduled_payments,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', x.kind, 'opened_on', x.opened_on, 'amount_cents',
    x.amount_cents) ORDER BY x.opened_on, x.amount_cents), '[]') FROM disputes x
    WHERE x.account_id = a.account_id AND x.status = 'open') AS open_disputes,
  array(SELECT d.due_date FROM dues d WHERE d.account_id = a.account_id AND d.due_date >= %(on)s AND d.paid_on IS NULL
    AND d.cancelled_why IS NULL ORDER BY d.due_date LIMIT %(dates)s) AS due_dates,
  a.product, a.cycle_day,
  (SELECT c.first_due_date FROM due_date_changes c WHERE c.account_id = a.account_id AND c.switch_on > %(on)s
    ORDER BY c.asked_on DESC LIMIT 1) AS moved_due_date
FROM accounts a JOIN positions p USING (account_id)
LEFT JOIN hardship_plans h ON h.account_id = a.account_id AND h.started_on <= %(on)s
  AND coalesce(h.ended_on, h.ends_on) >= %(on)s
WHERE a.borrower_id = %(borrower)s AND (%(account)s::text IS NULL OR a.account_id = %(account)s)
ORDER BY a.account_id
"""


def snapshot(connection: psycopg.Connection, account_id: str | None, borrower_id: str) -> dict[str, object]:
    """`{as_of, borrower, accounts: [figures]}`, amounts in cents: the account, or all accounts of the borrower.

    What is disputed is in the balances and not in what is due. due_dates: of what falls due next; a line's next bill,
    which is not out yet, is among them. What is asked for now and counts later is seen in autopay_change and due_dates.
    """
    on = business_date(connection)
    figures = _figures(connection, on, account_id, borrower_id)
    return {"as_of": on, "borrower": profile(connection, borrower_id), "accounts": figures}


def payments_of(connection: psycopg.Connection, account_id: str | None, borrower_id: str) -> dict[str, object]:
    """The part of `snapshot` that is about payments alone, with the account's id and status."""
    on = business_date(connection)
    figures = _figures(connection, on, account_id, borrower_id)
    return {"as_of": on, "accounts": [{name: row[name] for name in _OF_PAYMENTS} for row in figures]}


def _figures(
    connection: psycopg.Connection, on: date, account_id: str | None, borrower_id: str
) -> list[dict[str, Any]]:
    values = {"on": on, "borrower": borrower_id, "account": account_id, "percent": FULL_PAYMENT_PERCENT}
    with connection.cursor(row_factory=dict_row) as cursor:
        accounts = cursor.execute(_SNAPSHOT, {**values, "dates": SHOWN_DUE_DATES}).fetchall()
    lines = [str(row["account_id"]) for row in accounts if row["product"] == "cash_line"]
    disputed = disputed_cents(connection, [str(row["account_id"]) for row in accounts], on)
    blocks = draw_blocks(connection, lines, on) if lines else {}
    for row in accounts:
        row["disputed_cents"] = disputed.get(row["account_id"], 0)
        row["draws_blocked"] = blocks.get(row["account_id"])
        moved, cycle_day = row.pop("moved_due_date"), row.pop("cycle_day")
        if row.pop("product") == "cash_line" and row["status"] in _SERVED:
            row["due_dates"].append(moved or _next_bill(on, cycle_day, row["due_day"]))
    return accounts


def _next_bill(on: date, cycle_day: int, due_day: int) -> date:
    """When the bill of the running cycle will fall due."""
    close = add_months(on, 0, cycle_day)
    return statement_due_date(close if close >= on else add_months(on, 1, cycle_day), due_day)
