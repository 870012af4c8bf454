"""Transactions and draws: what was posted, and what is on its way."""

from datetime import date, datetime
from typing import Literal

from accounts.reads.account import account_row
from accounts.reads.answers import Answer, Maybe
from accounts.reads.errors import InvalidPeriod
from accounts.reads.session import Reading

Kind = Literal[
    "draw",
    "payment",
    "returned_payment",
    "late_fee",
    "returned_payment_fee",
    "interest",
    "refund",
    "waiver",
    "disbursement",
    "origination_fee",
    "charge_off",
]


class Transaction(Answer):
    """A posting or a pending item (without `posted_on`); a positive amount raises what is owed.

    A charge-off has no amount: the balance is still owed.
    """

    transaction_id: str
    posted_on: date | None
    effective_on: date
    kind: Kind
    description: str
    amount_cents: int
    status: Literal["posted", "pending", "reversed"]
    balance_after_cents: Maybe[int] = None


class Transactions(Answer):
    """Pending items first, then postings, newest first."""

    account_id: str
    as_of: date
    transactions: list[Transaction]


class Draw(Answer):
    """A draw and its timing; a pending one can be cancelled until `cancel_until`."""

    draw_id: str
    requested_at: datetime
    amount_cents: int
    status: Literal["pending", "posted", "cancelled"]
    expected_on: Maybe[date] = None
    posted_on: Maybe[date] = None
    cancel_until: Maybe[datetime] = None
    apr_bps: int


class Draws(Answer):
    """Draws, newest first; none on an instalment loan."""

    account_id: str
    draws: list[Draw]


_TRANSACTIONS = """
SELECT * FROM (
  SELECT t.entry_id::text AS transaction_id, t.posted_on, t.effective_on, t.kind, t.description,
    coalesce(t.amount_cents, 0) AS amount_cents,
    CASE WHEN t.reversed THEN 'reversed' ELSE 'posted' END AS status,
    coalesce(sum(t.amount_cents) OVER (ORDER BY t.seq), 0)::bigint AS balance_after_cents, t.seq
  FROM transactions t WHERE t.account_id = %(account_id)s
  UNION ALL
  SELECT w.draw_id, NULL, w.expected_on, 'draw', 'Draw, pending', w.amount_cents, 'pending', NULL, NULL
  FROM draws w WHERE w.account_id = %(account_id)s AND w.status = 'pending'
  UNION ALL
  SELECT p.payment_id, NULL, coalesce(p.credited_on, p.submitted_on), 'payment', 'Payment, pending', -p.amount_cents,
    'pending', NULL, NULL
  FROM payments p WHERE p.account_id = %(account_id)s AND p.status = 'pending'
) all_of_it
WHERE (%(since)s::date IS NULL OR coalesce(posted_on, effective_on) >= %(since)s)
  AND (%(until)s::date IS NULL OR coalesce(posted_on, effective_on) <= %(until)s)
  AND (%(kind)s::text IS NULL OR kind = %(kind)s)
ORDER BY posted_on DESC NULLS FIRST, seq DESC, effective_on DESC LIMIT %(limit)s
"""
_DRAWS = "SELECT * FROM draws WHERE account_id = %(account_id)s ORDER BY requested_at DESC LIMIT 200"


async def transactions(
    reading: Reading, account_id: str, since: date | None, until: date | None, kind: Kind | None, limit: int
) -> Transactions:
    """Transactions from `since` to `until` (both included), with what is pending. Raises NotFound, InvalidPeriod."""
    if since and until and until < since:
        raise InvalidPeriod(f"The period ends on {until}, before it starts on {since}; swap `from` and `to`.")
    account = await account_row(reading, account_id)
    about = {"account_id": account_id, "since": since, "until": until, "kind": kind, "limit": limit}
    rows = await reading.all(_TRANSACTIONS, about)
    found = [Transaction.model_validate(row) for row in rows]
    return Transactions(account_id=account_id, as_of=account["as_of"], transactions=found)


async def draws(reading: Reading, account_id: str) -> Draws:
    """The account's draws. Raises NotFound."""
    await account_row(reading, account_id)
    rows = await reading.all(_DRAWS, {"account_id": account_id})
    shown = [row if row["status"] == "pending" else {**row, "cancel_until": None} for row in rows]
    return Draws(account_id=account_id, draws=[Draw.model_validate(row) for row in shown])
