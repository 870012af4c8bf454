"""The double-entry journal of the pools: each entry balances in the pool's book and in the lender's, and stays."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

import psycopg

from accounts import rows
from accounts.funding.once import refuse

POOL_CASH: Final = "P100"
RECEIVABLES: Final = {"principal": "P110", "interest": "P120", "fees": "P130"}
DUE_FROM_SERVICER: Final = "P140"
ORIGINATOR: Final = "P200"
INVESTOR: Final = "P300"
INTEREST_INCOME: Final = "P500"
PREMIUM: Final = "P540"
REPURCHASE_RESULT: Final = "P545"
SERVICING_FEE: Final = "P550"
LENDER_CASH: Final = "L100"
TRANSFERRED: Final = "L110"
INTEREST_IN_POOLS: Final = "L120"
DUE_TO_POOLS: Final = "L200"
SALE_RESULT: Final = "L410"
ACCRUED_SOLD: Final = "L420"
SERVICING_INCOME: Final = "L440"


@dataclass(frozen=True, slots=True)
class PoolLine:
    """One posting: signed cents, debit positive; receivables name the account and its borrower."""

    gl_code: str
    amount_cents: int
    account_id: str | None = None
    borrower_id: str | None = None


@dataclass(frozen=True, slots=True)
class PoolEntry:
    """An entry of a pool. booked_on: the business day that it belongs to; a transfer's cut-off."""

    command_id: str
    pool_id: str
    kind: str
    booked_on: date
    posted_at: datetime
    description: str
    lines: tuple[PoolLine, ...]
    reverses: UUID | None = None

    @property
    def entry_id(self) -> UUID:
        return entry_id(self.command_id)


def entry_id(command_id: str) -> UUID:
    """The id of the entry that a command makes: `md5(command_id)::uuid` in SQL."""
    return UUID(hashlib.md5(command_id.encode(), usedforsecurity=False).hexdigest())


def post(connection: psycopg.Connection, entry: PoolEntry) -> UUID:
    """Post an entry, without its lines of no amount; one of which nothing is left is not posted.

    The database refuses one that does not balance in each book. Raises psycopg.errors.CheckViolation (unbalanced) and
    UniqueViolation (the command id has its entry already).
    """
    lines = [line for line in entry.lines if line.amount_cents]
    if not lines:
        return entry.entry_id
    head = {
        "entry_id": entry.entry_id,
        "command_id": entry.command_id,
        "pool_id": entry.pool_id,
        "kind": entry.kind,
        "booked_on": entry.booked_on,
        "posted_at": entry.posted_at,
        "description": entry.description,
        "reverses": entry.reverses,
    }
    rows.insert(connection, "funding_entries", [head])
    rows.insert(connection, "funding_postings", [_row(entry.entry_id, n, line) for n, line in enumerate(lines)])
    return entry.entry_id


def _row(entry: UUID, number: int, line: PoolLine) -> rows.Row:
    return {
        "entry_id": entry,
        "line": number,
        "gl_code": line.gl_code,
        "account_id": line.account_id,
        "borrower_id": line.borrower_id,
        "amount_cents": line.amount_cents,
    }


def reverse(connection: psycopg.Connection, command_id: str, entry: UUID, on: date, at: datetime) -> UUID:
    """Take an entry back by a counter-entry booked on `on`. Raises Refused where it is unknown or reversed already."""
    found = connection.execute(
        "SELECT e.pool_id, e.description, EXISTS (SELECT 1 FROM funding_entries r WHERE r.reverses = e.entry_id) "
        "FROM funding_entries e WHERE e.entry_id = %s",
        [entry],
    ).fetchone()
    if found is None or found[2]:
        raise refuse("not-reversible", f"Entry {entry} {'was reversed before' if found else 'is not in the books'}.")
    lines = connection.execute(
        "SELECT gl_code, -amount_cents, account_id, borrower_id FROM funding_postings "
        "WHERE entry_id = %s ORDER BY line",
        [entry],
    ).fetchall()
    text = f"Reversal: {found[1]}"
    return post(
        connection,
        PoolEntry(command_id, found[0], "reversal", on, at, text, tuple(PoolLine(*line) for line in lines), entry),
    )


def total(lines: Sequence[PoolLine]) -> int:
    """What lines add up to, in cents."""
    return sum(line.amount_cents for line in lines)
