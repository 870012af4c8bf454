"""Complaints: kept verbatim, acknowledged in 2 business days, answered in 15 days, at most 60 where it is explained."""

from typing import Annotated, Any, Literal

from psycopg.rows import dict_row
from pydantic import Field, StringConstraints

from accounts import rows
from accounts.commands.base import Books, Command, Reason, Refused, Result
from accounts.commands.content import day_text
from accounts.commands.texts import Body, Words
from accounts.ids import ident
from accounts.posting.care import keep_words
from accounts.reads.errors import NotFound
from accounts.roles import STAFF
from accounts.terms.clocks import complaint_clock

ComplaintId = Annotated[str, Field(pattern=r"^CM-[0-9a-f]{10}$", examples=["CM-5f3a9c01d2"])]
Category = Literal[
    "payments",
    "fees_interest",
    "statements",
    "hardship",
    "credit_reporting",
    "collection",
    "privacy",
    "service",
    "other",
]
Outcome = Literal["explained", "corrected", "credited", "declined"]
_COMPLAINT = "SELECT * FROM complaints WHERE complaint_id = %s AND borrower_id = %s FOR UPDATE"


class OpenComplaint(Command):
    """Complain, in one's own words; the text is kept as it was said, and has an owner and days by which it is answered.

    Source: docs/product-terms.md, Complaints.
    """

    kind = "open_complaint"
    category: Category
    text: Words
    channel: Literal["chat", "phone", "in_app", "mail", "regulator"] = "chat"
    about_account: Annotated[str, StringConstraints(pattern=r"^(CL|IL)-[0-9]{6}$")] | None = None

    def check(self, books: Books) -> None:
        if self.about_account is None:
            return
        found = books.connection.execute(
            "SELECT 1 FROM accounts WHERE account_id = %s AND borrower_id = %s", [self.about_account, books.borrower_id]
        )
        if found.fetchone() is None:
            text = f"{self.about_account} is not one of this borrower's accounts; leave it out or name another."
            raise Refused("complaint-not-possible", [Reason("account", text)])

    def record(self, books: Books) -> Result:
        clock = complaint_clock(books.today)
        complaint: rows.Row = {
            "complaint_id": ident("CM", books.command_id),
            "borrower_id": books.borrower_id,
            "account_id": self.about_account,
            "channel": self.channel,
            "category": self.category,
            "status": "open",
            "opened_on": books.today,
            "acknowledge_by": clock.acknowledge_by,
            "answer_by": clock.answer_by,
            "owner": "Office of the Customer",
        }
        rows.insert(books.connection, "complaints", [complaint])
        keep_words(books.connection, books.borrower_id, str(complaint["complaint_id"]), text=self.text)
        return {name: complaint[name] for name in ("complaint_id", "status", "acknowledge_by", "answer_by")}


class AcknowledgeComplaint(Command):
    """Tell the borrower that the complaint has arrived, and who has it: its owner is whoever acknowledges."""

    kind = "acknowledge_complaint"
    roles = STAFF
    complaint_id: ComplaintId

    def check(self, books: Books) -> None:
        on = _open(books, self.complaint_id)["acknowledged_on"]
        if on is not None:
            raise Refused("already-acknowledged", [Reason("status", f"It was acknowledged on {day_text(on)}.")])

    def record(self, books: Books) -> Result:
        books.connection.execute(
            "UPDATE complaints SET status = 'acknowledged', acknowledged_on = %s, owner = %s WHERE complaint_id = %s",
            [books.today, books.actor.subject, self.complaint_id],
        )
        return {"complaint_id": self.complaint_id, "status": "acknowledged", "acknowledged_on": books.today}


class Explanation(Body):
    """Why an answer takes longer, as it is told to the borrower."""

    why: Words


class ExtendComplaint(Explanation, Command):
    """Take up to 60 days in all for an answer, and explain why; possible while the 15 days run, once."""

    kind = "extend_complaint"
    roles = STAFF
    complaint_id: ComplaintId

    def check(self, books: Books) -> None:
        complaint, reasons = _open(books, self.complaint_id), list[Reason]()
        if complaint["extended_on"] is not None:
            reasons.append(Reason("extended", "It was extended already; 60 days are the most."))
        elif books.today > complaint["answer_by"]:
            text = f"It was to be explained by {day_text(complaint['answer_by'])} that the answer takes longer."
            reasons.append(Reason("too-late", text))
        if reasons:
            raise Refused("extension-not-possible", reasons)

    def record(self, books: Books) -> Result:
        last = complaint_clock(_open(books, self.complaint_id)["opened_on"]).answer_at_most_by
        books.connection.execute(
            "UPDATE complaints SET answer_by = %s, extended_on = %s WHERE complaint_id = %s",
            [last, books.today, self.complaint_id],
        )
        keep_words(books.connection, books.borrower_id, self.complaint_id, explanation=self.why)
        return {"complaint_id": self.complaint_id, "answer_by": last}


class ComplaintAnswer(Body):
    """The answer to a complaint, as it is told to the borrower, and what it came to."""

    outcome: Outcome
    answer: Words


class AnswerComplaint(ComplaintAnswer, Command):
    """Answer a complaint; it is closed by that."""

    kind = "answer_complaint"
    roles = STAFF
    complaint_id: ComplaintId

    def check(self, books: Books) -> None:
        _open(books, self.complaint_id)

    def record(self, books: Books) -> Result:
        books.connection.execute(
            "UPDATE complaints SET status = 'answered', answered_on = %s, outcome = %s, "
            "acknowledged_on = coalesce(acknowledged_on, %s) WHERE complaint_id = %s",
            [books.today, self.outcome, books.today, self.complaint_id],
        )
        keep_words(books.connection, books.borrower_id, self.complaint_id, answer=self.answer)
        return {"complaint_id": self.complaint_id, "status": "answered", "outcome": self.outcome}


def _open(books: Books, complaint_id: str) -> dict[str, Any]:
    """The complaint's row, locked. Raises NotFound; Refused where it is answered."""
    with books.connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(_COMPLAINT, [complaint_id, books.borrower_id]).fetchone()
    if row is None:
        raise NotFound(f"There is no complaint {complaint_id}; /v1/me/complaints lists them.")
    if row["status"] == "answered":
        text = f"This complaint was answered on {day_text(row['answered_on'])}; open another to go on."
        raise Refused("complaint-answered", [Reason("status", text)])
    return row
