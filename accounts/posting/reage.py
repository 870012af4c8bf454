"""Re-ageing: the record that decides it, and its effect on what is past due."""

from dataclasses import dataclass
from datetime import date

import psycopg

from accounts import rows
from accounts.ids import ident
from accounts.posting.standing import eased_dues
from accounts.posting.state import DAY
from accounts.terms.delinquency import ReageFacts
from accounts.terms.reage import Bill, Paid, consecutive_minimums, is_lump_sum

_BILLS = """
SELECT due_date, amount_cents FROM dues
WHERE account_id = %s AND (cancelled_why IS NULL OR cancelled_why = 're-aged') AND amount_cents > 0
"""
_PAID = """
SELECT credited_on, amount_cents FROM payments
WHERE account_id = %s AND status IN ('pending', 'posted') AND credited_on IS NOT NULL
"""
_EARLIER = "SELECT reaged_on, workout FROM reages WHERE account_id = %s"
_PAST = """
SELECT number, amount_cents - paid_cents FROM due_status
WHERE account_id = %s AND due_date < %s AND paid_on IS NULL AND cancelled_why IS NULL ORDER BY number
"""


@dataclass(frozen=True, slots=True)
class PastDue:
    """The unpaid dues that a re-age takes out of the past-due amount: their numbers and sum in cents."""

    numbers: tuple[int, ...]
    cents: int


def facts(connection: psycopg.Connection, account_id: str, opened_on: date, on: date, *, workout: bool) -> ReageFacts:
    """What a re-age on `on` is decided by, from dues, payments and earlier re-ages."""
    bills = [Bill(*row) for row in connection.execute(_BILLS, [account_id])]
    paid = [Paid(*row) for row in connection.execute(_PAID, [account_id])]
    earlier = connection.execute(_EARLIER, [account_id]).fetchall()
    return ReageFacts(
        opened_on=opened_on,
        consecutive_minimum_payments=consecutive_minimums(bills, paid, on),
        lump_sum=is_lump_sum(bills, paid, on),
        earlier_reages=tuple(day for day, was_workout in earlier if not was_workout),
        workout_plan=workout,
        earlier_workout_reages=tuple(day for day, was_workout in earlier if was_workout),
    )


def past_due(connection: psycopg.Connection, account_id: str, on: date) -> PastDue:
    """What is past due on `on`; what was disputed at the end of the day before is not (12 CFR 1026.13(d)(1)).

    The order of a day's disputes and commands is not kept, and a recomputation must find the same.
    """
    eased = eased_dues(connection, [account_id], on - DAY)
    found = list[tuple[int, int]]()
    for number, unpaid in connection.execute(_PAST, [account_id, on]).fetchall():
        part = eased.get((account_id, number))
        if not (part and part.settled):
            found.append((number, unpaid - (part.left_out_cents if part else 0)))
    return PastDue(tuple(number for number, _ in found), sum(cents for _, cents in found))


def keep(
    connection: psycopg.Connection, command_id: str, account_id: str, borrower_id: str, on: date, *, workout: bool
) -> str:
    """Keep that an account was re-aged, for the limits on doing it again; gives the id."""
    due = past_due(connection, account_id, on)
    reage_id = ident("RA", command_id)
    row = {"reage_id": reage_id, "account_id": account_id, "borrower_id": borrower_id, "reaged_on": on}
    rows.insert(
        connection,
        "reages",
        [{**row, "workout": workout, "past_due_cents": due.cents, "dues": list(due.numbers)}],
    )
    return reage_id


def re_age(connection: psycopg.Connection, account_id: str, on: date) -> PastDue:
    """What is past due no longer is: it stays owed and is paid with the bills to come; delinquency starts again.

    Source: 65 FR 36903, re-ageing of open-end accounts.
    """
    due = past_due(connection, account_id, on)
    connection.execute(
        "UPDATE dues SET cancelled_why = 're-aged' WHERE account_id = %s AND number = ANY(%s)",
        [account_id, list(due.numbers)],
    )
    return due
