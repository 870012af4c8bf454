"""The linked bank account: another one in its place."""

from typing import Annotated

from pydantic import Field

from accounts.commands.base import Books, Command, Reason, Refused, Result
from accounts.posting.funds import end_blocks, link_bank_account
from accounts.roles import STAFF

_LAST4 = "SELECT bank_last4 FROM accounts WHERE account_id = %s"


class LinkBankAccount(Command):
    """Link another bank account, once staff have seen that it is the borrower's: payments and draws use it from now on.

    What a return had blocked is free again; autopay that it switched off is set up anew by the borrower.
    """

    kind = "link_bank_account"
    roles = STAFF
    bank_last4: Annotated[str, Field(pattern=r"^[0-9]{4}$", examples=["4321"])]

    def check(self, books: Books) -> None:
        row = books.connection.execute(_LAST4, [books.account]).fetchone()
        if row and row[0] == self.bank_last4:
            text = f"The bank account ending in {self.bank_last4} is linked already."
            raise Refused("bank-account-linked", [Reason("bank-account", text)])

    def record(self, books: Books) -> Result:
        end_blocks(books.connection, books.account, books.today)
        return {}

    def apply(self, books: Books) -> Result:
        link_bank_account(books.connection, books.account, self.bank_last4)
        return {"bank_last4": self.bank_last4}
