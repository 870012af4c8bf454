"""Payments: submitted, credited that day, posted one or two business days later and divided over the debt."""

from collections.abc import Sequence
from copy import deepcopy
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
from accounts.terms.allocate import Allocation
from accounts.terms.calendar import EASTERN, add_business_days, credit_date
from accounts.terms.money import dollars

Source = Literal["one_time", "autopay", "mail", "phone"]
ROUNDS = 5
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
    taken = [payment for payment in fresh if payment.scheduled_for is None]
    receipts = [_receipt(payment, owners[payment.account_id]) for payment in taken]
    dues.cover(connection, receipts)
    given = zip(receipts, taken, strict=True)
    ledger.post(
        connection,
        [_hold(receipt, p.submitted_at.astimezone(EASTERN).date(), p.submitted_at) for receipt, p in given],
    )


def _receipt(payment: NewPayment, borrower_id: str) -> Receipt:
    return Receipt(
        *(payment.payment_id, payment.account_id, borrower_id, credit_date(payment.submitted_at)),
        payment.amount_cents,
        disputes_as_of=payment.submitted_at.astimezone(EASTERN).date() - DAY,
    )


def _hold(receipt: Receipt, on: date, at: datetime | None = None) -> Entry:
    """The memo entry of a payment received and not posted yet."""
    cents = receipt.amount_cents
    lines = (Line("9210", -cents, "payment_hold"), Line(ledger.PAYMENTS_CONTRA, cents))
    text = f"Payment of {dollars(cents)} received"
    who = (receipt.account_id, receipt.borrower_id)
    return Entry(f"payment:{receipt.payment_id}:hold", *who, "payment_pending", on, on, text, lines, posted_at=at)


def _unheld(state: AccountState, cents: int) -> tuple[Line, Line]:
    """The memo lines that end a payment's hold."""
    return state.line("payment_hold", cents), Line(ledger.PAYMENTS_CONTRA, -cents)


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


_RELEASED = """
UPDATE payments SET status = 'pending', credited_on = %(on)s
WHERE status = 'scheduled' AND scheduled_for <= %(on)s AND account_id = ANY(%(ids)s)
RETURNING payment_id, account_id, borrower_id, amount_cents, source
"""


def release_scheduled(connection: psycopg.Connection, on: date, ids: Sequence[str]) -> None:
    """Scheduled payments whose day has come are credited that day."""
    due = sorted(connection.execute(_RELEASED, {"on": on, "ids": ids}).fetchall())
    connection.execute(
        "UPDATE payments p SET expected_post_on = g.expected_on FROM unnest(%s::text[], %s::date[]) "
        "AS g (payment_id, expected_on) WHERE p.payment_id = g.payment_id",
        [[row[0] for row in due], [add_business_days(on, POSTING_BUSINESS_DAYS[row[4]]) for row in due]],
    )
    receipts = [Receipt(row[0], row[1], row[2], on, row[3], disputes_as_of=on) for row in due]
    dues.cover(connection, receipts)
    ledger.post(connection, [_hold(receipt, on) for receipt in receipts])


_DUE_TO_POST = """
SELECT p.payment_id, p.account_id, p.amount_cents, p.credited_on, p.source, coalesce((SELECT sum(d.amount_cents)
  FROM due_payments d WHERE d.payment_id = p.payment_id AND NOT d.reversal), 0)::bigint
FROM payments p WHERE p.status = 'pending' AND p.expected_post_on <= %(on)s
AND p.account_id = ANY(%(ids)s)
ORDER BY p.credited_on, p.submitted_at, p.payment_id
"""


def post_pending(connection: psycopg.Connection, on: date, ids: Sequence[str]) -> list[str]:
    """Post the pending payments expected by `on`, effective on their credit day; gives the accounts touched."""
    due = connection.execute(_DUE_TO_POST, {"on": on, "ids": ids}).fetchall()
    if not due:
        return []
    loaded = states.load(connection, [row[1] for row in due])
    entries, charges, updates = list[Entry](), list[interest.Charge](), list[rows.Row]()
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
        lines = (*lines, Line(ledger.CASH, amount), *_recovered(state, amount), *_unheld(state, amount))
        entry = Entry(f"payment:{payment_id}", account_id, state.borrower_id, "payment", credited, on, text, lines)
        state.apply(entry.lines, credited)
        entries.append(entry)
        updates.append(_applied(payment_id, on, entry, parts))
    ledger.post(connection, entries)
    interest.record(connection, charges)
    rows.update(connection, "payments", "payment_id", updates)
    settle_fees(connection, list(loaded))
    return list(loaded)


def _applied(payment_id: str, on: date, entry: Entry, parts: Allocation) -> rows.Row:
    return {
        "payment_id": payment_id,
        "status": "posted",
        "posted_on": on,
        "entry_id": entry.entry_id,
        "interest_cents": parts.interest_cents,
        "fees_cents": parts.fees_cents,
        "principal_cents": parts.principal_cents,
        "credit_cents": parts.credit_cents,
    }


def _interest_before(
    state: AccountState, payment_id: str, amount: int, credited: date, required: int
) -> interest.Charge | None:
    """Interest up to the day before the payment (loans), or the correction of days charged although it counted."""
    command = f"payment:{payment_id}:interest"
    if state.status == "charged_off":
        return None
    if state.charged_through and state.charged_through >= credited:
        return _corrected(state, command, amount, credited, required)
    if state.product == "instalment_loan":
        return interest.charge_through(state, credited - DAY, command)
    return None


def _corrected(state: AccountState, command: str, amount: int, credited: date, required: int) -> interest.Charge | None:
    """The correction that fits the payment it leaves: less interest owed means more principal paid, and so on.

    It settles at once but for a cent or two, since each round concerns only the interest of the round before.
    """
    charge = None
    for _ in range(ROUNDS):
        after = deepcopy(state)
        lines = (entry.lines if charge and (entry := charge.entry(credited, credited, "Interest")) else ())[:-1]
        after.apply(lines, credited)
        paid = split(after, amount, required, credited)[1]
        found = interest.correction(state, (*lines, *paid), credited, command)
        if found is None or (charge and found.total_cents == charge.total_cents):
            return found
        charge = found
    return charge


def _recovered(state: AccountState, amount: int) -> tuple[Line, ...]:
    """A payment on a charged-off account is a recovery: the write-down is taken back by it."""
    if state.status != "charged_off":
        return ()
    return (Line(ledger.WRITTEN_DOWN, amount), Line(ledger.CHARGE_OFFS, -amount))
