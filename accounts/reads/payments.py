"""Payments and the schedule of instalments."""

from datetime import date
from typing import Literal

from accounts.reads.account import account_row
from accounts.reads.answers import Answer, Currency, Maybe
from accounts.reads.errors import NoSchedule
from accounts.reads.pages import Page
from accounts.reads.session import Reading, Row

InstalmentStatus = Literal["paid", "late_paid", "due", "past_due", "upcoming"]


class Applied(Answer):
    """What a posted payment went to; the rest of it is a credit balance."""

    interest_cents: int
    fees_cents: int
    principal_cents: int


class Payment(Answer):
    """A payment by its days: submitted, scheduled for (a later one), credited (it counts), posted (it showed)."""

    payment_id: str
    submitted_on: date
    scheduled_for: Maybe[date] = None
    credited_on: Maybe[date] = None
    posted_on: Maybe[date] = None
    amount_cents: int
    status: Literal["scheduled", "held", "pending", "posted", "returned", "cancelled"]
    source: Literal["one_time", "autopay", "mail", "phone"]
    return_code: Maybe[str] = None
    return_reason: Maybe[str] = None
    applied: Maybe[Applied] = None


class Payments(Answer):
    """Payments, newest first."""

    account_id: str
    as_of: date
    currency: Currency = "USD"
    payments: list[Payment]
    next_cursor: Maybe[str] = None


class Instalment(Answer):
    """One instalment; principal and interest are as planned, daily interest decides the real split."""

    number: int
    due_date: date
    amount_cents: int
    principal_cents: int
    interest_cents: int
    status: InstalmentStatus
    paid_on: Maybe[date] = None


class Schedule(Answer):
    """All instalments of a loan; `remaining_count` are those not paid yet."""

    account_id: str
    as_of: date
    currency: Currency = "USD"
    remaining_count: int
    next_due_date: date | None
    instalments: list[Instalment]


_PAYMENTS = """
SELECT p.*, k.day FROM payments p
CROSS JOIN LATERAL (SELECT coalesce(p.credited_on, p.scheduled_for, p.submitted_on) AS day) k
WHERE p.account_id = %(account_id)s
  AND (%(after)s::text[] IS NULL OR (k.day, p.payment_id) < ((%(after)s::text[])[1]::date, (%(after)s::text[])[2]))
ORDER BY k.day DESC, p.payment_id DESC LIMIT %(limit)s
"""
_INSTALMENTS = """
SELECT number, due_date, amount_cents, coalesce(principal_cents, 0) AS principal_cents,
  coalesce(interest_cents, 0) AS interest_cents, paid_on
FROM dues WHERE account_id = %(account_id)s AND cancelled_why IS NULL ORDER BY due_date, number
"""


async def payments(reading: Reading, account_id: str, page: Page) -> Payments:
    """The account's payments. Raises NotFound, BadCursor."""
    account = await account_row(reading, account_id)
    scope = f"payments {account_id}"
    rows = await reading.all(_PAYMENTS, {"account_id": account_id, **page.bounds(scope)})
    shown, cursor = page.cut(rows, scope, lambda row: (row["day"], row["payment_id"]))
    found = [_payment(row) for row in shown]
    return Payments(account_id=account_id, as_of=account["as_of"], payments=found, next_cursor=cursor)


def _payment(row: Row) -> Payment:
    applied = row if row["status"] == "posted" and row["principal_cents"] is not None else None
    return Payment.model_validate({**row, "applied": applied})


async def schedule(reading: Reading, account_id: str) -> Schedule:
    """A loan's instalments, behind and ahead. Raises NotFound; NoSchedule for a Cash Line."""
    account = await account_row(reading, account_id)
    if account["product"] == "cash_line":
        raise NoSchedule("A Cash Line has minimum payments, no schedule: read its amount due instead.")
    as_of: date = account["as_of"]
    rows = await reading.all(_INSTALMENTS, {"account_id": account_id})
    ahead = next((row for row in rows if row["paid_on"] is None and row["due_date"] >= as_of), None)
    return Schedule(
        account_id=account_id,
        as_of=as_of,
        remaining_count=sum(row["paid_on"] is None for row in rows),
        next_due_date=ahead["due_date"] if ahead else None,
        instalments=[Instalment.model_validate({**row, "status": _status(row, as_of, row is ahead)}) for row in rows],
    )


def _status(row: Row, as_of: date, is_next: bool) -> InstalmentStatus:
    if row["paid_on"] is not None:
        return "paid" if row["paid_on"] <= row["due_date"] else "late_paid"
    if row["due_date"] < as_of:
        return "past_due"
    return "due" if is_next else "upcoming"
