"""Applications as underwriting recorded them. Nothing here decides or predicts one."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Literal

import psycopg
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from accounts import rows
from accounts.terms.clocks import application_clock

INCOMPLETE_DAYS = timedelta(days=30)
OFFER_DAYS = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Asked:
    """An application as it comes: for a new account, or for more on `account_id`; `state` is the borrower's home."""

    application_id: str
    borrower_id: str
    kind: Literal["new_account", "line_increase"]
    product: Literal["cash_line", "instalment_loan"]
    requested_cents: int
    submitted_on: date
    state: str
    account_id: str | None = None
    term_months: int | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """An application as it is kept; cents, dates None until they come."""

    application_id: str
    borrower_id: str
    account_id: str | None
    kind: str
    product: str
    requested_cents: int
    offered_cents: int | None
    term_months: int | None
    tier: str | None
    state: str | None
    submitted_on: date
    complete_on: date | None
    status: str
    decided_on: date | None
    accepted_on: date | None
    offer_until: date | None
    opens_account_id: str | None

    @property
    def agreed_cents(self) -> int:
        """What the offer is for."""
        return self.requested_cents if self.offered_cents is None else self.offered_cents


_FILED = """
SELECT application_id, borrower_id, account_id, kind, product, requested_cents, offered_cents, term_months, tier, state,
  submitted_on, complete_on, status, decided_on, accepted_on, offer_until, opens_account_id FROM applications
WHERE application_id = %s AND borrower_id = %s
"""


def filed(connection: psycopg.Connection, application_id: str, borrower_id: str) -> Filed | None:
    """A borrower's application, None when there is none of this id."""
    with connection.cursor(row_factory=class_row(Filed)) as cursor:
        return cursor.execute(_FILED, [application_id, borrower_id]).fetchone()


def submit(connection: psycopg.Connection, asked: Asked) -> date:
    """Keep a new application, complete until something turns out to be missing; gives the last day of its decision.

    Source: 12 CFR 1002.9(a)(1)(i).
    """
    decide_by = application_clock(asked.submitted_on).decide_by
    row: rows.Row = {
        **asdict(asked),
        "complete_on": asked.submitted_on,
        "status": "in_review",
        "decide_by": decide_by,
        "reasons": (),
        "missing_items": (),
    }
    rows.insert(connection, "applications", [row])
    return decide_by


def ask_items(connection: psycopg.Connection, application_id: str, on: date, items: Sequence[str]) -> date:
    """An application lacks something: it closes 30 days later unless that arrives. Source: 12 CFR 1002.9(c)(2)."""
    closes_on = on + INCOMPLETE_DAYS
    connection.execute(
        "UPDATE applications SET status = 'incomplete', complete_on = NULL, decide_by = NULL, missing_items = %s, "
        "closes_on = %s WHERE application_id = %s",
        [list(items), closes_on, application_id],
    )
    return closes_on


def complete(connection: psycopg.Connection, application_id: str, on: date) -> date:
    """All items are there: the application is in review, decided within 30 days; gives the last day."""
    decide_by = application_clock(on).decide_by
    connection.execute(
        "UPDATE applications SET status = 'in_review', complete_on = %s, decide_by = %s, missing_items = '{}', "
        "closes_on = NULL WHERE application_id = %s",
        [on, decide_by, application_id],
    )
    return decide_by


@dataclass(frozen=True, slots=True)
class Decision:
    """What underwriting decided, with its reasons verbatim; an offer is open until `offer_until`."""

    status: Literal["approved", "declined", "counteroffer"]
    decided_on: date
    reasons: Sequence[tuple[str, str]]
    offered_cents: int | None = None
    tier: str | None = None
    term_months: int | None = None
    offer_until: date | None = None
    opens_account_id: str | None = None


def decide(connection: psycopg.Connection, application_id: str, decision: Decision) -> None:
    """Record a decision."""
    connection.execute(
        "UPDATE applications SET status = %s, decided_on = %s, reasons = %s, offered_cents = %s, "
        "tier = coalesce(%s, tier), term_months = coalesce(%s, term_months), offer_until = %s, opens_account_id = %s "
        "WHERE application_id = %s",
        [
            decision.status,
            decision.decided_on,
            Jsonb([{"code": code, "text": text} for code, text in decision.reasons]),
            decision.offered_cents,
            decision.tier,
            decision.term_months,
            decision.offer_until,
            decision.opens_account_id,
            application_id,
        ],
    )


def accept(connection: psycopg.Connection, application_id: str, on: date) -> None:
    """An offer was taken up; a counteroffer is an approved application then."""
    connection.execute(
        "UPDATE applications p SET status = 'approved', accepted_on = %s, state = coalesce(p.state, b.state) "
        "FROM borrowers b WHERE b.borrower_id = p.borrower_id AND p.application_id = %s",
        [on, application_id],
    )


def withdraw(connection: psycopg.Connection, application_id: str, on: date) -> None:
    """The borrower takes an application back."""
    connection.execute(
        "UPDATE applications SET status = 'withdrawn', closed_on = %s WHERE application_id = %s", [on, application_id]
    )


def next_account_id(connection: psycopg.Connection, product: str) -> str:
    """A number for an account to be opened."""
    row = connection.execute("SELECT nextval('account_numbers')").fetchone()
    if row is None:
        raise LookupError("there are no account numbers left")
    return f"{'CL' if product == 'cash_line' else 'IL'}-{row[0]}"


def expire_applications(connection: psycopg.Connection, on: date) -> int:
    """At the end of a day: incomplete applications close after 30 days, offers not taken up after 90. Gives the number.

    Source: docs/product-terms.md, Applications; 12 CFR 1002.9(a)(1)(iv), (c)(2).
    """
    done = connection.execute(
        "UPDATE applications SET status = 'expired', closed_on = %(on)s WHERE (status = 'incomplete' "
        "AND coalesce(closes_on, submitted_on + 30) <= %(on)s) OR (status IN ('approved', 'counteroffer') "
        "AND accepted_on IS NULL AND offer_until <= %(on)s)",
        {"on": on},
    )
    return done.rowcount
