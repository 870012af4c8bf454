"""The double-entry journal: entries that balance, posted once per command, never changed afterwards."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal
from uuid import UUID, uuid5

import psycopg

from accounts.terms.calendar import EASTERN

Bucket = Literal["principal", "interest", "fees", "credit", "draw_hold", "payment_hold"]
_NAMESPACE = UUID("5f0c7a52-3c0e-5d0e-9f52-9d1f6c1f2a10")

CASH = "1010"
INTEREST_INCOME = "4100"
FEE_INCOME = "4200"
ORIGINATION_INCOME = "4300"
CHARGE_OFFS = "5100"
WRITTEN_DOWN = "1400"
WAIVERS = "5200"
DRAWS_CONTRA = "9190"
PAYMENTS_CONTRA = "9290"
_END_OF_DAY = time(23, 59)


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
    """A journal entry of one account. `command_id` names the cause: posted again, it has no second effect.

    effective_on: the day from which it counts. posted_on, posted_at: when the books first have it (end of day unless
    given). booked_on: the business day to whose close it belongs, posted_on unless a replay posts it.
    """

    command_id: str
    account_id: str
    borrower_id: str
    kind: str
    effective_on: date
    posted_on: date
    description: str
    lines: tuple[Line, ...]
    reverses: UUID | None = None
    posted_at: datetime | None = None
    booked_on: date | None = None
    replay_id: str | None = None

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
    codes: dict[Bucket, str] = {
        "principal": principal,
        "interest": "1200",
        "fees": "1300",
        "credit": "2100",
        "draw_hold": "9110",
        "payment_hold": "9210",
    }
    return codes[bucket]


_POST = """
WITH given AS (
  SELECT * FROM json_to_recordset(%(entries)s) AS x(n int, entry_id uuid, command_id text, content_hash text,
    borrower_id text, account_id text, kind text, effective_on date, posted_on date, posted_at timestamptz,
    booked_on date, description text, reverses uuid, replay_id text)
), fresh AS (
  INSERT INTO journal_entries (entry_id, command_id, content_hash, borrower_id, account_id, kind, effective_on,
    posted_on, posted_at, booked_on, description, reverses, replay_id)
  SELECT entry_id, command_id, content_hash, borrower_id, account_id, kind, effective_on,
    posted_on, posted_at, booked_on, description, reverses, replay_id FROM given ORDER BY n
  ON CONFLICT (command_id) DO NOTHING RETURNING entry_id, effective_on
), lines AS (
  INSERT INTO postings (entry_id, line, gl_code, borrower_id, account_id, bucket, rate_bucket, effective_on,
    amount_cents)
  SELECT l.entry_id, l.line, l.gl_code, l.borrower_id, l.account_id, l.bucket, l.rate_bucket, f.effective_on,
    l.amount_cents
  FROM json_to_recordset(%(lines)s) AS l(entry_id uuid, line int, gl_code text, borrower_id text, account_id text,
    bucket text, rate_bucket text, amount_cents bigint) JOIN fresh f USING (entry_id)
)
SELECT g.command_id, g.content_hash FROM given g WHERE NOT EXISTS (SELECT 1 FROM fresh f WHERE f.entry_id = g.entry_id)
"""


def post(connection: psycopg.Connection, entries: Sequence[Entry]) -> list[UUID]:
    """Post entries in order and return their ids; a command that is posted already returns its first entry.

    One statement, so that positions and limits are checked once. Raises Unbalanced before anything is written, and
    CommandConflict, after which the caller's transaction has to be rolled back.
    """
    distinct = dict[str, Entry]()
    for entry in entries:
        _check(entry)
        if distinct.setdefault(entry.command_id, entry).content_hash != entry.content_hash:
            raise CommandConflict(f"command {entry.command_id} came twice with different content")
    if distinct:
        _write(connection, list(distinct.values()))
    return [entry.entry_id for entry in entries]


def known(connection: psycopg.Connection, command_id: str) -> bool:
    """Whether an entry of this command is posted."""
    found = connection.execute("SELECT 1 FROM journal_entries WHERE command_id = %s", [command_id]).fetchone()
    return found is not None


_RENEWED = """
SELECT DISTINCT ON (base) base, base || '#' || r.replay_id
FROM (SELECT entry_id, regexp_replace(command_id, '#RP-[0-9a-f]+$', '') AS base FROM journal_entries
  WHERE account_id IN (SELECT account_id FROM replays WHERE account_id = ANY(%s))) e
JOIN journal_entries r ON r.reverses = e.entry_id AND r.kind = 'replay_reversal'
WHERE base = ANY(%s) ORDER BY base, r.seq DESC
"""


def renewed(connection: psycopg.Connection, account_ids: Sequence[str], commands: Sequence[str]) -> dict[str, str]:
    """Command ids to post under where a recomputation took back what was posted under these: it happens again now."""
    return dict(connection.execute(_RENEWED, [list(account_ids), list(commands)]).fetchall())


def _check(entry: Entry) -> None:
    total = sum(line.amount_cents for line in entry.lines)
    if total != 0 or len(entry.lines) < 2 or any(line.amount_cents == 0 for line in entry.lines):
        raise Unbalanced(f"command {entry.command_id}: {len(entry.lines)} postings add up to {total} cents")


def _write(connection: psycopg.Connection, entries: Sequence[Entry]) -> None:
    given = {
        "entries": json.dumps([_entry_row(number, entry) for number, entry in enumerate(entries)], default=str),
        "lines": json.dumps(
            [_line_row(entry, n, line) for entry in entries for n, line in enumerate(entry.lines)], default=str
        ),
    }
    known = connection.execute(_POST, given).fetchall()
    if not known:
        return
    first: dict[str, str] = dict(
        connection.execute(
            "SELECT command_id, content_hash FROM journal_entries WHERE command_id = ANY(%s)",
            [[row[0] for row in known]],
        ).fetchall()
    )
    for command_id, content_hash in known:
        if first.get(command_id) != content_hash:
            raise CommandConflict(f"command {command_id} was posted with other content")


def _entry_row(number: int, entry: Entry) -> dict[str, object]:
    return {
        "n": number,
        "entry_id": entry.entry_id,
        "command_id": entry.command_id,
        "content_hash": entry.content_hash,
        "borrower_id": entry.borrower_id,
        "account_id": entry.account_id,
        "kind": entry.kind,
        "effective_on": entry.effective_on,
        "posted_on": entry.posted_on,
        "posted_at": entry.posted_at or datetime.combine(entry.posted_on, _END_OF_DAY, EASTERN),
        "booked_on": entry.booked_on or entry.posted_on,
        "description": entry.description,
        "reverses": entry.reverses,
        "replay_id": entry.replay_id,
    }


def _line_row(entry: Entry, number: int, line: Line) -> dict[str, object]:
    return {
        "entry_id": entry.entry_id,
        "line": number,
        "gl_code": line.gl_code,
        "borrower_id": entry.borrower_id,
        "account_id": entry.account_id if line.bucket else None,
        "bucket": line.bucket,
        "rate_bucket": line.rate_bucket,
        "amount_cents": line.amount_cents,
    }
