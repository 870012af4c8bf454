"""Payments taken back: returned by the bank with a reason code, or entered on this account in error."""

from datetime import date

import psycopg

from accounts import rows
from accounts.commands.base import Books, Command, Reason, Refused, Result
from accounts.commands.content import PaymentId, Text
from accounts.commands.payments import shown
from accounts.ids import ident
from accounts.posting.consequences import follow_return, returned_result
from accounts.posting.returns import return_payments
from accounts.reads.errors import NotFound
from accounts.roles import STAFF
from accounts.terms.returncodes import return_codes


class ReturnPayment(Command):
    """The bank sent a posted payment back. It is reversed as of its credit day; what else follows depends on the code.

    Source: docs/product-terms.md, Payments; accounts/terms/return_codes.yaml.
    """

    kind = "return_payment"
    roles = STAFF
    payment_id: PaymentId
    code: str

    def check(self, books: Books) -> None:
        if self.code not in return_codes():
            text = f"{self.code} is no return reason; known are {', '.join(sorted(return_codes()))}."
            raise Refused("return-code-unknown", [Reason("code", text)])
        payment = shown(books, self.payment_id)
        if payment["status"] == "pending":
            text = f"The payment posts on {payment['expected_post_on']}; a return is recorded once it has posted."
            raise Refused("payment-not-posted", [Reason("status", text)])
        if payment["status"] != "posted":
            text = f"The payment is {payment['status']}; only a posted payment can be returned."
            raise Refused("payment-not-posted", [Reason("status", text)])

    def record(self, books: Books) -> Result:
        code = return_codes()[self.code]
        if not code.blocks_bank:
            return {}
        row = books.connection.execute(
            "SELECT borrower_id, bank_last4 FROM accounts WHERE account_id = %s", [books.account]
        ).fetchone()
        if row is None:
            return {}
        why = (
            f"Your bank account ending in {row[1]} cannot be used: a payment from it was returned ({code.reason}). "
            "Call support to link another bank account."
        )
        block = {
            "block_id": ident("BB", books.command_id),
            "account_id": books.account,
            "borrower_id": row[0],
            "bank_last4": row[1],
            "since": books.today,
            "return_code": self.code,
            "why": why,
        }
        rows.insert(books.connection, "bank_blocks", [block])
        return {}

    def apply(self, books: Books) -> Result:
        return_payments(books.connection, [(self.payment_id, self.code)], books.value_on)
        follow_return(books.connection, books.account, return_codes()[self.code], books.value_on)
        return returned_result(books.connection, books.account, self.payment_id, books.value_on)


class ReversePayment(Command):
    """Take a payment back that was entered on this account in error: as if it had never been there.

    command_id, counted_on: the command that entered it and the day on which that counted; `entered` looks them up.
    """

    kind = "reverse_payment"
    roles = STAFF
    payment_id: PaymentId
    command_id: str
    counted_on: date
    why: Text

    def undoes(self) -> str | None:
        """The command that is left out of the account's history from now on."""
        return self.command_id

    def counts_on(self, today: date) -> date:
        return min(self.counted_on, today)

    def check(self, books: Books) -> None:
        row = books.connection.execute(
            "SELECT undone_by, result ->> 'payment_id' FROM commands WHERE command_id = %s AND account_id = %s "
            "AND value_on = %s AND kind IN ('make_payment', 'record_payment')",
            [self.command_id, books.account, self.counted_on],
        ).fetchone()
        if row is None or row[1] != self.payment_id:
            raise NotFound(f"No command of {books.account} entered the payment {self.payment_id}.")
        if row[0] not in (None, books.command_id):
            text = "This payment was taken back before; the account is already as if it had never been there."
            raise Refused("payment-reversed", [Reason("status", text)])

    def apply(self, books: Books) -> Result:
        return {"payment_id": self.payment_id, "status": "reversed", "why": self.why}


def entered(connection: psycopg.Connection, account_id: str, payment_id: str, why: str) -> ReversePayment:
    """The command that takes a payment back; a repeat finds the same one. Raises NotFound.

    Autopay's debits were entered by no command: the bank returns them, or a credit makes up for them.
    """
    row = connection.execute(
        "SELECT command_id, value_on FROM commands WHERE account_id = %s AND result ->> 'payment_id' = %s "
        "AND kind IN ('make_payment', 'record_payment')",
        [account_id, payment_id],
    ).fetchone()
    if row is None:
        raise NotFound(
            f"No command of {account_id} entered the payment {payment_id}; only such a one can be taken back."
        )
    return ReversePayment(payment_id=payment_id, command_id=row[0], counted_on=row[1], why=why)
