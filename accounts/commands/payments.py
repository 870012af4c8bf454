"""Payments: made now or for a later day, recorded from mail and phone, cancelled."""

from datetime import date, datetime, timedelta
from typing import Literal

from accounts.commands.base import Books, Command, Reason, Refused, Result
from accounts.commands.content import NOON, Cents, PaymentId, day_text, instant_text, moment
from accounts.commands.payment_rules import amount_reasons, bank_reasons, day_reasons
from accounts.posting.payments import NewPayment, Source, submit
from accounts.reads.errors import NotFound
from accounts.roles import PAYER, STAFF
from accounts.terms.calendar import (
    EASTERN,
    PAYMENT_CUTOFF,
    add_business_days,
    credit_date,
)

RECEIVED_BACK = timedelta(days=365)

_SHOWN = """
SELECT payment_id, status, amount_cents, source, scheduled_for, credited_on, expected_post_on FROM payments
WHERE payment_id = %s AND account_id = %s
"""


class MakePayment(Command):
    """Debit the linked bank account now, or on a business day up to 60 days ahead.

    verified_funds: a member of staff has verified that the money is there. Source: docs/product-terms.md, Payments.
    """

    kind = "make_payment"
    roles = PAYER
    amount_cents: Cents
    scheduled_for: date | None = None
    verified_funds: bool = False

    def check(self, books: Books) -> None:
        on = self.scheduled_for or credit_date(moment(books))
        reasons = [*day_reasons(self.scheduled_for, books.today), *bank_reasons(books, on, self.verified_funds)]
        reasons += amount_reasons(books, self.amount_cents, on) if not reasons else []
        if reasons:
            raise Refused("payment-not-possible", reasons)

    def apply(self, books: Books) -> Result:
        source: Source = "phone" if books.actor.role in STAFF else "one_time"
        at = moment(books)
        payment = NewPayment(books.command_id, books.account, at, self.amount_cents, source, self.scheduled_for)
        submit(books.connection, [payment])
        return shown(books, payment.payment_id)


class RecordPayment(Command):
    """A payment that came by mail or was taken by phone. It counts from the day on which it was received.

    Source: docs/product-terms.md, Payments (mailed payments are credited as of receipt); 12 CFR 1026.10(a).
    """

    kind = "record_payment"
    roles = STAFF
    amount_cents: Cents
    source: Literal["mail", "phone"] = "mail"
    received_on: date | None = None

    def counts_on(self, today: date) -> date:
        return min(self.received_on or today, today)

    def check(self, books: Books) -> None:
        opened, received = books.state().opened_on, self.received_on or books.today
        if received > books.today:
            text = f"{day_text(received)} is still ahead; a payment is recorded once it has been received."
        elif received < max(opened, books.today - RECEIVED_BACK):
            text = "A payment can be recorded as received up to a year back, and not before the account was opened."
        else:
            return
        raise Refused("payment-not-possible", [Reason("received-on", text)])

    def apply(self, books: Books) -> Result:
        noon = datetime.combine(books.value_on, NOON, EASTERN)
        at = min(moment(books), noon) if self.source == "mail" else moment(books)
        payment = NewPayment(books.command_id, books.account, at, self.amount_cents, self.source)
        submit(books.connection, [payment])
        return shown(books, payment.payment_id)


class CancelPayment(Command):
    """Cancel a scheduled payment until 8:00 p.m. ET on the business day before its date; a held one at any time."""

    kind = "cancel_payment"
    roles = PAYER
    payment_id: PaymentId

    def check(self, books: Books) -> None:
        payment = shown(books, self.payment_id)
        if payment["status"] not in ("scheduled", "held"):
            raise Refused("payment-not-scheduled", [Reason("status", _not_scheduled_text(str(payment["status"])))])
        until = payment.get("cancel_until")
        if isinstance(until, datetime) and moment(books) > until:
            text = f"This payment could be cancelled until {instant_text(until)}; the debit is on its way to the bank."
            raise Refused("too-late", [Reason("cut-off", text)])

    def apply(self, books: Books) -> Result:
        books.connection.execute(
            "UPDATE payments SET status = 'cancelled' WHERE payment_id = %s AND account_id = %s "
            "AND status IN ('scheduled', 'held')",
            [self.payment_id, books.account],
        )
        return shown(books, self.payment_id)


def cancel_until(scheduled_for: date) -> datetime:
    """Until when a scheduled payment can be cancelled: 8:00 p.m. ET on the business day before its date."""
    return datetime.combine(add_business_days(scheduled_for, -1), PAYMENT_CUTOFF, EASTERN)


def shown(books: Books, payment_id: str) -> Result:
    """A payment as its receipt shows it. Raises NotFound."""
    row = books.connection.execute(_SHOWN, [payment_id, books.account]).fetchone()
    if row is None:
        raise NotFound(
            f"{books.account} has no payment {payment_id}; /v1/accounts/{books.account}/payments lists them."
        )
    names = ("payment_id", "status", "amount_cents", "source", "scheduled_for", "credited_on", "expected_post_on")
    payment: Result = {name: value for name, value in zip(names, row, strict=True) if value is not None}
    if row[1] == "scheduled":
        payment["cancel_until"] = cancel_until(row[4])
    return payment


def _not_scheduled_text(status: str) -> str:
    texts = {
        "cancelled": "This payment was cancelled before.",
        "returned": "This payment was returned by the bank.",
    }
    return texts.get(
        status, "This payment has been sent to the bank already; only scheduled payments can be cancelled."
    )
