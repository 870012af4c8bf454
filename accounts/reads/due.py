"""Amount due and autopay: what has to be paid, until when, and what is already on its way."""

from datetime import date
from typing import Literal

from accounts.reads.account import account_row
from accounts.reads.answers import Answer, Currency, Maybe
from accounts.reads.dues import Dues, disputed_cents, late_fee_if_unpaid, next_due_date, unpaid_dues
from accounts.reads.position import position
from accounts.reads.session import Reading, Row
from accounts.terms.calendar import autopay_change_by

AmountKind = Literal["minimum", "statement_balance", "fixed"]


class NextPayment(Answer):
    """A payment that is scheduled, or that autopay will make."""

    amount_cents: int
    date: date
    kind: Literal["scheduled", "autopay"]


class AmountDue(Answer):
    """What is due: a Cash Line's minimum contains what is past due, a loan's instalment does not.

    `late_fee_after` is the last day on which a payment avoids the fee; empty where none would be charged.
    `disputed_cents` is disputed and in none of the amounts due; left out where nothing is.
    """

    account_id: str
    as_of: date
    currency: Currency = "USD"
    minimum_due_cents: int
    due_date: date | None
    past_due_cents: int
    total_due_cents: int
    statement_balance_cents: Maybe[int] = None
    disputed_cents: Maybe[int] = None
    next_payment: Maybe[NextPayment] = None
    late_fee_if_unpaid_cents: int
    late_fee_after: date | None


class Autopay(Answer):
    """Autopay's enrolment and its next debit; change it until `change_by`.

    change_on: from that day on `change_kind` and `change_fixed_cents` hold, asked for too late for the next due date.
    """

    account_id: str
    currency: Currency = "USD"
    enrolled: bool
    amount_kind: Maybe[AmountKind] = None
    fixed_cents: Maybe[int] = None
    bank_last4: Maybe[str] = None
    next_date: Maybe[date] = None
    next_amount_cents: Maybe[int] = None
    stopped_reason: Maybe[str] = None
    change_by: Maybe[date] = None
    change_on: Maybe[date] = None
    change_kind: Maybe[Literal["minimum", "statement_balance", "fixed", "off"]] = None
    change_fixed_cents: Maybe[int] = None


_STATEMENT = """
SELECT s.new_balance_cents, s.period_end,
  (SELECT coalesce(sum(p.amount_cents), 0)::bigint FROM payments p WHERE p.account_id = s.account_id
    AND p.status IN ('posted', 'pending') AND p.credited_on > s.period_end) AS paid_since_cents
FROM statements s WHERE s.account_id = %(account_id)s ORDER BY s.period_end DESC LIMIT 1
"""
_SCHEDULED = """
SELECT amount_cents, scheduled_for FROM payments
WHERE account_id = %(account_id)s AND status = 'scheduled' ORDER BY scheduled_for LIMIT 1
"""
_AUTOPAY = "SELECT * FROM autopay WHERE account_id = %(account_id)s"


async def amount_due(reading: Reading, account_id: str) -> AmountDue:
    """What is due on the account; what was paid towards a bill already is taken off. Raises NotFound."""
    account = await account_row(reading, account_id)
    as_of, line = account["as_of"], account["product"] == "cash_line"
    dues = await unpaid_dues(reading, account_id, as_of)
    about = dues.ahead or (dues.past[-1] if dues.past else None)
    ahead_cents, past_cents = (dues.ahead.open_cents if dues.ahead else 0), dues.past_due_cents
    total_cents = ahead_cents + past_cents
    disputed = await disputed_cents(reading, account_id, as_of)
    if line and total_cents:
        total_cents = min(total_cents, await _owed_cents(reading, account_id, disputed))
    fee_cents = await late_fee_if_unpaid(reading, account, about) if about and total_cents else 0
    statement = await _statement(reading, account_id) if line else None
    planned = await _autopay(reading, account, dues, statement, disputed)
    return AmountDue(
        account_id=account_id,
        as_of=as_of,
        minimum_due_cents=total_cents if line else ahead_cents,
        due_date=about.due_date if about else await next_due_date(reading, account_id, as_of),
        past_due_cents=past_cents,
        total_due_cents=total_cents,
        statement_balance_cents=statement["new_balance_cents"] if statement else None,
        disputed_cents=disputed or None,
        next_payment=await _next_payment(reading, account_id, planned),
        late_fee_if_unpaid_cents=fee_cents,
        late_fee_after=about.last_day_of_grace if about and fee_cents else None,
    )


async def _owed_cents(reading: Reading, account_id: str, disputed: int) -> int:
    """What is owed today and not disputed, never below zero: a minimum payment is at most that."""
    owed = await position(reading, account_id)
    return max(owed.owed_cents(owed.as_of) - disputed, 0)


async def autopay(reading: Reading, account_id: str) -> Autopay:
    """The account's autopay and its next debit. Raises NotFound."""
    account = await account_row(reading, account_id)
    dues = await unpaid_dues(reading, account_id, account["as_of"])
    disputed = await disputed_cents(reading, account_id, account["as_of"])
    return await _autopay(reading, account, dues, await _statement(reading, account_id), disputed)


async def _statement(reading: Reading, account_id: str) -> Row | None:
    return await reading.first(_STATEMENT, {"account_id": account_id})


async def _autopay(reading: Reading, account: Row, dues: Dues, statement: Row | None, disputed: int) -> Autopay:
    row = await reading.first(_AUTOPAY, {"account_id": account["account_id"]})
    if row is None:
        return Autopay(account_id=account["account_id"], enrolled=False)
    shown = Autopay.model_validate(row)
    due = dues.ahead
    if not row["enrolled"] or due is None or account["status"] not in ("open", "frozen", "closed"):
        return shown
    owed = await position(reading, account["account_id"])
    last = account["term_months"] == due.number
    payoff = owed.owed_cents(due.due_date) - owed.row["pending_payments_cents"] - disputed
    amount = payoff if last else min(_wanted_cents(row, dues, statement, disputed), payoff)
    change = {"next_date": due.due_date, "next_amount_cents": amount, "change_by": autopay_change_by(due.due_date)}
    return shown.model_copy(update=change) if amount > 0 else shown


def _wanted_cents(row: Row, dues: Dues, statement: Row | None, disputed: int) -> int:
    """What the borrower chose to pay of the bill ahead; a fixed amount never leaves the bill short."""
    minimum = dues.past_due_cents + (dues.ahead.open_cents if dues.ahead else 0)
    if row["amount_kind"] == "fixed":
        return max(row["fixed_cents"], minimum)
    if row["amount_kind"] == "statement_balance" and statement:
        return max(statement["new_balance_cents"] - statement["paid_since_cents"] - disputed, 0)
    return minimum


async def _next_payment(reading: Reading, account_id: str, planned: Autopay) -> NextPayment | None:
    """The earlier of the next scheduled payment and autopay's next debit."""
    found = list[NextPayment]()
    scheduled = await reading.first(_SCHEDULED, {"account_id": account_id})
    if scheduled:
        found.append(
            NextPayment(amount_cents=scheduled["amount_cents"], date=scheduled["scheduled_for"], kind="scheduled")
        )
    if planned.next_date and planned.next_amount_cents:
        found.append(NextPayment(amount_cents=planned.next_amount_cents, date=planned.next_date, kind="autopay"))
    return min(found, key=lambda payment: payment.date, default=None)
