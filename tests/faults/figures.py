"""The figures by which the account core and the reference book are compared, account by account."""

from datetime import date
from typing import Any

import psycopg

from tests.model.book import Book
from tests.model.records import Fee, Payment

_QUERIES = {
    "balances": """
SELECT account_id, interest_cents, fees_cents, credit_cents, draw_hold_cents, payment_hold_cents FROM positions""",
    "principal": """
SELECT account_id, rate_bucket, sum(amount_cents)::bigint FROM postings WHERE bucket = 'principal'
GROUP BY 1, 2 HAVING sum(amount_cents) <> 0 ORDER BY 1, 2""",
    "standing": """
SELECT a.account_id, a.status, CASE WHEN a.product = 'cash_line' THEN
  greatest(a.credit_limit_cents - p.principal_cents - p.draw_hold_cents, 0) END,
  coalesce(sum(d.amount_cents - d.paid_cents), 0)::bigint, coalesce(%(on)s - min(d.due_date), 0)
FROM accounts a JOIN positions p USING (account_id) LEFT JOIN due_status d ON d.account_id = a.account_id
  AND d.due_date < %(on)s AND d.paid_on IS NULL AND d.cancelled_why IS NULL GROUP BY 1, 2, 3 ORDER BY 1""",
    "fees": """
SELECT account_id, kind, coalesce(payment_id, due_date_missed::text), assessed_on, amount_cents, waived_on
FROM fees ORDER BY 1, 4, 2, 3""",
    "statements": """
SELECT account_id, period_end, due_date, previous_balance_cents, payments_cents, draws_cents, fees_cents,
  interest_cents, new_balance_cents, past_due_cents, minimum_due_cents FROM statements ORDER BY 1, 2""",
    "payments": """
SELECT account_id, payment_id, status, CASE WHEN status NOT IN ('scheduled', 'cancelled') THEN credited_on END,
  interest_cents, fees_cents, principal_cents, credit_cents
FROM payments ORDER BY 1, 2""",
    "draws": "SELECT account_id, draw_id, status, expected_on, amount_cents FROM draws ORDER BY 1, 2",
}
_ZERO = """
SELECT (SELECT coalesce(sum(amount_cents), 0) FROM postings),
  (SELECT count(*) FROM (SELECT 1 FROM postings GROUP BY entry_id HAVING sum(amount_cents) <> 0) x),
  (SELECT count(*) FROM positions p JOIN balances b USING (account_id) WHERE (p.principal_cents, p.interest_cents,
    p.fees_cents, p.credit_cents) <> (b.principal_cents, b.interest_cents, b.fees_cents, b.credit_cents))
"""
Figures = dict[str, Any]


def core_figures(connection: psycopg.Connection, on: date) -> dict[str, Figures]:
    """By account id and kind, rows without the account id; and all postings add up to zero, entry by entry."""
    assert connection.execute(_ZERO).fetchone() == (0, 0, 0)
    found = dict[str, Figures]()
    for (account,) in connection.execute("SELECT account_id FROM accounts").fetchall():
        found[account] = {name: [] for name in _QUERIES}
    for name, query in _QUERIES.items():
        for account, *row in connection.execute(query.encode(), {"on": on}).fetchall():
            found[account][name].append(tuple(row))
    return found


def model_figures(book: Book, account: str) -> Figures:
    """The same of the reference book."""
    held, line = book.balances(account), account.startswith("CL")
    draws = sorted(book.draws(account), key=lambda each: each.id) if line else []
    names = {"settled": "posted"}
    payments = sorted(book.payments(account), key=lambda each: each.id)
    return {
        "balances": [
            (
                *(held.interest, held.fees, held.credit),
                sum(draw.cents for draw in draws if draw.status == "pending"),
                sum(payment.cents for payment in payments if payment.status == "pending"),
            )
        ],
        "principal": list(held.principal.items()),
        "standing": [
            (
                _status(book, account),
                book.available(account) if line else None,
                book.past_due(account),
                book.days_past_due(account),
            )
        ],
        "fees": sorted((_fee(each) for each in book.fees(account)), key=lambda row: (row[2], row[0], row[1])),
        "statements": [tuple(vars(each).values()) for each in book.statements(account)],
        "payments": [_payment(each) for each in payments],
        "draws": [(each.id, names.get(each.status, each.status), each.arrives, each.cents) for each in draws],
    }


def _fee(each: Fee) -> tuple[str, str, date, int, date | None]:
    kind = "late_fee" if each.key.kind == "late" else "returned_payment_fee"
    return kind, str(each.key.about), each.on, each.cents, each.waived_on


def _status(book: Book, account: str) -> str:
    status = book.status(account)
    return "frozen" if status == "open" and book.frozen(account) else status


def _payment(each: Payment) -> tuple[object, ...]:
    parts = {"interest": 0, "fees": 0, "principal": 0, "credit": 0}
    for name, cents in each.used:
        parts[name.split(":")[0]] += cents
    credited = None if each.status in ("scheduled", "cancelled") else each.credited
    used = tuple(parts.values()) if each.used else (None,) * 4
    return (each.id, each.status, credited, *used)
