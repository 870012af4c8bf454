"""What became of applications, and what was changed about an account since it was opened."""

from datetime import date
from typing import Literal

from accounts.reads.account import Product, account_row
from accounts.reads.answers import Answer, Currency, Maybe
from accounts.reads.borrower import Application
from accounts.reads.errors import NotFound
from accounts.reads.session import Reading


class ApplicationOffer(Application):
    """An application with its offer; `opens_account_id` is the number that the offered account has or will have."""

    currency: Currency = "USD"
    account_id: Maybe[str] = None
    product: Product
    offered_cents: Maybe[int] = None
    tier: Maybe[str] = None
    term_months: Maybe[int] = None
    offer_until: Maybe[date] = None
    accepted_on: Maybe[date] = None
    opens_account_id: Maybe[str] = None
    closes_on: Maybe[date] = None
    closed_on: Maybe[date] = None


class Change(Answer):
    """One change; `first_due_date` is the first date that it moved, amounts in cents."""

    change_id: str
    kind: Literal["re_age", "due_date", "deferral", "modification"]
    on: date
    past_due_cents: Maybe[int] = None
    workout: Maybe[bool] = None
    due_day: Maybe[int] = None
    first_due_date: Maybe[date] = None
    moved_to: Maybe[date] = None
    amount_cents: Maybe[int] = None
    why: Maybe[str] = None
    old_rate_bps: Maybe[int] = None
    new_rate_bps: Maybe[int] = None
    new_payment_cents: Maybe[int] = None
    new_remaining: Maybe[int] = None
    amount_financed_cents: Maybe[int] = None
    finance_charge_cents: Maybe[int] = None
    disclosed_apr_bps: Maybe[int] = None


class Changes(Answer):
    """Changes of an account, newest first."""

    account_id: str
    as_of: date
    currency: Currency = "USD"
    changes: list[Change]


_APPLICATION = "SELECT * FROM applications WHERE application_id = %(application_id)s"
_SOURCES = (
    "SELECT *, reage_id AS change_id, 're_age' AS kind, reaged_on AS on FROM reages WHERE account_id = %(account_id)s",
    "SELECT *, 'due_date' AS kind, asked_on AS on FROM due_date_changes WHERE account_id = %(account_id)s",
    "SELECT *, deferral_id AS change_id, 'deferral' AS kind, deferred_on AS on, due_date AS first_due_date "
    "FROM deferrals WHERE account_id = %(account_id)s",
    "SELECT *, modification_id AS change_id, 'modification' AS kind, modified_on AS on FROM modifications "
    "WHERE account_id = %(account_id)s",
)


async def application(reading: Reading, application_id: str) -> ApplicationOffer:
    """One application of the caller; reasons only where it was declined or countered. Raises NotFound."""
    row = await reading.first(_APPLICATION, {"application_id": application_id})
    if row is None:
        raise NotFound(f"No application {application_id} belongs to this caller; /v1/applications lists those that do.")
    if row["status"] not in ("declined", "counteroffer"):
        row["reasons"] = []
    return ApplicationOffer.model_validate(row)


async def changes(reading: Reading, account_id: str) -> Changes:
    """The account's changes. Raises NotFound."""
    account = await account_row(reading, account_id)
    found = list[Change]()
    for source in _SOURCES:
        found += [Change.model_validate(row) for row in await reading.all(source, {"account_id": account_id})]
    found.sort(key=lambda change: (change.on, change.change_id), reverse=True)
    return Changes(account_id=account_id, as_of=account["as_of"], changes=found)
