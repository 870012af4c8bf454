"""Fees given back: waived by courtesy, or reversed because they should never have been charged."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

import psycopg
from psycopg.rows import class_row, dict_row

from accounts import ledger, rows
from accounts.ledger import Entry, Line
from accounts.posting import state as states
from accounts.posting.apply import split
from accounts.posting.credits import catch_up_interest, post_credit, written_back
from accounts.posting.state import AccountState


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee that was charged; `newer_cents` is what newer fees that count come to, owed before this one."""

    fee_id: str
    account_id: str
    kind: str
    amount_cents: int
    assessed_on: date
    due_number: int | None
    due_date_missed: date | None
    payment_id: str | None
    rule: str
    why: str
    status: str
    entry_id: UUID | None
    newer_cents: int

    def open_cents(self, state: AccountState) -> int:
        """What of the fee is still owed: the oldest fees are paid first."""
        return min(max(state.fees_cents - self.newer_cents, 0), self.amount_cents)


_FEE = """
SELECT f.fee_id, f.account_id, f.kind, f.amount_cents, f.assessed_on, f.due_number, f.due_date_missed, f.payment_id,
  f.rule, f.why, f.status, f.entry_id, coalesce((SELECT sum(n.amount_cents) FROM fees n
    WHERE n.account_id = f.account_id AND n.status IN ('charged', 'paid')
    AND (n.assessed_on, n.kind, coalesce(n.due_number, 0), n.fee_id)
      > (f.assessed_on, f.kind, coalesce(f.due_number, 0), f.fee_id)), 0)::bigint AS newer_cents
FROM fees f WHERE f.fee_id = %s AND f.account_id = %s
"""


def fee(connection: psycopg.Connection, account_id: str, fee_id: str) -> Fee | None:
    """A fee of an account, None when it has no such fee."""
    with connection.cursor(row_factory=class_row(Fee)) as cursor:
        return cursor.execute(_FEE, [fee_id, account_id]).fetchone()


Giving = Literal["waiver", "fee_reversal"]


def give_back(
    connection: psycopg.Connection, given: Fee, command_id: str, kind: Giving, at: datetime, on: date, why: str
) -> dict[str, int]:
    """Take a fee back: what is owed of it is owed no more, what was paid of it becomes a credit towards the rest.

    A waiver is the lender's cost, a reversal takes the income back. Gives the cents of both parts.
    """
    state = states.load(connection, [given.account_id])[given.account_id]
    command = f"{kind}:{command_id}"
    catch_up_interest(connection, state, command, on)
    owed = given.open_cents(state)
    lines = list[Line]()
    if owed:
        lines.append(state.line("fees", -owed))
        state.apply(lines, on)
    paid = given.amount_cents - owed
    more = split(state, paid, 0, on)[1] if paid else ()
    contra = Line(ledger.WAIVERS if kind == "waiver" else ledger.FEE_INCOME, given.amount_cents)
    text = f"Fee {'waived' if kind == 'waiver' else 'reversed, charged in error'}: {why}"
    entry = Entry(
        *(command, given.account_id, state.borrower_id, kind, on, on, text),
        (*lines, *more, contra, *written_back(state, given.amount_cents)),
        reverses=given.entry_id if kind == "fee_reversal" else None,
        posted_at=at,
    )
    _mark(connection, given.fee_id, "waived" if kind == "waiver" else "reversed", on, why)
    post_credit(connection, states.load(connection, [given.account_id])[given.account_id], entry)
    return {"no_longer_owed_cents": owed, "credited_cents": paid}


def _mark(connection: psycopg.Connection, fee_id: str, status: str, on: date, why: str) -> None:
    connection.execute(
        "UPDATE fees SET status = %s, waived_on = %s, waived_why = %s WHERE fee_id = %s", [status, on, why, fee_id]
    )


_NEVER = """
SELECT fee_id, account_id, borrower_id, kind, amount_cents, assessed_on, due_number, due_date_missed, payment_id, rule,
  why, 'reversed' AS status, reversed_on AS waived_on, reason AS waived_why
FROM fee_reversals WHERE fee_id = %s
"""


def never_charged(connection: psycopg.Connection, fee_id: str) -> bool:
    """Keep, before the day on which a fee would be charged again, that it was reversed; so it is not charged.

    A step of a recomputation; False where nothing says that this fee was reversed.
    """
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(_NEVER, [fee_id]).fetchone()
    if row is None:
        return False
    rows.insert(connection, "fees", [row], skip_existing=True)
    return True
