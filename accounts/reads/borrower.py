"""The borrower: who they are, what they applied for; and the directory of seeded people."""

from datetime import date
from typing import Literal

from accounts.reads.account import Product
from accounts.reads.answers import Answer, Maybe
from accounts.reads.errors import NotFound, NotSeeded
from accounts.reads.session import Reading
from accounts.terms.calendar import is_business_day, next_business_day


class Flag(Answer):
    """A circumstance that changes how the borrower is served."""

    kind: Literal["servicemember", "deceased", "attorney_represented", "bankruptcy", "cease_contact", "identity_theft"]
    since: date
    until: date | None
    effect: str


class Me(Answer):
    """The caller's own profile."""

    borrower_id: str
    name: str
    state: str
    language: str
    member_since: date
    flags: list[Flag]


class Reason(Answer):
    """A recorded reason for a decision, verbatim."""

    code: str
    text: str


class Application(Answer):
    """An application; reasons are given when it was declined or countered."""

    application_id: str
    product: Product
    requested_cents: int
    submitted_on: date
    complete_on: Maybe[date] = None
    status: Literal["incomplete", "in_review", "approved", "declined", "counteroffer", "withdrawn", "expired"]
    decide_by: Maybe[date] = None
    decided_on: Maybe[date] = None
    reasons: list[Reason]
    missing_items: list[str]
    kind: Literal["new_account", "line_increase"]


class Applications(Answer):
    """The caller's applications, newest first."""

    applications: list[Application]


class Person(Answer):
    """A seeded person to sign in as."""

    borrower_id: str
    handle: str
    name: str
    role: str
    products: list[str]
    situation: list[str]
    state: str | None
    language: str


class People(Answer):
    """The seeded borrowers and staff."""

    people: list[Person]


class BusinessDate(Answer):
    """The account system's date: every `today` in the product."""

    business_date: date
    weekday: str
    next_business_day: date
    is_business_day: bool


_FLAGS = "SELECT kind, since, until, effect FROM flags ORDER BY since, kind"
_APPLICATIONS = "SELECT * FROM applications ORDER BY submitted_on DESC, application_id DESC LIMIT 100"
_PEOPLE = "SELECT * FROM people ORDER BY role <> 'borrower', handle"


async def me(reading: Reading) -> Me:
    """The caller's profile. Raises NotFound for a token of nobody known."""
    row = await reading.first("SELECT * FROM borrowers")
    if row is None:
        raise NotFound("No borrower is known by this token's subject; /v1/people lists the seeded ones.")
    return Me.model_validate({**row, "flags": await reading.all(_FLAGS)})


async def applications(reading: Reading) -> Applications:
    """The caller's applications, the recorded reasons only where one was declined or countered."""
    rows = await reading.all(_APPLICATIONS)
    for row in rows:
        if row["status"] not in ("declined", "counteroffer"):
            row["reasons"] = []
    return Applications(applications=[Application.model_validate(row) for row in rows])


async def people(reading: Reading) -> People:
    """Everybody who was seeded; empty before."""
    return People(people=[Person.model_validate(row) for row in await reading.all(_PEOPLE)])


async def business_date(reading: Reading) -> BusinessDate:
    """The business date. Raises NotSeeded."""
    row = await reading.first("SELECT business_date FROM business_day")
    if row is None:
        raise NotSeeded("The database is empty; seed it (`assist accounts seed`) and ask again.")
    day: date = row["business_date"]
    return BusinessDate(
        business_date=day,
        weekday=f"{day:%A}",
        next_business_day=next_business_day(day),
        is_business_day=is_business_day(day),
    )
