"""Opening a line or a loan with the terms that were agreed."""

from typing import Annotated

from pydantic import Field

from accounts.commands.base import Books, Command, Result
from accounts.commands.content import Cents
from accounts.commands.lifecycle import BankLast4, CycleDay, DueDay, TermMonths, Tier, refuse_if
from accounts.posting.opening import Opening, open_accounts
from accounts.posting.pricing import PriceUnknown, PromotionUnknown, price, promotion
from accounts.roles import SUPERVISOR
from accounts.terms.offering import Product, offer_refusals


class OpenAccount(Command):
    """Open an account on the business date; its number is the one that the command is given for.

    A line has `limit_cents` and `cycle_day`; a loan `principal_cents`, `term_months` and `due_day`, and is paid out.
    """

    kind = "open_account"
    roles = SUPERVISOR
    product: Product
    tier: Tier
    state: Annotated[str, Field(pattern=r"^[A-Z]{2}$", examples=["OH"])]
    bank_last4: BankLast4
    limit_cents: Cents | None = None
    cycle_day: CycleDay | None = None
    promotional: bool = False
    principal_cents: Cents | None = None
    term_months: TermMonths | None = None
    due_day: DueDay | None = None

    def check(self, books: Books) -> None:
        reasons = list[tuple[str, str]]()
        amount = self.limit_cents if self.product == "cash_line" else self.principal_cents
        line, loan = (self.limit_cents, self.cycle_day), (self.principal_cents, self.term_months, self.due_day)
        own, other = (line, loan) if self.product == "cash_line" else (loan, line)
        if None in own or any(value is not None for value in other):
            text = "A line has limit_cents and cycle_day, a loan principal_cents, term_months and due_day."
            reasons.append(("terms", text))
        else:
            reasons += offer_refusals(self.product, self.state, amount or 0, self.term_months)
        if books.connection.execute("SELECT 1 FROM accounts WHERE account_id = %s", [books.account]).fetchone():
            reasons.append(("number", f"The number {books.account} is taken."))
        if not books.account.startswith("CL-" if self.product == "cash_line" else "IL-"):
            reasons.append(("number", f"{books.account} is no number of this product."))
        reasons += unpriced(books, self.product, self.tier, promotional=self.promotional)
        refuse_if("not-offered", reasons)

    def apply(self, books: Books) -> Result:
        opening = Opening(
            *(books.account, books.borrower_id, self.state, self.tier, books.value_on, self.bank_last4),
            limit_cents=self.limit_cents or 0,
            cycle_day=self.cycle_day or 0,
            promotional=self.promotional,
            principal_cents=self.principal_cents or 0,
            term_months=self.term_months or 0,
            due_day=self.due_day or 0,
        )
        return open_one(books, opening)


def unpriced(books: Books, product: Product, tier: Tier, *, promotional: bool = False) -> list[tuple[str, str]]:
    """Why no price is known today for a product and tier, as (code, sentence)."""
    try:
        price(books.connection, product, tier, books.value_on)
        if promotional:
            promotion(books.connection, product, books.value_on)
    except PriceUnknown:
        return [("price", f"No price is in force for tier {tier} on {books.value_on}.")]
    except PromotionUnknown:
        return [("promotion", f"No promotional rate is offered on {books.value_on}.")]
    return []


def open_one(books: Books, opening: Opening) -> Result:
    """Open the account and say what it is."""
    open_accounts(books.connection, [opening])
    return {
        "account_id": opening.account_id,
        "product": opening.product,
        "status": "open",
        "opened_on": opening.opened_on,
        "tier": opening.tier,
    }
