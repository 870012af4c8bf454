"""What seeded people and the staff ask for, as commands."""

from collections.abc import Callable
from datetime import date
from typing import Literal

from accounts.commands.autopay import SetAutopay
from accounts.commands.disputes import OpenDispute
from accounts.commands.draws import RequestDraw
from accounts.commands.fees import WaiveFee
from accounts.commands.flags import SetFlag
from accounts.commands.hardship import EnrolHardship
from accounts.commands.limits import FreezeLine
from accounts.commands.opening import OpenAccount
from accounts.commands.payments import MakePayment, RecordPayment
from accounts.commands.returns import ReturnPayment
from accounts.posting.care import DisputeKind, FlagKind
from accounts.posting.draws import DrawRequest
from accounts.posting.opening import Opening
from accounts.posting.payments import NewPayment
from accounts.posting.plans import PlanId
from accounts.seeding.counter import Counter
from accounts.terms.calendar import add_business_days, is_business_day

Wish = Callable[[Counter], object]


def open_account(counter: Counter, opening: Opening) -> None:
    """An account with the terms agreed."""
    line = bool(opening.limit_cents)
    command = OpenAccount.model_validate(
        {
            "product": opening.product,
            "tier": opening.tier,
            "state": opening.state,
            "bank_last4": opening.bank_last4,
            "promotional": opening.promotional,
            **(
                {"limit_cents": opening.limit_cents, "cycle_day": opening.cycle_day}
                if line
                else {
                    "principal_cents": opening.principal_cents,
                    "term_months": opening.term_months,
                    "due_day": opening.due_day,
                }
            ),
        }
    )
    account_id = opening.account_id
    counter.give(f"open:{account_id}", command, opening.borrower_id, account_id, role="service", at=counter.at(9))


def draw(counter: Counter, request: DrawRequest, borrower_id: str) -> None:
    """A draw; people ask for more than is possible now and then."""
    command = RequestDraw(amount_cents=request.amount_cents)
    counter.try_to(request.command_id, command, borrower_id, request.account_id, at=request.requested_at)


def pay(counter: Counter, payment: NewPayment, borrower_id: str) -> str | None:
    """A payment by the way the person likes; by mail where the bank account cannot be debited. Gives its id."""
    given = (borrower_id, payment.account_id)
    if payment.source != "mail":
        day = payment.scheduled_for
        if day is not None and not is_business_day(day):
            day = add_business_days(day, -1)
        now = MakePayment(amount_cents=payment.amount_cents, scheduled_for=day)
        role = "support_agent" if payment.source == "phone" else "borrower"
        made = counter.try_to(payment.command_id, now, *given, role=role, at=payment.submitted_at)
        if made or day is not None:
            return payment.payment_id if made else None
    mail = RecordPayment(amount_cents=payment.amount_cents, source="mail")
    made = counter.try_to(payment.command_id, mail, *given, role="support_agent", at=payment.submitted_at)
    return payment.payment_id if made else None


def send_back(counter: Counter, payment_id: str, code: str) -> None:
    """A payment returned by its bank; one that never was cannot be."""
    row = counter.connection.execute(
        "SELECT borrower_id, account_id FROM payments WHERE payment_id = %s", [payment_id]
    ).fetchone()
    if row:
        command = ReturnPayment(payment_id=payment_id, code=code)
        counter.give(f"return:{payment_id}", command, row[0], row[1], role="service", at=counter.at(8))


def autopay(account_id: str, borrower_id: str, amount: Literal["minimum", "statement_balance"]) -> Wish:
    """Enrolment in autopay."""
    command = SetAutopay(amount_kind=amount)
    return lambda counter: counter.give(f"autopay:{account_id}:set", command, borrower_id, account_id)


def plan(account_id: str, borrower_id: str, plan_id: PlanId) -> Wish:
    """A hardship plan, with proof of income."""
    command = EnrolHardship(plan_id=plan_id, income_change="hours_cut", proof_ref="DOC-INCOME")
    return lambda counter: counter.give(f"plan:{account_id}:{plan_id}", command, borrower_id, account_id)


def flag(borrower_id: str, kind: FlagKind, since: date) -> Wish:
    """A flag from the day on which it is told."""
    command = SetFlag(flag=kind, since=since)
    return lambda counter: counter.give(f"flag:{borrower_id}:{kind}", command, borrower_id, role="support_agent")


def freeze(account_id: str, borrower_id: str) -> Wish:
    """A freeze that the borrower asks for."""
    return lambda counter: counter.give(f"freeze:{account_id}", FreezeLine(), borrower_id, account_id)


def dispute_newest(account_id: str, borrower_id: str, kind: DisputeKind, text: str) -> Wish:
    """A dispute of the newest draw (line) or payment (loan) of an account."""

    def ask(counter: Counter) -> None:
        row = counter.connection.execute(
            "SELECT abs(amount_cents), entry_id FROM transactions WHERE account_id = %s "
            "AND kind IN ('draw', 'payment') ORDER BY (kind = 'draw') DESC, seq DESC LIMIT 1",
            [account_id],
        ).fetchone()
        if row:
            command = OpenDispute(
                dispute_kind=kind, amount_cents=row[0], description=text, transaction_id=row[1], channel="chat"
            )
            counter.give(f"dispute:{account_id}:{kind}", command, borrower_id, account_id)

    return ask


def waive_newest_fee(account_id: str, borrower_id: str) -> Wish:
    """The courtesy waiver of the newest open late fee."""

    def ask(counter: Counter) -> None:
        row = counter.connection.execute(
            "SELECT fee_id FROM fees WHERE account_id = %s AND status = 'charged' ORDER BY assessed_on DESC LIMIT 1",
            [account_id],
        ).fetchone()
        if row:
            command = WaiveFee(fee_id=row[0], why="courtesy, first in 12 months")
            counter.give(f"waive:{row[0]}", command, borrower_id, account_id, role="supervisor")

    return ask
