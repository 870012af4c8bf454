"""Closing a business day: everything that happens by itself on that date, then the date moves on by one."""

from dataclasses import dataclass
from datetime import date

import psycopg

from accounts.posting.autopay import run_autopay
from accounts.posting.draws import settle_draws
from accounts.posting.fees import assess_late_fees
from accounts.posting.lifecycle import charge_off, report_to_bureaus, settle_paid_off
from accounts.posting.payments import post_pending, release_scheduled
from accounts.posting.state import DAY
from accounts.posting.statements import Issued, close_cycles


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


def close_day(connection: psycopg.Connection, day: date) -> DayReport:
    """Close `day` within the caller's transaction: all of it happens or none, and a second time does nothing.

    Order: scheduled payments and autopay are credited, draws settle, payments post, late fees, cycles, month end.
    Raises WrongDay for a day ahead of the business date.
    """
    row = connection.execute("SELECT business_date FROM business_day FOR UPDATE").fetchone()
    if row is None or row[0] < day:
        raise WrongDay(f"{day} cannot be closed: the business date is {row[0] if row else 'not set'}")
    if row[0] > day:
        return DayReport(day, already_closed=True)
    release_scheduled(connection, day)
    run_autopay(connection, day)
    settle_draws(connection, day)
    settle_paid_off(connection, post_pending(connection, day))
    late_fees = assess_late_fees(connection, day)
    statements = close_cycles(connection, day)
    gone = list[str]()
    if (day + DAY).day == 1:
        gone = charge_off(connection, day)
        report_to_bureaus(connection, day)
    connection.execute("UPDATE business_day SET business_date = %s", [day + DAY])
    return DayReport(day, False, tuple(statements), tuple(gone), late_fees)
