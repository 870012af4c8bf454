"""Payments: submitted, credited that day, posted one or two business days later and divided over the debt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import psycopg

from accounts import ledger, rows
from accounts.ids import ident
from accounts.ledger import Entry, Line
from accounts.posting import dues, interest
from accounts.posting import state as states
from accounts.posting.apply import split
from accounts.posting.dues import Receipt
from accounts.posting.fees import settle_fees
from accounts.posting.state import DAY, AccountState
from accounts.terms.calendar import EASTERN, add_business_days, credit_date

Source = Literal["one_time", "autopay", "mail", "phone"]
POSTING_BUSINESS_DAYS: dict[Source, int] = {"one_time": 2, "autopay": 1, "mail": 1, "phone": 2}


@dataclass(frozen=True, slots=True)
class NewPayment:
    """A payment handed in at an instant (aware); with `scheduled_for` it waits for that day."""

    command_id: str
    account_id: str
    submitted_at: datetime
    amount_cents: int
    source: Source = "one_time"
    scheduled_for: date | None = None

    @property
    def payment_id(self) -> str:
        return ident("PM", self.command_id)


def submit(connection: psycopg.Connection, payments: Sequence[NewPayment]) -> None:
    """Take payments: pending and counted towards dues from their credit day, or scheduled. Known ones are skipped."""
    known = {
        row[0]
        for row in connection.execute(
            "SELECT payment_id FROM payments WHERE payment_id = ANY(%s)", [[p.payment_id for p in payments]]
        )
    }
    fresh = [payment for payment in payments if payment.payment_id not in known]
    owners: dict[str, str] = dict(
        connection.execute(
            "SELECT account_id, borrower_id FROM accounts WHERE account_id = ANY(%s)",
            [[payment.account_id for payment in fresh]],
        ).fetchall()
    )
    rows.insert(connection, "payments", [_row(payment, owners[payment.account_id]) for payment in fresh])
    receipts = [
        Receipt(p.payment_id, p.account_id, owners[p.account_id], credit_date(p.submitted_at), p.amount_cents)
        for p in fresh
        if p.scheduled_for is None
    ]
    dues.cover(connection, receipts)


def _row(payment: NewPayment, borrower_id: str) -> rows.Row:
    waits = payment.scheduled_for is not None
    credited = None if waits else credit_date(payment.submitted_at)
    return {
        "payment_id": payment.payment_id,
        "account_id": payment.account_id,
        "borrower_id": borrower_id,
        "submitted_at": payment.submitted_at,
        "submitted_on": payment.submitted_at.astimezone(EASTERN).date(),
        "scheduled_for": payment.scheduled_for,
        "credited_on": credited,
        "expected_post_on": credited and add_business_days(credited, POSTING_BUSINESS_DAYS[payment.source]),
        "amount_cents": payment.amount_cents,
        "status": "scheduled" if waits else "pending",
        "source": payment.source,
    }


def release_scheduled(connection: psycopg.Connection, on: date) -> None:
    """Scheduled payments whose day has come are credited that day."""
    due = connection.execute(
        "SELECT payment_id, account_id, borrower_id, amount_cents, source FROM payments "
        "WHERE status = 'scheduled' AND scheduled_for <= %s ORDER BY payment_id",
        [on],
    ).fetchall()
    connection.cursor().executemany(
        "UPDATE payments SET status = 'pending', credited_on = %s, expected_post_on = %s WHERE payment_id = %s",
        [(on, add_business_days(on, POSTING_BUSINESS_DAYS[row[4]]), row[0]) for row in due],
    )
    dues.cover(connection, [Receipt(row[0], row[1], row[2], on, row[3]) for row in due])


_DUE_TO_POST = """
SELECT p.payment_id, p.account_id, p.amount_cents, p.credited_on, p.source, coalesce((SELECT sum(d.amount_cents)
  FROM due_payments d WHERE d.payment_id = p.payment_id AND NOT d.reversal), 0)::bigint
FROM payments p WHERE p.status = 'pending' AND p.expected_post_on <= %s
ORDER BY p.credited_on, p.submitted_at, p.payment_id
"""


def post_pending(connection: psycopg.Connection, on: date) -> list[str]:
    """Post the pending payments expected by `on`, effective on their credit day; gives the accounts touched."""
    due = connection.execute(_DUE_TO_POST, [on]).fetchall()
    loaded = states.load(connection, [row[1] for row in due])
    entries, charges, updates = list[Entry](), list[interest.Charge](), list[tuple[object, ...]]()
    for payment_id, account_id, amount, credited, source, required in due:
        state = loaded[account_id]
        charge = _interest_before(state, payment_id, amount, credited, required)
        if charge and (entry := charge.entry(credited, on, "Interest")):
            entries.append(entry)
            state.apply(entry.lines, credited)
        if charge:
            charges.append(charge)
            interest.follow(charge)
        parts, lines = split(state, amount, required, credited)
        text = f"Payment ({source.replace('_', '-')}), thank you"
        lines = (*lines, Line(ledger.CASH, amount), *_recovered(state, amount))
        entry = Entry(f"payment:{payment_id}", account_id, state.borrower_id, "payment", credited, on, text, lines)
        state.apply(lines, credited)
        entries.append(entry)
        values = (parts.interest_cents, parts.fees_cents, parts.principal_cents, parts.credit_cents)
        updates.append((on, entry.entry_id, *values, payment_id))
    ledger.post(connection, entries)
    interest.record(connection, charges)
    connection.cursor().executemany(
        "UPDATE payments SET status = 'posted', posted_on = %s, entry_id = %s, interest_cents = %s, "
        "fees_cents = %s, principal_cents = %s, credit_cents = %s WHERE payment_id = %s",
        updates,
    )
    settle_fees(connection, list(loaded))
    return list(loaded)


def _interest_before(
    state: AccountState, payment_id: str, amount: int, credited: date, required: int
) -> interest.Charge | None:
    """Interest up to the day before the payment (loans), or the correction of days charged although it counted."""
    command = f"payment:{payment_id}:interest"
    if state.status == "charged_off":
        return None
    if state.charged_through and state.charged_through >= credited:
        return interest.correction(state, split(state, amount, required, credited)[1], credited, command)
    if state.product == "instalment_loan":
        return interest.charge_through(state, credited - DAY, command)
    return None


def _recovered(state: AccountState, amount: int) -> tuple[Line, ...]:
    """A payment on a charged-off account is a recovery: the write-down is taken back by it."""
    if state.status != "charged_off":
        return ()
    return (Line(ledger.WRITTEN_DOWN, amount), Line(ledger.CHARGE_OFFS, -amount))
