"""What is kept about the borrower as a person: flags, contact preferences, consents, authorised third parties."""

from datetime import date, datetime, time
from typing import Literal

from accounts.posting.care import STOPS_AUTOPAY, STOPS_COLLECTION, STOPS_LATE_FEES, FlagKind
from accounts.reads.answers import Answer, Maybe
from accounts.reads.errors import NotSeeded
from accounts.reads.pages import Page
from accounts.reads.session import Reading, Row
from accounts.terms.masks import masked_email, masked_phone


class StandingFlag(Answer):
    """A circumstance with what it stops while it holds; `holds` is about the business date."""

    kind: FlagKind
    since: date
    until: Maybe[date] = None
    holds: bool
    effect: str
    stops_collection: bool
    stops_autopay: bool
    stops_late_fees: bool


class Flags(Answer):
    """The borrower's flags, newest first."""

    as_of: date
    flags: list[StandingFlag]


class Contact(Answer):
    """How the borrower wants to be reached; until they say so, in the language of their profile and in the app."""

    channel: Literal["email", "phone", "text", "mail", "in_app"]
    language: Literal["en", "es"]
    quiet_from: time
    quiet_until: time
    time_zone: str
    phone: Maybe[str] = None
    email: Maybe[str] = None
    changed_at: Maybe[datetime] = None


class Consent(Answer):
    """A consent from when it was given until it was withdrawn."""

    consent_id: str
    kind: Literal["e_sign", "calls_texts", "marketing", "credit_report"]
    status: Literal["given", "withdrawn"]
    wording_version: str
    channel: str
    given_at: datetime
    withdrawn_at: Maybe[datetime] = None


class Consents(Answer):
    """All consents ever given, newest first."""

    consents: list[Consent]
    next_cursor: Maybe[str] = None


class ThirdParty(Answer):
    """Somebody whom the borrower authorised; `expired` once the last day is over."""

    third_party_id: str
    name: str
    relationship: str
    basis: Literal["authorisation", "power_of_attorney"]
    scopes: list[str]
    status: Literal["in_review", "active", "refused", "revoked", "expired"]
    since: date
    until: date
    review_by: Maybe[date] = None
    revoked_on: Maybe[date] = None


class ThirdParties(Answer):
    """Authorised third parties, newest first, ended ones included."""

    third_parties: list[ThirdParty]
    next_cursor: Maybe[str] = None


_FLAGS = """
SELECT d.business_date AS as_of, f.*, d.business_date BETWEEN f.since AND coalesce(f.until, 'infinity') AS holds
FROM business_day d LEFT JOIN flags f ON true ORDER BY f.since DESC, f.kind LIMIT 500
"""
_CONTACT = """
SELECT b.language AS spoken, c.*,
  (SELECT w.content FROM words w WHERE w.subject_id = b.borrower_id AND w.part = 'phone') AS phone,
  (SELECT w.content FROM words w WHERE w.subject_id = b.borrower_id AND w.part = 'email') AS email
FROM borrowers b LEFT JOIN contact_preferences c USING (borrower_id)
"""
_CONSENTS = """
SELECT * FROM consents
WHERE %(after)s::text[] IS NULL
  OR (given_at, consent_id) < ((%(after)s::text[])[1]::timestamptz, (%(after)s::text[])[2])
ORDER BY given_at DESC, consent_id DESC LIMIT %(limit)s
"""
_THIRD_PARTIES = """
SELECT t.*, w.content AS name,
  CASE WHEN t.status = 'active' AND t.until < d.business_date THEN 'expired' ELSE t.status END AS status
FROM third_parties t CROSS JOIN business_day d JOIN words w ON w.subject_id = t.third_party_id AND w.part = 'name'
WHERE %(after)s::text[] IS NULL
  OR (t.since, t.third_party_id) < ((%(after)s::text[])[1]::date, (%(after)s::text[])[2])
ORDER BY t.since DESC, t.third_party_id DESC LIMIT %(limit)s
"""
_UNSAID: Row = {
    "channel": "in_app",
    "quiet_from": time(21),
    "quiet_until": time(8),
    "time_zone": "America/New_York",
    "changed_at": None,
}


async def flags(reading: Reading) -> Flags:
    """The borrower's flags with what they stop. Raises NotSeeded."""
    rows = await reading.all(_FLAGS)
    if not rows:
        raise NotSeeded("The database is empty; seed it (`assist accounts seed`) and ask again.")
    return Flags(as_of=rows[0]["as_of"], flags=[_flag(row) for row in rows if row["kind"]])


def _flag(row: Row) -> StandingFlag:
    stops = {
        "stops_collection": row["kind"] in STOPS_COLLECTION,
        "stops_autopay": row["kind"] in STOPS_AUTOPAY,
        "stops_late_fees": row["kind"] in STOPS_LATE_FEES,
    }
    return StandingFlag.model_validate({**row, **{name: held and row["holds"] for name, held in stops.items()}})


async def contact(reading: Reading) -> Contact:
    """The borrower's contact preferences, phone and e-mail masked."""
    row = await reading.first(_CONTACT) or {"spoken": "en", "changed_at": None, "phone": None, "email": None}
    said = row if row["changed_at"] else {**_UNSAID, "language": row["spoken"]}
    return Contact.model_validate({**said, "phone": masked_phone(row["phone"]), "email": masked_email(row["email"])})


async def consents(reading: Reading, page: Page) -> Consents:
    """The borrower's consents. Raises BadCursor."""
    rows = await reading.all(_CONSENTS, page.bounds("consents"))
    shown, cursor = page.cut(rows, "consents", lambda row: (row["given_at"], row["consent_id"]))
    return Consents(consents=[Consent.model_validate(row) for row in shown], next_cursor=cursor)


async def third_parties(reading: Reading, page: Page) -> ThirdParties:
    """The borrower's third parties. Raises BadCursor."""
    rows = await reading.all(_THIRD_PARTIES, page.bounds("third-parties"))
    shown, cursor = page.cut(rows, "third-parties", lambda row: (row["since"], row["third_party_id"]))
    return ThirdParties(third_parties=[ThirdParty.model_validate(row) for row in shown], next_cursor=cursor)
