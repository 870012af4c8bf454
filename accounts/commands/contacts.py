"""How a borrower wants to be reached."""

from datetime import time
from functools import cache
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import Field, StringConstraints, field_validator

from accounts.commands.base import Books, Command, Reason, Refused, Result
from accounts.posting.care import keep_words
from accounts.terms.masks import masked_email, masked_phone

ContactChannel = Literal["email", "phone", "text", "mail", "in_app"]
Phone = Annotated[str, StringConstraints(pattern=r"^\+1[2-9][0-9]{9}$")]
Email = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^@\s\x00]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")]
LATEST, EARLIEST = time(21), time(8)
_KEPT = "SELECT part, content FROM words WHERE subject_id = %s AND part IN ('phone', 'email')"
_SET = """
INSERT INTO contact_preferences (borrower_id, channel, language, quiet_from, quiet_until, time_zone, changed_at)
VALUES (%(borrower)s, %(channel)s, %(language)s, %(quiet_from)s, %(quiet_until)s, %(time_zone)s, %(at)s)
ON CONFLICT (borrower_id) DO UPDATE SET channel = excluded.channel, language = excluded.language,
  quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until, time_zone = excluded.time_zone,
  changed_at = excluded.changed_at
"""


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


class SetContactPreferences(Command):
    """Say by which channel, in which language and at which hours to be reached; phone and e-mail stay where left out.

    Quiet hours may be longer than the law's (9 p.m. to 8 a.m. local time), not shorter. Source: 12 CFR 1006.6(b)(1)(i),
    1006.14(h); docs/product-terms.md.
    """

    kind = "set_contact_preferences"
    channel: ContactChannel
    language: Literal["en", "es"]
    quiet_from: Annotated[time, Field(examples=["21:00:00"])] = LATEST
    quiet_until: Annotated[time, Field(examples=["08:00:00"])] = EARLIEST
    time_zone: Annotated[str, Field(max_length=50, examples=["America/Chicago"])] = "America/New_York"
    phone: Phone | None = None
    email: Email | None = None

    @field_validator("quiet_from", "quiet_until")
    @classmethod
    def _local(cls, value: time) -> time:
        if value.tzinfo is not None:
            raise ValueError("a time of day without an offset: time_zone says where")
        return value

    @field_validator("time_zone")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in _time_zones():
            raise ValueError("a time zone by its IANA name, such as America/Chicago")
        return value

    def check(self, books: Books) -> None:
        reasons = list[Reason]()
        if not (time(12) <= self.quiet_from <= LATEST and EARLIEST <= self.quiet_until <= time(12)):
            text = "Quiet hours begin at 9 p.m. or earlier in the day's second half and end at 8 a.m. or later."
            reasons.append(Reason("quiet-hours", text))
        known = {**_contact_points(books), **({"phone": self.phone} if self.phone else {})}
        known |= {"email": self.email} if self.email else {}
        if self.channel in ("phone", "text") and not known.get("phone"):
            reasons.append(Reason("phone", "Give a phone number for calls and texts."))
        if self.channel == "email" and not known.get("email"):
            reasons.append(Reason("email", "Give an e-mail address for this channel."))
        if reasons:
            raise Refused("contact-not-possible", reasons)

    def record(self, books: Books) -> Result:
        values = self.model_dump(include={"channel", "language", "quiet_from", "quiet_until", "time_zone"})
        books.connection.execute(_SET, {**values, "borrower": books.borrower_id, "at": books.at})
        keep_words(books.connection, books.borrower_id, books.borrower_id, phone=self.phone, email=self.email)
        known = _contact_points(books)
        return {**values, "phone": masked_phone(known.get("phone")), "email": masked_email(known.get("email"))}


def _contact_points(books: Books) -> dict[str, str]:
    return dict(books.connection.execute(_KEPT, [books.borrower_id]).fetchall())
