"""Another due day for a line or a loan."""

from datetime import date

from dateutil.relativedelta import relativedelta

from accounts import rows
from accounts.commands.base import Books, Command, Result
from accounts.commands.lifecycle import DueDay, refuse_if, standing_of
from accounts.ids import ident
from accounts.posting import reschedule
from accounts.posting.standing import Standing
from accounts.terms.due_days import MOST_DAYS_LATER, move_cycle

MONTHS_BETWEEN = 12


class ChangeDueDate(Command):
    """Move the due date to another day of the month: once in 12 months, while current.

    A line's running cycle goes on until the first close that fits; a loan's instalments that are not billed yet move,
    by at most 15 days later, and interest goes on for the days in between. A bill that is out keeps its date.
    Source: docs/product-terms.md.
    """

    kind = "change_due_date"
    due_day: DueDay

    def check(self, books: Books) -> None:
        now, reasons = standing_of(books), list[tuple[str, str]]()
        if now.status not in ("open", "frozen", "closed"):
            reasons.append((now.status, f"The account is {now.status.replace('_', ' ')}; nothing falls due on it."))
        if now.oldest_unpaid is not None:
            text = f"A payment is past due since {now.oldest_unpaid}; the due date can be moved once it is paid."
            reasons.append(("past-due", text))
        if now.plan_running:
            reasons.append(("plan", "A hardship plan is running; the due date can be moved after it."))
        if now.due_day == self.due_day:
            reasons.append(("same-day", f"The due date is on day {self.due_day} already."))
        last = last_change(books)
        if last and (again := last + relativedelta(months=MONTHS_BETWEEN)) > books.value_on:
            reasons.append(("once-a-year", f"The due date was moved on {last}; it can be moved again from {again} on."))
        if not reasons and now.product == "instalment_loan":
            reasons += self._out_of_reach(books)
        refuse_if("due-date-not-possible", reasons)

    def _out_of_reach(self, books: Books) -> list[tuple[str, str]]:
        ahead = reschedule.ahead_of(books.connection, books.account, books.value_on)
        free = [due for due in ahead if not reschedule.is_billed(due.due_date, books.value_on)]
        if not free:
            return [("nothing-ahead", "No instalment is left that is not billed yet.")]
        if reschedule.first_moved(ahead, self.due_day, books.value_on) is None:
            text = (
                f"The next instalment that can move is due on {free[0].due_date}; it can move at most "
                f"{MOST_DAYS_LATER.days} days later, and day {self.due_day} is out of reach."
            )
            return [("too-far", text)]
        return []

    def record(self, books: Books) -> Result:
        now = standing_of(books)
        switch, cycle_day, first = self._move(books, now)
        change = {
            "change_id": ident("DD", books.command_id),
            "account_id": books.account,
            "borrower_id": books.borrower_id,
            "asked_on": books.value_on,
            "old_due_day": now.due_day,
            "due_day": self.due_day,
            "cycle_day": cycle_day,
            "switch_on": switch,
            "first_due_date": first,
        }
        rows.insert(books.connection, "due_date_changes", [change])
        return {"change_id": change["change_id"], "first_due_date": first}

    def _move(self, books: Books, now: Standing) -> tuple[date, int, date]:
        if now.product == "cash_line":
            move = move_cycle(now.last_close or now.opened_on, books.value_on, self.due_day)
            return move.switch_on, move.cycle_day, move.first_due_date
        ahead = reschedule.ahead_of(books.connection, books.account, books.value_on)
        first = reschedule.first_moved(ahead, self.due_day, books.value_on)
        if first is None:
            raise LookupError(f"{books.account} has no instalment that can move to day {self.due_day}")
        return books.value_on, self.due_day, first

    def apply(self, books: Books) -> Result:
        row = books.connection.execute(
            "SELECT c.switch_on, c.cycle_day, a.product FROM due_date_changes c JOIN accounts a USING (account_id) "
            "WHERE c.change_id = %s",
            [ident("DD", books.command_id)],
        ).fetchone()
        switch_on, cycle_day, product = row or (books.value_on, self.due_day, "instalment_loan")
        if product == "instalment_loan":
            reschedule.move_due_dates(books.connection, books.account, self.due_day, books.value_on)
        elif switch_on <= books.value_on:
            reschedule.switch_cycle(books.connection, books.account, cycle_day, self.due_day)
        return {"account_id": books.account, "due_day": self.due_day, "switch_on": switch_on}


def last_change(books: Books) -> date | None:
    """When the account's due date was moved last."""
    row = books.connection.execute(
        "SELECT max(asked_on) FROM due_date_changes WHERE account_id = %s", [books.account]
    ).fetchone()
    return row[0] if row else None
