"""A loan's rate or term changed for good, disclosed anew."""

from typing import Annotated

from pydantic import Field

from accounts import rows
from accounts.commands.base import Books, Command, Result
from accounts.commands.content import Text
from accounts.commands.lifecycle import Bps, loan_of, refuse_if
from accounts.ids import ident
from accounts.posting import reschedule
from accounts.roles import SUPERVISOR
from accounts.terms.replan import disclose


class ModifyLoan(Command):
    """Lower the rate of a loan, or spread what is left over another number of instalments, or both.

    What is past due moves into the new instalments; a bill that is out stays as it is. The new finance charge and APR
    are kept as disclosed. Source: 12 CFR 1026.18, 1026.22(a).
    """

    kind = "modify_loan"
    roles = SUPERVISOR
    why: Text
    rate_bps: Bps | None = None
    remaining_months: Annotated[int | None, Field(ge=1, le=84)] = None

    def check(self, books: Books) -> None:
        loan, reasons = loan_of(books, "modification-not-possible"), list[tuple[str, str]]()
        if loan.status != "open":
            reasons.append((loan.status, f"The loan is {loan.status.replace('_', ' ')}."))
        if loan.plan_running:
            reasons.append(("plan", "A hardship plan is running; end it first."))
        if self.rate_bps is None and self.remaining_months is None:
            reasons.append(("nothing", "Give a new rate_bps, remaining_months, or both."))
        running = books.state().apr_bps("standard", books.value_on)
        if self.rate_bps is not None and self.rate_bps > running:
            reasons.append(("rate", f"The rate is {running} basis points now; a modification does not raise it."))
        if books.state().principal_cents <= 0:
            reasons.append(("paid", "Nothing is owed on the loan."))
        refuse_if("modification-not-possible", reasons)

    def _terms(self, books: Books) -> tuple[int, int]:
        """The rate in basis points and the number of instalments after those billed; what is not given stays."""
        ahead = reschedule.ahead_of(books.connection, books.account, books.value_on)
        left = [due for due in ahead if not reschedule.is_billed(due.due_date, books.value_on)]
        rate = self.rate_bps
        if rate is None:
            rate = books.state().apr_bps("standard", books.value_on)
        return rate, self.remaining_months or max(len(left), 1)

    def record(self, books: Books) -> Result:
        state, on = books.state(), books.value_on
        ahead = reschedule.ahead_of(books.connection, books.account, on)
        rate, remaining = self._terms(books)
        left, plan = reschedule.modified_plan(state, ahead, on, rate, remaining)
        disclosed = disclose(left, plan)
        row = {
            "modification_id": ident("MD", books.command_id),
            "account_id": books.account,
            "borrower_id": books.borrower_id,
            "modified_on": on,
            "why": self.why,
            "old_rate_bps": state.apr_bps("standard", on),
            "new_rate_bps": rate,
            "old_payment_cents": ahead[0].amount_cents if ahead else 0,
            "new_payment_cents": disclosed.payment_cents,
            "old_remaining": len([due for due in ahead if not reschedule.is_billed(due.due_date, on)]),
            "new_remaining": remaining,
            "first_due_date": plan[0].due_date,
            "amount_financed_cents": disclosed.amount_financed_cents,
            "finance_charge_cents": disclosed.finance_charge_cents,
            "total_of_payments_cents": disclosed.total_of_payments_cents,
            "disclosed_apr_bps": disclosed.apr_bps,
        }
        rows.insert(books.connection, "modifications", [row])
        return {key: value for key, value in row.items() if key != "borrower_id"}

    def apply(self, books: Books) -> Result:
        rate, remaining = self._terms(books)
        plan = reschedule.modify(books.connection, books.account, books.value_on, rate, remaining, self.why)
        return {"last_due_date": plan[-1].due_date, "last_payment_cents": plan[-1].amount_cents}
