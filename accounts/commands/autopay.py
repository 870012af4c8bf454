"""Autopay: set or changed, stopped."""

from typing import Literal, Self

from pydantic import model_validator

from accounts.commands.base import Books, Command, Reason, Refused, Result
from accounts.commands.content import Cents, day_text
from accounts.commands.payment_rules import MAXIMUM_CENTS, bank_reasons
from accounts.posting.enrolment import AmountKind, Wish, ask
from accounts.posting.funds import stopping_flag
from accounts.posting.state import AccountState
from accounts.terms.minimum import FLOOR_CENTS
from accounts.terms.money import dollars

_INSTALMENT = """
SELECT amount_cents FROM dues WHERE account_id = %s AND cancelled_why IS NULL AND due_date >= %s
ORDER BY due_date, number LIMIT 1
"""
_STANDING = "SELECT enrolled, change_on, change_kind FROM autopay WHERE account_id = %s"
_FLAGS = {
    "bankruptcy": "Automatic debits are stopped while a bankruptcy is open; Special Servicing has the account.",
    "deceased": "Automatic debits are stopped; Special Servicing works with the estate.",
    "attorney_represented": "Automatic debits are stopped while an attorney represents you; Special Servicing has the "
    "account.",
    "identity_theft": "Automatic debits are stopped while fraud is investigated.",
}
_ENDED = {
    "paid_off": "The loan is paid off; nothing falls due any more.",
    "charged_off": "The account is charged off; call support to agree on payments.",
}


class SetAutopay(Command):
    """Have each bill paid on its due date: the minimum, the statement balance (Cash Line), or a fixed amount.

    A fixed amount is at least the instalment or $35, and never pays less than the bill. Autopay is optional and never a
    condition of credit. Source: docs/product-terms.md, Payments.
    """

    kind = "set_autopay"
    amount_kind: AmountKind
    fixed_cents: Cents | None = None

    @model_validator(mode="after")
    def _amount_fits(self) -> Self:
        if (self.amount_kind == "fixed") != (self.fixed_cents is not None):
            raise ValueError("fixed_cents belongs to the amount kind `fixed`, and to it alone")
        return self

    def check(self, books: Books) -> None:
        state = books.state()
        reasons = list[Reason]()
        if flag := stopping_flag(books.connection, books.account, books.today):
            reasons.append(Reason(flag, _FLAGS[flag]))
        if state.status in _ENDED:
            reasons.append(Reason("status", _ENDED[state.status]))
        reasons += bank_reasons(books, books.today, verified_funds=False)
        if self.amount_kind == "statement_balance" and state.product == "instalment_loan":
            text = (
                "A loan has instalments, no statement balance: choose the minimum (the instalment) or a fixed amount."
            )
            reasons.append(Reason("amount-kind", text))
        if self.fixed_cents is not None:
            reasons += _fixed_reasons(books, state, self.fixed_cents)
        if reasons:
            raise Refused("autopay-not-possible", reasons)

    def apply(self, books: Books) -> Result:
        from_on = ask(books.connection, books.account, Wish(self.amount_kind, self.fixed_cents), books.value_on)
        chosen: Result = {"enrolled": True, "amount_kind": self.amount_kind, "fixed_cents": self.fixed_cents}
        return {**chosen, **_when(books, from_on)}


class StopAutopay(Command):
    """Stop autopay; less than 3 business days before a due date, that debit still takes place."""

    kind = "stop_autopay"

    def check(self, books: Books) -> None:
        row = books.connection.execute(_STANDING, [books.account]).fetchone()
        if row is None or not (row[0] or row[1]):
            raise Refused("autopay-not-set", [Reason("enrolled", "Autopay is not set up on this account.")])
        if row[2] == "off":
            text = f"Autopay ends on {day_text(row[1])} already."
            raise Refused("autopay-not-set", [Reason("stopping", text)])

    def apply(self, books: Books) -> Result:
        from_on = ask(books.connection, books.account, Wish("off"), books.value_on)
        return {"enrolled": False, **_when(books, from_on)}


def _when(books: Books, from_on: object) -> Result:
    """From when the change counts, with the sentence that says so when it is not now."""
    timing: Literal["now", "after_next_due_date"] = "now" if from_on == books.value_on else "after_next_due_date"
    told: Result = {"effective_from": from_on, "timing": timing}
    if timing == "after_next_due_date":
        told["notice"] = (
            "Autopay can be changed until 3 business days before a due date. The debit of the coming due date stays "
            "as it was; the change counts from the day after it."
        )
    return told


def _fixed_reasons(books: Books, state: AccountState, fixed_cents: int) -> list[Reason]:
    least = FLOOR_CENTS
    if state.product == "instalment_loan":
        row = books.connection.execute(_INSTALMENT, [books.account, books.today]).fetchone()
        least = row[0] if row else 1
    if least <= fixed_cents <= MAXIMUM_CENTS:
        return []
    what = "the instalment" if state.product == "instalment_loan" else "the smallest minimum payment"
    text = f"A fixed amount is from {dollars(least)} ({what}) up to {dollars(MAXIMUM_CENTS)}."
    return [Reason("fixed-cents", text)]
