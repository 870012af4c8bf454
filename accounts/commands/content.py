"""What the fields of commands may hold, and the instant at which a command counts."""

from datetime import date, datetime, time
from typing import Annotated

from pydantic import Field

from accounts.commands.base import Books
from accounts.terms.calendar import EASTERN

Cents = Annotated[int, Field(ge=1, le=1_000_000_000, description="US cents.", examples=[5000])]
Text = Annotated[str, Field(min_length=3, max_length=500, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$")]
DrawId = Annotated[str, Field(pattern=r"^DR-[0-9a-f]{10}$", examples=["DR-5f3a9c01d2"])]
PaymentId = Annotated[str, Field(pattern=r"^PM-[0-9a-f]{10}$", examples=["PM-5f3a9c01d2"])]
FeeId = Annotated[str, Field(pattern=r"^FE-[0-9a-f]{10}$", examples=["FE-5f3a9c01d2"])]
NOON = time(12)


def moment(books: Books) -> datetime:
    """The instant at which the command counts: when it was given, or noon Eastern Time of an earlier day it counts on.

    Books whose business date stands behind the clock are still on that date.
    """
    local = books.at.astimezone(EASTERN)
    return books.at if local.date() <= books.value_on else datetime.combine(books.value_on, NOON, EASTERN)


def day_text(day: date) -> str:
    """A day as people read it: `Friday, May 15, 2026`."""
    return f"{day:%A, %B} {day.day}, {day.year}"


def instant_text(at: datetime) -> str:
    """An instant as people read it: `3:00 p.m. ET on Friday, May 15, 2026`."""
    local = at.astimezone(EASTERN)
    half = "a.m." if local.hour < 12 else "p.m."
    return f"{(local.hour - 1) % 12 + 1}:{local.minute:02d} {half} ET on {day_text(local.date())}"
