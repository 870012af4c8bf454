"""Applications as underwriting recorded them. Nothing here decides or predicts one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import psycopg
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from accounts import rows
from accounts.ids import ident
from accounts.terms.clocks import application_clock

INCOMPLETE_DAYS = timedelta(days=30)
OFFER_DAYS = timedelta(days=90)
Status = Literal["incomplete", "in_review", "approved", "declined", "counteroffer", "withdrawn", "expired"]


@dataclass(frozen=True, slots=True)
class Application:
    """An application; `reasons` are (code, text) as recorded with the decision, given to the borrower verbatim."""

    borrower_id: str
    kind: Literal["new_account", "line_increase"]
    product: Literal["cash_line", "instalment_loan"]
    requested_cents: int
    submitted_on: date
    status: Status
    account_id: str | None = None
    complete_on: date | None = None
    decided_on: date | None = None
    offered_cents: int | None = None
    reasons: tuple[tuple[str, str], ...] = ()
    missing_items: tuple[str, ...] = ()


def record(connection: psycopg.Connection, applications: Sequence[Application]) -> None:
    """Keep applications with their decision clock (30 days from complete). Source: 12 CFR 1002.9(a)(1)."""
    rows.insert(connection, "applications", [_row(each) for each in applications], skip_existing=True)
    for each in applications:
        if each.kind == "line_increase" and each.status == "approved":
            connection.execute(
                "UPDATE accounts SET credit_limit_cents = %s WHERE account_id = %s",
                [each.requested_cents, each.account_id],
            )


def _row(each: Application) -> rows.Row:
    return {
        "application_id": ident("AP", f"{each.borrower_id}:{each.kind}:{each.submitted_on}"),
        "borrower_id": each.borrower_id,
        "account_id": each.account_id,
        "kind": each.kind,
        "product": each.product,
        "requested_cents": each.requested_cents,
        "offered_cents": each.offered_cents,
        "submitted_on": each.submitted_on,
        "complete_on": each.complete_on,
        "status": each.status,
        "decide_by": each.complete_on and application_clock(each.complete_on).decide_by,
        "decided_on": each.decided_on,
        "reasons": [{"code": code, "text": text} for code, text in each.reasons],
        "missing_items": list(each.missing_items),
    }


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


def submit(
    connection: psycopg.Connection, application_id: str, asked: Application, *, state: str, term_months: int | None
) -> None:
    """Keep a new application; without missing items it is complete and its decision clock runs."""
    rows.insert(
        connection,
        "applications",
        [
            {
                **_row(asked),
                "application_id": application_id,
                "state": state,
                "term_months": term_months,
                "closes_on": None if asked.complete_on else asked.submitted_on + INCOMPLETE_DAYS,
            }
        ],
    )


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
