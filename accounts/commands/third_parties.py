"""Third parties whom a borrower authorises, and powers of attorney."""

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from psycopg.rows import dict_row
from pydantic import Field

from accounts import rows
from accounts.commands.base import Books, Command, Reason, Refused, Result
from accounts.commands.content import Text, day_text
from accounts.commands.texts import Body, Reference
from accounts.ids import ident
from accounts.posting.care import keep_words
from accounts.reads.errors import NotFound
from accounts.roles import STAFF
from accounts.terms.calendar import add_business_days, add_months

ThirdPartyId = Annotated[str, Field(pattern=r"^TP-[0-9a-f]{10}$", examples=["TP-5f3a9c01d2"])]
Scope = Literal["information", "payments", "hardship", "disputes", "documents"]
Relationship = Literal["spouse", "family", "caregiver", "attorney", "credit_counselor", "housing_counselor", "other"]
MAX_MONTHS = 12
REVIEW_BUSINESS_DAYS = 5
_PARTY = "SELECT * FROM third_parties WHERE third_party_id = %s AND borrower_id = %s FOR UPDATE"


class AuthoriseThirdParty(Command):
    """Let somebody else speak with us, for what the scopes name and at most 12 months.

    A power of attorney needs its document and is reviewed in 5 business days; statutory forms of New York, Florida and
    California are accepted as they are. Source: docs/product-terms.md, authorised third parties.
    """

    kind = "authorise_third_party"
    name: Annotated[Text, Field(max_length=200, examples=["Maria Lopez"])]
    relationship: Relationship
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1, max_length=10)]
    basis: Literal["authorisation", "power_of_attorney"] = "authorisation"
    until: date | None = None
    document_ref: Reference | None = None

    def check(self, books: Books) -> None:
        reasons, last = list[Reason](), _last_day(books.today)
        if self.until is not None and not books.today <= self.until <= last:
            text = f"An authorisation ends at the latest on {day_text(last)}, {MAX_MONTHS} months from today."
            reasons.append(Reason("until", text))
        if self.basis == "power_of_attorney" and self.document_ref is None:
            reasons.append(Reason("document", "Send the power of attorney and name its document."))
        if reasons:
            raise Refused("third-party-not-possible", reasons)

    def record(self, books: Books) -> Result:
        review = self.basis == "power_of_attorney"
        party: rows.Row = {
            "third_party_id": ident("TP", books.command_id),
            "borrower_id": books.borrower_id,
            "basis": self.basis,
            "relationship": self.relationship,
            "scopes": sorted(set(self.scopes)),
            "status": "in_review" if review else "active",
            "since": books.today,
            "until": self.until or _last_day(books.today),
            "review_by": add_business_days(books.today, REVIEW_BUSINESS_DAYS) if review else None,
            "document_ref": self.document_ref,
        }
        rows.insert(books.connection, "third_parties", [party])
        keep_words(books.connection, books.borrower_id, str(party["third_party_id"]), name=self.name)
        return {name: party[name] for name in ("third_party_id", "status", "scopes", "since", "until", "review_by")}


def _last_day(today: date) -> date:
    return add_months(today, MAX_MONTHS) - timedelta(days=1)


class RevokeThirdParty(Command):
    """End an authorisation at once."""

    kind = "revoke_third_party"
    third_party_id: ThirdPartyId

    def check(self, books: Books) -> None:
        party = _party(books, self.third_party_id)
        if party["status"] not in ("active", "in_review"):
            raise Refused("third-party-ended", [Reason("status", "This authorisation has ended already.")])

    def record(self, books: Books) -> Result:
        return _set_status(books, self.third_party_id, "revoked")


class Review(Body):
    """What the review of a power of attorney came to."""

    accepted: bool


class ReviewThirdParty(Review, Command):
    """Accept or refuse a power of attorney."""

    kind = "review_third_party"
    roles = STAFF
    third_party_id: ThirdPartyId

    def check(self, books: Books) -> None:
        if _party(books, self.third_party_id)["status"] != "in_review":
            raise Refused("not-in-review", [Reason("status", "This authorisation is not in review.")])

    def record(self, books: Books) -> Result:
        return _set_status(books, self.third_party_id, "active" if self.accepted else "refused")


def _party(books: Books, third_party_id: str) -> dict[str, Any]:
    with books.connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(_PARTY, [third_party_id, books.borrower_id]).fetchone()
    if row is None:
        raise NotFound(f"There is no third party {third_party_id}; /v1/me/third-parties lists them.")
    return row


def _set_status(books: Books, third_party_id: str, status: str) -> Result:
    books.connection.execute(
        "UPDATE third_parties SET status = %s, revoked_on = CASE WHEN %s = 'revoked' THEN %s::date END "
        "WHERE third_party_id = %s",
        [status, status, books.today, third_party_id],
    )
    return {"third_party_id": third_party_id, "status": status}
