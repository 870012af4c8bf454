"""Re-ageing a line within its limits."""

from accounts.commands.base import Books, Command, Result
from accounts.commands.lifecycle import line_of, refuse_if
from accounts.posting import reage
from accounts.roles import SUPERVISOR
from accounts.terms.reage import refusals


class ReAge(Command):
    """Take what is past due out of the past-due amount: it stays owed, delinquency starts again.

    `workout`: as part of a workout plan, one further in 5 years. Source: 65 FR 36903; docs/product-terms.md, Re-age.
    """

    kind = "re_age"
    roles = SUPERVISOR
    workout: bool = False

    def check(self, books: Books) -> None:
        line = line_of(books, "re-age-not-possible")
        reasons = list[tuple[str, str]]()
        if line.status not in ("open", "frozen", "closed"):
            reasons.append((line.status, "The line is charged off; it cannot be re-aged."))
        if line.oldest_unpaid is None:
            reasons.append(("current", "Nothing is past due."))
        facts = reage.facts(books.connection, books.account, line.opened_on, books.value_on, workout=self.workout)
        refuse_if("re-age-not-possible", [*reasons, *refusals(facts, books.value_on)])

    def record(self, books: Books) -> Result:
        return {
            "reage_id": reage.keep(
                *(books.connection, books.command_id, books.account, books.borrower_id, books.value_on),
                workout=self.workout,
            )
        }

    def apply(self, books: Books) -> Result:
        due = reage.re_age(books.connection, books.account, books.value_on)
        return {"account_id": books.account, "reaged_cents": due.cents, "dues": list(due.numbers)}
