"""Closing a business day: everything that happens by itself on that date, then the date moves on by one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import psycopg

from accounts.posting.applications import expire_applications
from accounts.posting.autopay import run_autopay
from accounts.posting.credits import refund_old_credits
from accounts.posting.draws import settle_draws
from accounts.posting.enrolment import switch_autopay
from accounts.posting.fees import assess_late_fees
from accounts.posting.funds import hold_scheduled
from accounts.posting.lifecycle import charge_off, report_to_bureaus, settle_paid_off
from accounts.posting.payments import post_pending, release_scheduled
from accounts.posting.plans import end_missed_plans
from accounts.posting.pricing import apply_terms_changes
from accounts.posting.reschedule import switch_cycles
from accounts.posting.state import DAY
from accounts.posting.statements import Issued, close_cycles

BATCH = 2_000
Progress = Callable[[float], None]
"""Told how far the closing is, 0 to 1."""


def _silent(done: float) -> None:
    """For callers that show nothing."""


class WrongDay(ValueError):
    """A day was asked to close that is still ahead. Close the days before it first."""


@dataclass(frozen=True, slots=True)
class DayReport:
    """What closing a day did; `already_closed` when it had been closed before and nothing was done."""

    day: date
    already_closed: bool
    statements: tuple[Issued, ...] = ()
    charged_off: tuple[str, ...] = ()
    late_fees: int = 0


def business_date(connection: psycopg.Connection) -> date:
    """The date that the lender's books are on. Raises WrongDay when it was never set."""
    row = connection.execute("SELECT business_date FROM business_day").fetchone()
    if row is None:
        raise WrongDay("the business date is not set; seed the account system first")
    return row[0]


def start_on(connection: psycopg.Connection, day: date) -> None:
    """Set the first business date of empty books; has no effect when there is one."""
    connection.execute("INSERT INTO business_day (business_date) VALUES (%s) ON CONFLICT DO NOTHING", [day])


def close_day(
    connection: psycopg.Connection, day: date, *, batch: int = BATCH, progress: Progress = _silent
) -> DayReport:
    """Close `day`: batch after batch of accounts, each in a transaction of its own, then the date moves on.

    Stopped anywhere, it is simply called again: no step does anything twice. One closing runs at a time. Within a
    caller's transaction all of it happens or none. Raises WrongDay for a day ahead of the business date.
    """
    with connection.transaction():
        connection.execute("SELECT pg_advisory_lock(hashtext('accounts.close_day'))")
    try:
        return _close(connection, day, batch, progress)
    finally:
        with connection.transaction():
            connection.execute("SELECT pg_advisory_unlock(hashtext('accounts.close_day'))")


def _close(connection: psycopg.Connection, day: date, batch: int, progress: Progress) -> DayReport:
    with connection.transaction():
        open_day = business_date(connection)
        total = _count(connection)
    if open_day < day:
        raise WrongDay(f"{day} cannot be closed: the business date is {open_day}")
    if open_day > day:
        return DayReport(day, already_closed=True)
    done, last, parts = 0, "", list[DayReport]()
    while True:
        with connection.transaction():
            ids = [row[0] for row in connection.execute(_NEXT, {"after": last, "batch": batch})]
            if not ids:
                expire_applications(connection, day)
                connection.execute("UPDATE business_day SET business_date = %s", [day + DAY])
                break
            parts.append(close_accounts(connection, day, ids))
        done, last = done + len(ids), ids[-1]
        progress(done / max(total, done))
    statements = tuple(issued for part in parts for issued in part.statements)
    gone = tuple(account_id for part in parts for account_id in part.charged_off)
    return DayReport(day, False, statements, gone, sum(part.late_fees for part in parts))


_NEXT = "SELECT account_id FROM accounts WHERE account_id > %(after)s ORDER BY account_id LIMIT %(batch)s"


def _count(connection: psycopg.Connection) -> int:
    row = connection.execute("SELECT count(*) FROM accounts").fetchone()
    return row[0] if row else 0


def close_accounts(connection: psycopg.Connection, day: date, ids: Sequence[str], *, autopay: bool = True) -> DayReport:
    """What happens by itself on `day` to these accounts; a second time nothing does. autopay: debit by it.

    Order: scheduled payments and autopay are credited, draws settle, payments post, old credits go back, late fees,
    cycles, plans that were missed, terms that change tomorrow, month end.
    """
    switch_autopay(connection, day, ids)
    hold_scheduled(connection, day, ids)
    release_scheduled(connection, day, ids)
    if autopay:
        run_autopay(connection, day, ids)
    settle_draws(connection, day, ids)
    settle_paid_off(connection, post_pending(connection, day, ids))
    refund_old_credits(connection, day, ids)
    late_fees = assess_late_fees(connection, day, ids)
    statements = close_cycles(connection, day, ids)
    switch_cycles(connection, day, ids)
    end_missed_plans(connection, day, ids)
    apply_terms_changes(connection, day, ids)
    gone = list[str]()
    if (day + DAY).day == 1:
        gone = charge_off(connection, day, ids)
        report_to_bureaus(connection, day, ids)
    return DayReport(day, False, tuple(statements), tuple(gone), late_fees)
