"""What falls due and what covers it. Payments count from their credit day, also while they are pending."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import psycopg
from psycopg.rows import class_row

from accounts import rows
from accounts.terms.delinquency import counts_as_full

# Money that comes earlier than this before a loan's due date is an extra payment and does not skip the instalment.
BILLED_DAYS_AHEAD = timedelta(days=25)


@dataclass(slots=True)
class OpenDue:
    """A due that is not covered yet, in cents."""

    account_id: str
    number: int
    due_date: date
    amount_cents: int
    paid_cents: int
    from_statement: bool

    @property
    def unpaid_cents(self) -> int:
        return self.amount_cents - self.paid_cents


@dataclass(frozen=True, slots=True)
class Receipt:
    """A payment as far as dues are concerned."""

    payment_id: str
    account_id: str
    borrower_id: str
    credited_on: date
    amount_cents: int


_OPEN = """
SELECT account_id, number, due_date, amount_cents, paid_cents, statement_id IS NOT NULL AS from_statement
FROM due_status WHERE account_id = ANY(%s) AND paid_on IS NULL AND cancelled_why IS NULL
ORDER BY account_id, due_date, number
"""


def open_dues(connection: psycopg.Connection, account_ids: Sequence[str]) -> dict[str, list[OpenDue]]:
    """Uncovered dues of each account, oldest first, those ahead included."""
    found: dict[str, list[OpenDue]] = {account_id: [] for account_id in account_ids}
    with connection.cursor(row_factory=class_row(OpenDue)) as cursor:
        for due in cursor.execute(_OPEN, [list(account_ids)]):
            found[due.account_id].append(due)
    return found


def cover(connection: psycopg.Connection, receipts: Sequence[Receipt]) -> None:
    """Count payments towards dues, oldest due first; 90 percent covers a due (accounts.terms.delinquency)."""
    if not receipts:
        return
    waiting = open_dues(connection, list({receipt.account_id for receipt in receipts}))
    parts, covered = list[rows.Row](), list[tuple[date, str, int]]()
    for receipt in receipts:
        left = receipt.amount_cents
        for due in waiting[receipt.account_id]:
            billed = due.from_statement or due.due_date <= receipt.credited_on + BILLED_DAYS_AHEAD
            part = min(left, due.unpaid_cents)
            if part <= 0 or not billed or counts_as_full(due.paid_cents, due.amount_cents):
                continue
            due.paid_cents += part
            left -= part
            parts.append(_part(receipt, due.number, part))
            if counts_as_full(due.paid_cents, due.amount_cents):
                covered.append((receipt.credited_on, due.account_id, due.number))
    rows.insert(connection, "due_payments", parts)
    connection.execute(
        "UPDATE dues d SET paid_on = g.paid_on FROM unnest(%s::date[], %s::text[], %s::int[]) "
        "AS g (paid_on, account_id, number) WHERE d.account_id = g.account_id AND d.number = g.number",
        [[row[column] for row in covered] for column in range(3)],
    )


_TOMORROW = """
SELECT p.payment_id, p.account_id, p.borrower_id, p.credited_on, p.amount_cents - coalesce((SELECT sum(x.amount_cents)
  FROM due_payments x WHERE x.payment_id = p.payment_id), 0)::bigint AS amount_cents
FROM payments p WHERE p.account_id = ANY(%s) AND p.status = 'pending' AND p.credited_on > %s
ORDER BY p.credited_on, p.submitted_at, p.payment_id
"""


def cover_new(connection: psycopg.Connection, account_ids: Sequence[str], closed: date) -> None:
    """Count what is credited after a cycle's last day, submitted on it after 8:00 p.m., for the due just made."""
    with connection.cursor(row_factory=class_row(Receipt)) as cursor:
        cover(connection, cursor.execute(_TOMORROW, [list(account_ids), closed]).fetchall())


def _part(receipt: Receipt, number: int, amount_cents: int) -> rows.Row:
    return {
        "payment_id": receipt.payment_id,
        "account_id": receipt.account_id,
        "borrower_id": receipt.borrower_id,
        "number": number,
        "amount_cents": amount_cents,
        "reversal": False,
    }


def uncover(connection: psycopg.Connection, payment_ids: Sequence[str]) -> None:
    """Take back what returned payments had covered; a due that is short again is unpaid again."""
    ids = list(payment_ids)
    connection.execute(
        "INSERT INTO due_payments (payment_id, account_id, borrower_id, number, amount_cents, reversal) "
        "SELECT payment_id, account_id, borrower_id, number, -amount_cents, true FROM due_payments "
        "WHERE payment_id = ANY(%s) AND NOT reversal ON CONFLICT DO NOTHING",
        [ids],
    )
    connection.execute(
        "UPDATE dues d SET paid_on = NULL FROM due_status s "
        "WHERE s.account_id = d.account_id AND s.number = d.number AND d.paid_on IS NOT NULL "
        "AND s.paid_cents * 100 < s.amount_cents * 90 "
        "AND (d.account_id, d.number) IN "
        "(SELECT account_id, number FROM due_payments WHERE payment_id = ANY(%s))",
        [ids],
    )


def cancel_ahead(connection: psycopg.Connection, account_ids: Sequence[str], why: str) -> None:
    """Nothing further falls due on these accounts."""
    connection.execute(
        "UPDATE dues SET cancelled_why = %s WHERE account_id = ANY(%s) AND paid_on IS NULL AND cancelled_why IS NULL",
        [why, list(account_ids)],
    )
