"""The borrower: who they are, what they applied for; and the directory of seeded people."""

from datetime import date
from typing import Literal

from accounts.reads.account import Product
from accounts.reads.answers import Answer, Currency, Maybe
from accounts.reads.errors import NotFound, NotSeeded
from accounts.reads.pages import Page
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

    currency: Currency = "USD"
    applications: list[Application]
    next_cursor: Maybe[str] = None


class Person(Answer):
    """A seeded person to sign in as. serves, scopes: of a third party, for which borrower and for what."""

    borrower_id: str
    handle: str
    name: str
    role: str
    products: list[str]
    situation: list[str]
    state: str | None
    language: str
    serves: Maybe[str] = None
    scopes: Maybe[list[str]] = None


class People(Answer):
    """The seeded borrowers, third parties and staff."""

    people: list[Person]
    next_cursor: Maybe[str] = None


class BusinessDate(Answer):
    """The account system's date: every `today` in the product."""

    business_date: date
    weekday: str
    next_business_day: date
    is_business_day: bool


_FLAGS = "SELECT kind, since, until, effect FROM flags ORDER BY since, kind"
_APPLICATIONS = """
SELECT * FROM applications WHERE %(after)s::text[] IS NULL
  OR (submitted_on, application_id) < ((%(after)s::text[])[1]::date, (%(after)s::text[])[2])
ORDER BY submitted_on DESC, application_id DESC LIMIT %(limit)s
"""
_PEOPLE = """
SELECT * FROM people WHERE %(after)s::text[] IS NULL
  OR (role <> 'borrower', handle, borrower_id)
    > ((%(after)s::text[])[1]::boolean, (%(after)s::text[])[2], (%(after)s::text[])[3])
ORDER BY role <> 'borrower', handle, borrower_id LIMIT %(limit)s
"""


async def me(reading: Reading) -> Me:
    """The caller's profile. Raises NotFound for a token of nobody known."""
    row = await reading.first("SELECT * FROM borrowers")
    if row is None:
        raise NotFound("No borrower is known by this token's subject; /v1/people lists the seeded ones.")
    return Me.model_validate({**row, "flags": await reading.all(_FLAGS)})


async def applications(reading: Reading, page: Page) -> Applications:
    """The caller's applications, the recorded reasons only where one was declined or countered. Raises BadCursor."""
    rows = await reading.all(_APPLICATIONS, page.bounds("applications"))
    shown, cursor = page.cut(rows, "applications", lambda row: (row["submitted_on"], row["application_id"]))
    for row in shown:
        if row["status"] not in ("declined", "counteroffer"):
            row["reasons"] = []
    return Applications(applications=[Application.model_validate(row) for row in shown], next_cursor=cursor)


async def people(reading: Reading, page: Page) -> People:
    """Everybody who was seeded; empty before. Raises BadCursor."""
    rows = await reading.all(_PEOPLE, page.bounds("people"))
    shown, cursor = page.cut(rows, "people", lambda row: (row["role"] != "borrower", row["handle"], row["borrower_id"]))
    return People(people=[Person.model_validate(row) for row in shown], next_cursor=cursor)


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
