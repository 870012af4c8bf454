"""Balance, available credit and payoff."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from accounts.reads.answers import Answer, Currency, Maybe
from accounts.reads.dues import disputed_cents, plan_runs, unpaid_dues
from accounts.reads.errors import PayoffDate
from accounts.reads.position import Position, position
from accounts.reads.session import Reading
from accounts.terms.money import decimal_text, dollars, round_cents
from accounts.terms.payoff import QUOTE_DAYS_AHEAD

RETURNED_BLOCK_DAYS = 10
_RETURNED = """
SELECT returned_on FROM payments WHERE account_id = %(account_id)s AND status = 'returned' AND returned_on > %(since)s
ORDER BY returned_on DESC LIMIT 1
"""


class Balance(Answer):
    """What is owed on `as_of`; interest is charged and unpaid plus accrued. Pending items are not in it yet.

    as_of_instant: the past instant that was asked for; everything is then what the ledger had, interest as charged.
    disputed_cents: what of the balance is disputed and not due meanwhile; left out where nothing is.
    """

    account_id: str
    as_of: date
    as_of_instant: Maybe[datetime] = None
    currency: Currency = "USD"
    current_balance_cents: int
    principal_cents: int
    interest_cents: int
    fees_cents: int
    credit_balance_cents: int
    disputed_cents: Maybe[int] = None
    credit_limit_cents: Maybe[int] = None
    pending_draws_cents: Maybe[int] = None
    pending_payments_cents: int
    available_credit_cents: Maybe[int] = None
    draws_allowed: Maybe[bool] = None
    draws_blocked_reasons: Maybe[list[str]] = None


class PayoffQuote(Answer):
    """The total that pays the account off on `good_through`; `per_diem` is dollars a day, unrounded to 5 places."""

    account_id: str
    as_of: date
    currency: Currency = "USD"
    good_through: date
    payoff_cents: int
    principal_cents: int
    interest_cents: int
    fees_cents: int
    unapplied_cents: int
    per_diem_cents: int
    per_diem: str
    days: int
    prepayment_penalty_cents: int = 0
    pending_payments_cents: int


async def balance(reading: Reading, account_id: str) -> Balance:
    """The account's balance on the business date. Raises NotFound."""
    owed = await position(reading, account_id)
    interest = owed.interest_cents(owed.as_of)
    shown = Balance(
        account_id=account_id,
        as_of=owed.as_of,
        current_balance_cents=owed.owed_cents(owed.as_of),
        principal_cents=owed.principal_cents,
        interest_cents=interest,
        fees_cents=owed.fees_cents,
        credit_balance_cents=owed.credit_cents,
        disputed_cents=await disputed_cents(reading, account_id, owed.as_of) or None,
        pending_payments_cents=owed.row["pending_payments_cents"],
    )
    if owed.row["product"] != "cash_line":
        return shown
    reasons = await _draws_blocked(reading, owed)
    limit, pending = owed.row["credit_limit_cents"], owed.row["pending_draws_cents"]
    available = max(limit - owed.principal_cents - pending, 0) if owed.row["status"] in ("open", "frozen") else 0
    return shown.model_copy(
        update={
            "credit_limit_cents": limit,
            "pending_draws_cents": pending,
            "available_credit_cents": available,
            "draws_allowed": not reasons,
            "draws_blocked_reasons": list(reasons),
        }
    )


def written(day: date) -> str:
    """A date as people write it: May 7, 2026."""
    return f"{day:%B} {day.day}, {day.year}"


async def _draws_blocked(reading: Reading, owed: Position) -> Sequence[str]:
    """Why no draw is possible now, as sentences; empty when one is. Source: the Cash Line agreement."""
    row, reasons = owed.row, list[str]()
    if row["status"] == "frozen":
        reasons.append(f"The line is frozen: {row['frozen_reason'] or 'no reason is recorded'}.")
    elif row["status"] != "open":
        reasons.append(f"The line is {row['status'].replace('_', ' ')}.")
    dues = await unpaid_dues(reading, row["account_id"], owed.as_of)
    if dues.oldest:
        reasons.append(
            f"A minimum payment has been past due since {written(dues.oldest)}: {dollars(dues.past_due_cents)}."
        )
    if await plan_runs(reading, row["account_id"], owed.as_of):
        reasons.append("A hardship plan is running.")
    since = owed.as_of - timedelta(days=RETURNED_BLOCK_DAYS)
    returned = await reading.first(_RETURNED, {"account_id": row["account_id"], "since": since})
    if returned:
        until = returned["returned_on"] + timedelta(days=RETURNED_BLOCK_DAYS)
        on = written(returned["returned_on"])
        reasons.append(f"A payment was returned on {on}; draws are possible again from {written(until)}.")
    return reasons


async def payoff(reading: Reading, account_id: str, on: date | None) -> PayoffQuote:
    """The payoff for `on` (None: the business date); its parts add up. Raises NotFound, PayoffDate.

    `days` are those since interest was last charged. A rate that ends before `on` is followed by the next one's.
    Source: docs/product-terms.md, payoff quote; see accounts.terms.payoff.
    """
    owed = await position(reading, account_id)
    day, last = on or owed.as_of, owed.as_of + timedelta(days=QUOTE_DAYS_AHEAD)
    if not owed.as_of <= day <= last:
        raise PayoffDate(f"A payoff can be quoted for a day from {owed.as_of} to {last}, not for {day}.")
    interest, per_diem = owed.interest_cents(day), owed.per_diem(day)
    debt = owed.principal_cents + interest + owed.fees_cents
    unapplied = min(owed.credit_cents, debt)
    return PayoffQuote(
        account_id=account_id,
        as_of=owed.as_of,
        good_through=day,
        payoff_cents=debt - unapplied,
        principal_cents=owed.principal_cents,
        interest_cents=interest,
        fees_cents=owed.fees_cents,
        unapplied_cents=unapplied,
        per_diem_cents=round_cents(per_diem),
        per_diem=decimal_text(per_diem / 100, 5),
        days=max((day - owed.accrues_from).days, 0) if owed.periods else 0,
        pending_payments_cents=owed.row["pending_payments_cents"],
    )
