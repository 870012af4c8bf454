"""Credits: a credit balance paid back, goodwill, interest waived, money recovered after charge-off."""

from datetime import date
from typing import Literal

from accounts import rows
from accounts.commands.base import Books, Command, Reason, Refused, Result
from accounts.commands.content import Cents, Text, day_text, moment
from accounts.ids import ident
from accounts.posting.credits import give_goodwill, interest_owed, pay_refund, recover, refund_row, waive_interest
from accounts.roles import STAFF, SUPERVISOR
from accounts.terms.money import dollars

SUPERVISOR_CENTS = 50_000

_REFUND = "SELECT refund_id, amount_cents, paid_on, arrives_by FROM refunds WHERE refund_id = %s"


class RefundCredit(Command):
    """Pay a credit balance back to the linked bank account, all of it unless an amount is given.

    It arrives within 7 business days. Source: docs/product-terms.md, Cash Line; 12 CFR 1026.11(a)(2).
    """

    kind = "refund_credit"
    amount_cents: Cents | None = None

    def check(self, books: Books) -> None:
        credit = books.state().credit_cents
        if credit <= 0:
            raise Refused("no-credit-balance", [Reason("credit", "The account has no credit balance to pay back.")])
        if self.amount_cents and self.amount_cents > credit:
            text = f"The credit balance is {dollars(credit)}; at most that can be paid back."
            raise Refused("over-credit-balance", [Reason("amount", text)])

    def record(self, books: Books) -> Result:
        amount = self.amount_cents or books.state().credit_cents
        row = refund_row(books.account, books.borrower_id, books.command_id, amount, books.today, asked=True)
        rows.insert(books.connection, "refunds", [row])
        return {"refund_id": row["refund_id"]}

    def apply(self, books: Books) -> Result:
        row = books.connection.execute(_REFUND, [ident("RF", books.command_id)]).fetchone()
        if row is None:
            raise LookupError(f"the refund of command {books.command_id} was not recorded")
        pay_refund(books.connection, row[0], books.account, row[1], books.value_on, moment(books))
        return {"refund_id": row[0], "amount_cents": row[1], "paid_on": row[2], "arrives_by": row[3]}


def over_limit(amount_cents: int, compliance_case: str | None) -> list[Reason]:
    """Why a supervisor alone may not give a credit. Source: docs/product-terms.md, Roles of staff."""
    if amount_cents <= SUPERVISOR_CENTS or compliance_case:
        return []
    text = f"Credits above {dollars(SUPERVISOR_CENTS)} need compliance too: name its case in compliance_case."
    return [Reason("compliance", text)]


class CreditGoodwill(Command):
    """Credit an account at the lender's cost, like an extra payment; what is due stays due."""

    kind = "credit_goodwill"
    roles = SUPERVISOR
    amount_cents: Cents
    why: Text
    compliance_case: Text | None = None

    def check(self, books: Books) -> None:
        if reasons := over_limit(self.amount_cents, self.compliance_case):
            raise Refused("needs-compliance", reasons)

    def apply(self, books: Books) -> Result:
        about = (books.connection, books.command_id, books.account)
        parts = give_goodwill(*about, self.amount_cents, moment(books), books.value_on, self.why)
        return {"amount_cents": self.amount_cents, "why": self.why, "applied": parts}


class WaiveInterest(Command):
    """Waive interest that is owed: charged and unpaid, for a loan also what has accrued so far."""

    kind = "waive_interest"
    roles = SUPERVISOR
    amount_cents: Cents
    why: Text
    compliance_case: Text | None = None

    def check(self, books: Books) -> None:
        owed = interest_owed(books.state(), books.value_on)
        if self.amount_cents > owed:
            text = f"Interest of {dollars(owed)} is owed today; at most that can be waived."
            raise Refused("over-interest", [Reason("amount", text)])
        if reasons := over_limit(self.amount_cents, self.compliance_case):
            raise Refused("needs-compliance", reasons)

    def apply(self, books: Books) -> Result:
        about = (books.connection, books.command_id, books.account)
        waived = waive_interest(*about, self.amount_cents, moment(books), books.value_on, self.why)
        return {"amount_cents": waived, "why": self.why}


class RecordRecovery(Command):
    """Money that came in on a charged-off account; it counts from the day on which it was received."""

    kind = "record_recovery"
    roles = STAFF
    amount_cents: Cents
    source: Literal["borrower", "collection_agency", "estate", "court"] = "borrower"
    received_on: date | None = None

    def counts_on(self, today: date) -> date:
        return min(self.received_on or today, today)

    def check(self, books: Books) -> None:
        state = books.state()
        if state.status != "charged_off":
            text = "The account is not charged off; record the money as a payment."
            raise Refused("not-charged-off", [Reason("status", text)])
        row = books.connection.execute(
            "SELECT charged_off_on FROM accounts WHERE account_id = %s", [books.account]
        ).fetchone()
        received = self.received_on or books.today
        if row and not row[0] < received <= books.today:
            text = (
                f"A recovery is received after the charge-off on {day_text(row[0])} and by today; money that came in "
                "earlier is recorded as a payment."
            )
            raise Refused("not-charged-off", [Reason("received-on", text)])
        if self.amount_cents > max(state.owed_cents, 0):
            text = f"{dollars(max(state.owed_cents, 0))} is still owed; more than that is not a recovery."
            raise Refused("over-owed", [Reason("amount", text)])

    def apply(self, books: Books) -> Result:
        about = (books.connection, books.command_id, books.account)
        recover(*about, self.amount_cents, moment(books), books.value_on)
        return {"amount_cents": self.amount_cents, "source": self.source, "received_on": books.value_on}
