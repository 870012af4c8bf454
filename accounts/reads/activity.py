"""Transactions and draws: what was posted, and what is on its way."""

from datetime import date, datetime
from typing import Literal

from accounts.reads.account import account_row
from accounts.reads.answers import Answer, Currency, Maybe
from accounts.reads.errors import InvalidPeriod
from accounts.reads.pages import Page
from accounts.reads.session import Reading, Row

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
    "goodwill",
    "interest_waiver",
    "fee_reversal",
    "recovery",
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
    currency: Currency = "USD"
    transactions: list[Transaction]
    next_cursor: Maybe[str] = None


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
    currency: Currency = "USD"
    draws: list[Draw]
    next_cursor: Maybe[str] = None


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
  AND (%(after)s::text[] IS NULL OR (coalesce(posted_on, 'infinity'), coalesce(seq, 0), effective_on, transaction_id)
    < ((%(after)s::text[])[1]::date, (%(after)s::text[])[2]::bigint,
       (%(after)s::text[])[3]::date, (%(after)s::text[])[4]))
ORDER BY coalesce(posted_on, 'infinity') DESC, coalesce(seq, 0) DESC, effective_on DESC, transaction_id DESC
LIMIT %(limit)s
"""
_DRAWS = """
SELECT * FROM draws WHERE account_id = %(account_id)s
  AND (%(after)s::text[] IS NULL
    OR (requested_at, draw_id) < ((%(after)s::text[])[1]::timestamptz, (%(after)s::text[])[2]))
ORDER BY requested_at DESC, draw_id DESC LIMIT %(limit)s
"""


async def transactions(
    reading: Reading, account_id: str, since: date | None, until: date | None, kind: Kind | None, page: Page
) -> Transactions:
    """Transactions from `since` to `until` (both included), with what is pending.

    Raises NotFound, InvalidPeriod, BadCursor.
    """
    if since and until and until < since:
        raise InvalidPeriod(f"The period ends on {until}, before it starts on {since}; swap `from` and `to`.")
    account = await account_row(reading, account_id)
    scope = f"transactions {account_id} {since} {until} {kind}"
    about = {"account_id": account_id, "since": since, "until": until, "kind": kind, **page.bounds(scope)}
    shown, cursor = page.cut(await reading.all(_TRANSACTIONS, about), scope, _place)
    found = [Transaction.model_validate(row) for row in shown]
    return Transactions(account_id=account_id, as_of=account["as_of"], transactions=found, next_cursor=cursor)


def _place(row: Row) -> tuple[object, ...]:
    """Where a row stands in the list: pending items have no posting yet and come first."""
    return row["posted_on"] or "infinity", row["seq"] or 0, row["effective_on"], row["transaction_id"]


async def draws(reading: Reading, account_id: str, page: Page) -> Draws:
    """The account's draws. Raises NotFound, BadCursor."""
    await account_row(reading, account_id)
    scope = f"draws {account_id}"
    rows = await reading.all(_DRAWS, {"account_id": account_id, **page.bounds(scope)})
    found, cursor = page.cut(rows, scope, lambda row: (row["requested_at"].isoformat(), row["draw_id"]))
    shown = [row if row["status"] == "pending" else {**row, "cancel_until": None} for row in found]
    return Draws(account_id=account_id, draws=[Draw.model_validate(row) for row in shown], next_cursor=cursor)
