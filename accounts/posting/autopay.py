"""Automatic payments on due dates."""

from collections.abc import Sequence
from datetime import date, datetime, time

import psycopg

from accounts.posting import interest
from accounts.posting import state as states
from accounts.posting.disputed import disputed_cents
from accounts.posting.payments import NewPayment, submit
from accounts.posting.standing import eased_dues
from accounts.terms.calendar import EASTERN

RUN_AT = time(6, 0)

_DUE = """
SELECT u.account_id, u.amount_kind, coalesce(u.fixed_cents, 0),
  (SELECT sum(s.amount_cents - s.paid_cents) FROM due_status s WHERE s.account_id = u.account_id
    AND s.due_date <= %(on)s AND s.paid_on IS NULL AND s.cancelled_why IS NULL)::bigint,
  (SELECT s.new_balance_cents - coalesce((SELECT sum(p.amount_cents) FROM payments p
      WHERE p.account_id = u.account_id AND p.credited_on > s.period_end AND p.status IN ('pending', 'posted')), 0)
    FROM statements s WHERE s.account_id = u.account_id ORDER BY s.period_end DESC LIMIT 1)::bigint,
  coalesce((SELECT sum(p.amount_cents) FROM payments p WHERE p.account_id = u.account_id
    AND p.status = 'pending'), 0)::bigint,
  a.product = 'instalment_loan' AND NOT EXISTS (SELECT 1 FROM dues x WHERE x.account_id = u.account_id
    AND x.due_date > %(on)s AND x.cancelled_why IS NULL)
FROM autopay u JOIN dues d USING (account_id) JOIN accounts a USING (account_id)
WHERE u.enrolled AND d.due_date = %(on)s AND d.cancelled_why IS NULL AND a.status IN ('open', 'frozen', 'closed')
AND u.account_id = ANY(%(ids)s)
ORDER BY u.account_id
"""


def run_autopay(connection: psycopg.Connection, on: date, ids: Sequence[str]) -> int:
    """Debit the enrolled accounts that have a due date on `on`; never more than is owed. Gives the number of debits.

    What is disputed is not debited. Source: 12 CFR 1026.13(d)(1).
    """
    due = connection.execute(_DUE, {"on": on, "ids": ids}).fetchall()
    if not due:
        return 0
    loaded = states.load(connection, [row[0] for row in due])
    disputed = disputed_cents(connection, list(loaded), on)
    left_out = dict[str, int]()
    for part in eased_dues(connection, list(disputed), on).values():
        if part.due_date <= on:
            left_out[part.account_id] = left_out.get(part.account_id, 0) + part.left_out_cents
    at, made = datetime.combine(on, RUN_AT, EASTERN), list[NewPayment]()
    for account_id, kind, fixed, whole, balance, pending, last in due:
        contested = disputed.get(account_id, 0)
        payoff = interest.payoff_cents(loaded[account_id], on) - pending - contested
        unpaid = (whole or 0) - left_out.get(account_id, 0)
        wanted = {"minimum": unpaid, "fixed": max(fixed, unpaid), "statement_balance": (balance or 0) - contested}
        amount = payoff if last else min(wanted[kind], payoff)
        if amount > 0:
            made.append(NewPayment(f"autopay:{account_id}:{on}", account_id, at, amount, "autopay"))
    submit(connection, made)
    return len(made)
