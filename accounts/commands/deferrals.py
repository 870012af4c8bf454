"""An instalment deferred to the end of the loan."""

from datetime import date

from dateutil.relativedelta import relativedelta

from accounts import rows
from accounts.commands.base import Books, Command, Result
from accounts.commands.lifecycle import loan_of, refuse_if
from accounts.ids import ident
from accounts.posting import reschedule
from accounts.terms.calendar import add_months

MONTHS_BETWEEN = 12
ON_TIME_NEEDED = 6


class DeferInstalment(Command):
    """Defer the next instalment: it moves to the end, the loan runs a month longer, interest continues.

    Once in 12 months, after 6 payments on time, while current. Source: docs/product-terms.md, Deferral.
    """

    kind = "defer_instalment"

    def check(self, books: Books) -> None:
        loan, reasons = loan_of(books, "deferral-not-possible"), list[tuple[str, str]]()
        if loan.status != "open":
            reasons.append((loan.status, f"The loan is {loan.status.replace('_', ' ')}; no instalment is left."))
        elif not reschedule.ahead_of(books.connection, books.account, books.value_on):
            reasons.append(("nothing-ahead", "No instalment is left to defer."))
        if loan.oldest_unpaid is not None:
            text = f"An instalment is past due since {loan.oldest_unpaid}; the next can be deferred once it is paid."
            reasons.append(("past-due", text))
        if loan.plan_running:
            reasons.append(("plan", "A hardship plan is running; an instalment can be deferred after it."))
        paid = _paid_on_time(books)
        if paid < ON_TIME_NEEDED:
            text = f"{ON_TIME_NEEDED} instalments paid on time come first; so far there are {paid}."
            reasons.append(("on-time", text))
        last = _last_deferral(books)
        if last and (again := last + relativedelta(months=MONTHS_BETWEEN)) > books.value_on:
            reasons.append(("once-a-year", f"An instalment was deferred on {last}; the next can be from {again} on."))
        refuse_if("deferral-not-possible", reasons)

    def record(self, books: Books) -> Result:
        loan = loan_of(books, "deferral-not-possible")
        ahead = reschedule.ahead_of(books.connection, books.account, books.value_on)
        row = {
            "deferral_id": ident("DF", books.command_id),
            "account_id": books.account,
            "borrower_id": books.borrower_id,
            "deferred_on": books.value_on,
            "number": ahead[0].number,
            "due_date": ahead[0].due_date,
            "moved_to": add_months(ahead[-1].due_date, 1, loan.due_day),
            "amount_cents": ahead[0].unpaid_cents,
        }
        rows.insert(books.connection, "deferrals", [row])
        return {"deferral_id": row["deferral_id"], "deferred_due_date": row["due_date"]}

    def apply(self, books: Books) -> Result:
        moved = reschedule.defer(books.connection, books.account, books.value_on)
        number, due = moved or (None, None)
        return {"account_id": books.account, "moved_to": due, "number": number}


def _paid_on_time(books: Books) -> int:
    row = books.connection.execute(
        "SELECT count(*) FROM dues WHERE account_id = %s AND paid_on <= due_date AND cancelled_why IS NULL",
        [books.account],
    ).fetchone()
    return row[0] if row else 0


def _last_deferral(books: Books) -> date | None:
    row = books.connection.execute(
        "SELECT max(deferred_on) FROM deferrals WHERE account_id = %s", [books.account]
    ).fetchone()
    return row[0] if row else None
