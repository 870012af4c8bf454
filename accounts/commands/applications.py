"""Applications: submitted, completed, withdrawn. Nothing here decides or predicts one."""

from typing import Annotated

from pydantic import Field

from accounts.commands.base import Books, Command, Result
from accounts.commands.content import Cents, Text
from accounts.commands.lifecycle import TermMonths, line_of, refuse_if
from accounts.ids import ident
from accounts.posting import applications
from accounts.posting.applications import Asked, Filed
from accounts.reads.errors import NotFound
from accounts.roles import STAFF
from accounts.terms.increase import IncreaseFacts, increase_refusals
from accounts.terms.offering import Product, offer_refusals

ApplicationId = Annotated[str, Field(pattern=r"^AP-[0-9a-f]{10}$", examples=["AP-5f3a9c01d2"])]
Items = Annotated[tuple[Text, ...], Field(min_length=1, max_length=10)]
OPEN = ("incomplete", "in_review", "counteroffer")
OVER = {
    "declined": "The application was declined; its reasons are recorded with it.",
    "withdrawn": "The application was withdrawn; a new one can be submitted.",
    "expired": "The application has expired; a new one can be submitted.",
    "approved": "The application is approved.",
    "in_review": "The application is complete and in review.",
    "incomplete": "The application is incomplete; what is missing comes first.",
    "counteroffer": "A counteroffer was made; it can be accepted or withdrawn.",
}


def application_of(books: Books, application_id: str) -> Filed:
    """The borrower's application, of the account concerned if there is one. Raises NotFound."""
    found = applications.filed(books.connection, application_id, books.borrower_id)
    if found is None or (books.account_id and books.account_id not in (found.account_id, found.opens_account_id)):
        raise NotFound(f"No application {application_id} belongs to this caller; /v1/applications lists those that do.")
    return found


class SubmitApplication(Command):
    """Apply for a line (`requested_cents` is its limit) or for a loan (its principal, over `term_months`)."""

    kind = "submit_application"
    product: Product
    requested_cents: Cents
    term_months: TermMonths | None = None

    def check(self, books: Books) -> None:
        state = _home(books)
        reasons = list(offer_refusals(self.product, state, self.requested_cents, self.term_months))
        known = books.connection.execute(
            "SELECT application_id FROM applications WHERE borrower_id = %s AND product = %s AND kind = 'new_account' "
            "AND (status = ANY(%s) OR (status = 'approved' AND opens_account_id IS NOT NULL AND accepted_on IS NULL))",
            [books.borrower_id, self.product, list(OPEN)],
        ).fetchone()
        if known:
            reasons.append(
                ("open", f"Application {known[0]} for this product is still open; its decision comes first.")
            )
        refuse_if("application-not-possible", reasons)

    def record(self, books: Books) -> Result:
        asked = Asked(
            *(ident("AP", books.command_id), books.borrower_id, "new_account", self.product),
            *(self.requested_cents, books.today, _home(books)),
            term_months=self.term_months,
        )
        return _keep(books, asked)


class RequestIncrease(Command):
    """Ask for a higher limit of `requested_cents` in all. Underwriting decides. Source: docs/product-terms.md."""

    kind = "request_increase"
    requested_cents: Cents

    def check(self, books: Books) -> None:
        line = line_of(books, "increase-not-possible")
        rows = books.connection.execute(
            "SELECT max(decided_on), bool_or(status = ANY(%s)) FROM applications "
            "WHERE account_id = %s AND kind = 'line_increase'",
            [list(OPEN), books.account],
        ).fetchone()
        decided, waiting = rows or (None, None)
        facts = IncreaseFacts(
            *(line.status, line.opened_on, line.limit_cents, line.days_past_due),
            last_decided_on=decided,
            in_review=bool(waiting),
        )
        refuse_if("increase-not-possible", increase_refusals(facts, self.requested_cents, books.value_on))

    def record(self, books: Books) -> Result:
        line = line_of(books, "increase-not-possible")
        asked = Asked(
            *(ident("AP", books.command_id), books.borrower_id, "line_increase", "cash_line"),
            *(self.requested_cents, books.today, line.state),
            account_id=books.account,
        )
        return _keep(books, asked)


class RequestItems(Command):
    """Tell an applicant what is missing: the application is incomplete, and closes after 30 days without it.

    Source: 12 CFR 1002.9(c)(2).
    """

    kind = "request_items"
    roles = STAFF
    application_id: ApplicationId
    items: Items

    def check(self, books: Books) -> None:
        found = application_of(books, self.application_id)
        if found.status not in ("incomplete", "in_review"):
            refuse_if("application-closed", [(found.status, OVER[found.status])])

    def record(self, books: Books) -> Result:
        closes_on = applications.ask_items(books.connection, self.application_id, books.today, self.items)
        return {"application_id": self.application_id, "status": "incomplete", "closes_on": closes_on}


class CompleteApplication(Command):
    """All items are there; the 30 days of the decision start. Source: 12 CFR 1002.9(a)(1)(i)."""

    kind = "complete_application"
    roles = STAFF
    application_id: ApplicationId

    def check(self, books: Books) -> None:
        found = application_of(books, self.application_id)
        if found.status != "incomplete":
            refuse_if("application-not-incomplete", [(found.status, OVER[found.status])])

    def record(self, books: Books) -> Result:
        decide_by = applications.complete(books.connection, self.application_id, books.today)
        return {"application_id": self.application_id, "status": "in_review", "decide_by": decide_by}


class WithdrawApplication(Command):
    """Take an application, or an offer that was not taken up, back."""

    kind = "withdraw_application"
    application_id: ApplicationId

    def check(self, books: Books) -> None:
        found = application_of(books, self.application_id)
        offered = found.status == "approved" and found.opens_account_id is not None and found.accepted_on is None
        if found.status not in OPEN and not offered:
            refuse_if("application-closed", [(found.status, OVER[found.status])])

    def record(self, books: Books) -> Result:
        applications.withdraw(books.connection, self.application_id, books.today)
        return {"application_id": self.application_id, "status": "withdrawn"}


def _home(books: Books) -> str:
    """The state in which the borrower lives. Raises NotFound for a borrower who is not known."""
    row = books.connection.execute("SELECT state FROM borrowers WHERE borrower_id = %s", [books.borrower_id]).fetchone()
    if row is None:
        raise NotFound("No borrower is known by this token's subject.")
    return row[0]


def _keep(books: Books, asked: Asked) -> Result:
    decide_by = applications.submit(books.connection, asked)
    return {
        "application_id": asked.application_id,
        "kind": asked.kind,
        "product": asked.product,
        "status": "in_review",
        "requested_cents": asked.requested_cents,
        "decide_by": decide_by,
    }
