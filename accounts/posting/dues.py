"""What falls due and what covers it. Payments count from their credit day, also while they are pending.

What is disputed is not due while the dispute is open: payments fill it last. Source: 12 CFR 1026.13(d)(1).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import psycopg
from psycopg.rows import class_row

from accounts import rows
from accounts.posting.standing import EasedDue, eased_dues
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
    """A payment as far as dues are concerned.

    disputes_as_of: the last whole day that the payment follows, whose open disputes it therefore knows; the order of
    a day's commands and disputes is not kept, so one of the same day is not among them.
    """

    payment_id: str
    account_id: str
    borrower_id: str
    credited_on: date
    amount_cents: int
    disputes_as_of: date


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
    """Count payments towards dues, oldest due first; 90 percent covers a due (accounts.terms.delinquency).

    What is disputed of a due comes after all that is not.
    """
    if not receipts:
        return
    waiting = open_dues(connection, list({receipt.account_id for receipt in receipts}))
    eased = {day: eased_dues(connection, list(waiting), day) for day in {each.disputes_as_of for each in receipts}}
    parts, covered = list[rows.Row](), list[tuple[date, str, int]]()
    for receipt in receipts:
        last_day = receipt.credited_on + BILLED_DAYS_AHEAD
        billed = [due for due in waiting[receipt.account_id] if due.from_statement or due.due_date <= last_day]
        open_before = {due.number for due in billed if not counts_as_full(due.paid_cents, due.amount_cents)}
        filled = _fill(receipt.amount_cents, billed, eased[receipt.disputes_as_of])
        parts += [_part(receipt, number, cents) for number, cents in filled.items()]
        covered += [
            (receipt.credited_on, due.account_id, due.number)
            for due in billed
            if due.number in open_before and counts_as_full(due.paid_cents, due.amount_cents)
        ]
    rows.insert(connection, "due_payments", parts)
    connection.execute(
        "UPDATE dues d SET paid_on = g.paid_on FROM unnest(%s::date[], %s::text[], %s::int[]) "
        "AS g (paid_on, account_id, number) WHERE d.account_id = g.account_id AND d.number = g.number",
        [[row[column] for row in covered] for column in range(3)],
    )


def _fill(left: int, billed: Sequence[OpenDue], eased: Mapping[tuple[str, int], EasedDue]) -> dict[int, int]:
    """Pay dues of one account from `left` cents: what is not disputed of each, then the rest. Gives cents by number."""
    filled = dict[int, int]()
    for disputed_too in (False, True):
        for due in billed:
            part_of = None if disputed_too else eased.get((due.account_id, due.number))
            wanted = due.amount_cents - (part_of.left_out_cents if part_of else 0)
            part = min(left, wanted - due.paid_cents)
            if part <= 0 or counts_as_full(due.paid_cents, wanted):
                continue
            due.paid_cents += part
            left -= part
            filled[due.number] = filled.get(due.number, 0) + part
    return filled


_TOMORROW = """
SELECT p.payment_id, p.account_id, p.borrower_id, p.credited_on, p.amount_cents - coalesce((SELECT sum(x.amount_cents)
  FROM due_payments x WHERE x.payment_id = p.payment_id), 0)::bigint AS amount_cents, %(closed)s AS disputes_as_of
FROM payments p WHERE p.account_id = ANY(%(ids)s) AND p.status = 'pending' AND p.credited_on > %(closed)s
ORDER BY p.credited_on, p.submitted_at, p.payment_id
"""


def cover_new(connection: psycopg.Connection, account_ids: Sequence[str], closed: date) -> None:
    """Count what is credited after a cycle's last day, submitted on it after 8:00 p.m., for the due just made."""
    with connection.cursor(row_factory=class_row(Receipt)) as cursor:
        cover(connection, cursor.execute(_TOMORROW, {"ids": list(account_ids), "closed": closed}).fetchall())


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


def ease_dues(connection: psycopg.Connection, account_id: str, owed_cents: int) -> None:
    """After a correction, no more falls due on a line than is owed: the newest dues are lowered first."""
    waiting = open_dues(connection, [account_id])[account_id]
    over = sum(due.unpaid_cents for due in waiting) - max(owed_cents, 0)
    changed = list[tuple[int, str | None, str, int]]()
    for due in reversed(waiting):
        cut = min(over, due.unpaid_cents)
        if cut <= 0:
            break
        over -= cut
        gone = "corrected after a dispute" if cut == due.unpaid_cents else None
        changed.append((due.amount_cents - cut, gone, account_id, due.number))
    connection.cursor().executemany(
        "UPDATE dues SET amount_cents = %s, cancelled_why = %s WHERE account_id = %s AND number = %s", changed
    )
