"""Events that look at the books first, and the applications with their recorded reasons."""

from collections.abc import Callable
from datetime import date
from functools import partial
from random import Random
from typing import Literal

import psycopg

from accounts.posting import applications, care, fees
from accounts.posting.applications import Application
from accounts.seeding.agenda import Agenda
from accounts.seeding.planning import Person

DisputeKind = Literal["billing_error", "electronic_transfer", "credit_report", "identity_theft"]
DECLINED = (
    (
        ("DTI", "Income is insufficient for the amount of credit requested"),
        ("DQ", "Delinquent past credit obligations"),
    ),
    (("UTIL", "Proportion of balances to credit limits is too high"), ("HIST", "Length of credit history")),
    (("INQ", "Number of recent inquiries on credit bureau report"),),
)
MISSING = (
    ("Proof of income from the last 60 days", "A government-issued photo ID"),
    ("A bank statement of the linked account from the last 60 days",),
)


def dispute_newest(connection: psycopg.Connection, account_id: str, kind: DisputeKind, on: date, text: str) -> None:
    """Dispute the newest draw (line) or payment (loan) of an account."""
    row = connection.execute(
        "SELECT abs(amount_cents), entry_id FROM transactions WHERE account_id = %s "
        "AND kind IN ('draw', 'payment') "
        "ORDER BY (kind = 'draw') DESC, seq DESC LIMIT 1",
        [account_id],
    ).fetchone()
    if row:
        care.open_dispute(connection, care.NewDispute(account_id, kind, on, row[0], text, row[1]))


def waive_newest_fee(connection: psycopg.Connection, account_id: str, on: date) -> None:
    """The courtesy waiver of the newest open late fee."""
    row = connection.execute(
        "SELECT fee_id FROM fees WHERE account_id = %s AND status = 'charged' ORDER BY assessed_on DESC LIMIT 1",
        [account_id],
    ).fetchone()
    if row:
        fees.waive(connection, row[0], on, "courtesy, first in 12 months")


Apply = Callable[[Random, Agenda, Person], None]


def _increase(status: applications.Status, submitted: date, decided: date | None) -> Apply:
    def apply(random: Random, agenda: Agenda, person: Person) -> None:
        line = next(each for each in person.account_ids if each.startswith("CL"))
        application = Application(
            *(person.borrower_id, "line_increase", "cash_line"),
            requested_cents=agenda.plans[line].opening.limit_cents + random.randrange(50_000, 150_001, 50_000),
            submitted_on=submitted,
            status=status,
            account_id=line,
            complete_on=submitted,
            decided_on=decided,
            reasons=random.choice(DECLINED) if status == "declined" else (),
        )
        agenda.act(decided or submitted, partial(applications.record, applications=[application]))

    return apply


def _new_account(status: applications.Status, submitted: date, decided: date | None) -> Apply:
    def apply(random: Random, agenda: Agenda, person: Person) -> None:
        has_line = any(each.startswith("CL") for each in person.account_ids)
        requested = random.randrange(300_000, 900_001, 50_000)
        application = Application(
            *(person.borrower_id, "new_account", "instalment_loan" if has_line else "cash_line"),
            requested_cents=requested,
            submitted_on=submitted,
            status=status,
            complete_on=None if status == "incomplete" else submitted,
            decided_on=decided,
            offered_cents=requested // 2 if status == "counteroffer" else None,
            reasons=random.choice(DECLINED) if decided else (),
            missing_items=random.choice(MISSING) if status == "incomplete" else (),
        )
        agenda.act(decided or submitted, partial(applications.record, applications=[application]))

    return apply


APPLICATIONS: dict[str, Apply] = {
    "increase_in_review": _increase("in_review", date(2026, 5, 11), None),
    "increase_declined": _increase("declined", date(2026, 3, 16), date(2026, 3, 19)),
    "increase_approved": _increase("approved", date(2026, 2, 9), date(2026, 2, 12)),
    "application_incomplete": _new_account("incomplete", date(2026, 5, 4), None),
    "application_declined": _new_account("declined", date(2026, 4, 13), date(2026, 4, 17)),
    "application_counteroffer": _new_account("counteroffer", date(2026, 4, 20), date(2026, 4, 24)),
}
