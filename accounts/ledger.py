"""The double-entry journal: entries that balance, posted once per command, never changed afterwards."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID, uuid5

import psycopg

from accounts import rows

Bucket = Literal["principal", "interest", "fees", "credit"]
_NAMESPACE = UUID("5f0c7a52-3c0e-5d0e-9f52-9d1f6c1f2a10")

CASH = "1010"
INTEREST_INCOME = "4100"
FEE_INCOME = "4200"
ORIGINATION_INCOME = "4300"
CHARGE_OFFS = "5100"
WRITTEN_DOWN = "1400"
WAIVERS = "5200"


class CommandConflict(ValueError):
    """A command id came back with other content. Use a new command id for a new effect."""


class Unbalanced(ValueError):
    """Postings of an entry do not add up to zero. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Line:
    """One posting: signed cents, debit positive. On an account (`bucket` set) a debit raises what is owed."""

    gl_code: str
    amount_cents: int
    bucket: Bucket | None = None
    rate_bucket: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A journal entry of one account. `command_id` names the cause: posted again, it has no second effect."""

    command_id: str
    account_id: str
    borrower_id: str
    kind: str
    effective_on: date
    posted_on: date
    description: str
    lines: tuple[Line, ...]
    reverses: UUID | None = None

    @property
    def entry_id(self) -> UUID:
        return entry_id(self.command_id)

    @property
    def content_hash(self) -> str:
        facts = (self.account_id, self.kind, self.effective_on, self.posted_on, self.description, self.reverses)
        lines = [(each.gl_code, each.amount_cents, each.bucket, each.rate_bucket) for each in self.lines]
        return hashlib.sha256(json.dumps([facts, lines], default=str).encode()).hexdigest()


def entry_id(command_id: str) -> UUID:
    """The id of the entry that a command makes: the same command, the same id, on every machine."""
    return uuid5(_NAMESPACE, command_id)


def receivable_gl(product: str, bucket: Bucket) -> str:
    """The general-ledger account that carries a bucket of an account of `product`."""
    principal = "1110" if product == "cash_line" else "1120"
    return {"principal": principal, "interest": "1200", "fees": "1300", "credit": "2100"}[bucket]


def post(connection: psycopg.Connection, entries: Sequence[Entry]) -> list[UUID]:
    """Post entries in order and return their ids; a command that is posted already returns its first entry.

    Raises Unbalanced and CommandConflict before anything is written; the database refuses unbalanced entries again
    at commit.
    """
    if not entries:
        return []
    for entry in entries:
        _check(entry)
    known: dict[str, str] = dict(
        connection.execute(
            "SELECT command_id, content_hash FROM accounts.journal_entries WHERE command_id = ANY(%s)",
            [[entry.command_id for entry in entries]],
        ).fetchall()
    )
    fresh = list[Entry]()
    for entry in entries:
        if entry.command_id not in known:
            known[entry.command_id] = entry.content_hash
            fresh.append(entry)
        elif known[entry.command_id] != entry.content_hash:
            raise CommandConflict(f"command {entry.command_id} was posted with other content")
    _write(connection, fresh)
    return [entry.entry_id for entry in entries]


def _check(entry: Entry) -> None:
    total = sum(line.amount_cents for line in entry.lines)
    if total != 0 or len(entry.lines) < 2 or any(line.amount_cents == 0 for line in entry.lines):
        raise Unbalanced(f"command {entry.command_id}: {len(entry.lines)} postings add up to {total} cents")


def _write(connection: psycopg.Connection, entries: Sequence[Entry]) -> None:
    rows.insert(
        connection,
        "journal_entries",
        [
            {
                "entry_id": entry.entry_id,
                "command_id": entry.command_id,
                "content_hash": entry.content_hash,
                "borrower_id": entry.borrower_id,
                "account_id": entry.account_id,
                "kind": entry.kind,
                "effective_on": entry.effective_on,
                "posted_on": entry.posted_on,
                "description": entry.description,
                "reverses": entry.reverses,
            }
            for entry in entries
        ],
    )
    rows.insert(
        connection,
        "postings",
        [
            {
                "entry_id": entry.entry_id,
                "line": number,
                "gl_code": line.gl_code,
                "borrower_id": entry.borrower_id if line.bucket else None,
                "account_id": entry.account_id if line.bucket else None,
                "bucket": line.bucket,
                "rate_bucket": line.rate_bucket,
                "effective_on": entry.effective_on,
                "amount_cents": line.amount_cents,
            }
            for entry in entries
            for number, line in enumerate(entry.lines)
        ],
    )
