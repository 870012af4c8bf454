"""What a recomputed timeline has otherwise than the real one, and how the real one takes it over."""

import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.rows import class_row

from accounts import ledger
from accounts.commands.base import Books
from accounts.ledger import Bucket, Entry, Line

KEYS: dict[str, tuple[str, ...]] = {
    "accounts": ("account_id",),
    "rate_terms": ("account_id", "rate_bucket", "from_on"),
    "autopay": ("account_id",),
    "hardship_plans": ("account_id", "started_on"),
    "draws": ("draw_id",),
    "payments": ("payment_id",),
    "statements": ("statement_id",),
    "statement_interest": ("statement_id", "line"),
    "dues": ("account_id", "number"),
    "due_payments": ("payment_id", "number", "reversal"),
    "fees": ("fee_id",),
    "interest_charges": ("charge_id", "line"),
    "bureau_reports": ("account_id", "month_end"),
}
"""The rows of a timeline by their keys, parents before children."""
TIMELINE = (*KEYS, "journal_entries", "postings")
_REFERS: dict[str, tuple[str, ...]] = {
    "draws": ("entry_id",),
    "payments": ("entry_id", "return_entry_id"),
    "fees": ("entry_id",),
    "interest_charges": ("entry_id",),
}
_IGNORED = ["version", "corrected_on"]

_ENTRIES = """
SELECT e.entry_id, e.seq, regexp_replace(e.command_id, '#RP-[0-9a-f]+$', '') AS command_id, e.kind, e.effective_on,
  e.booked_on, e.description, e.reverses,
  (SELECT json_agg(json_build_array(p.gl_code, p.amount_cents, p.bucket, p.rate_bucket) ORDER BY p.line)
    FROM {schema}.postings p WHERE p.entry_id = e.entry_id) AS lines
FROM {schema}.journal_entries e WHERE e.account_id = %s AND e.kind <> 'replay_reversal'
AND NOT EXISTS (SELECT 1 FROM {schema}.journal_entries r WHERE r.reverses = e.entry_id AND r.kind = 'replay_reversal')
ORDER BY e.seq
"""


def post_difference(books: Books, replay_id: str) -> None:
    """Make the account's real timeline the recomputed one; what is replaced is kept in `superseded`."""
    connection, account = books.connection, books.account
    reversals, posted, renamed = _entries(books, replay_id)
    for table, columns in _REFERS.items():
        for column in columns:
            _rename(connection, table, column, account, renamed)
    connection.execute(
        "INSERT INTO accounts.replays (replay_id, account_id, borrower_id, command_id, at, recorded_on, from_on, "
        "reversed, posted) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            *(replay_id, account, books.borrower_id, books.command_id, books.at, books.today, books.value_on),
            *(len(reversals), len(posted)),
        ],
    )
    ledger.post(connection, [*reversals, *posted])
    for table in KEYS:
        _keep_former(books, replay_id, table)
        _take_over(books, table)
    for table in reversed(KEYS):
        if table != "accounts":
            _remove(books, table)


@dataclass(frozen=True, slots=True)
class _Posted:
    """An entry that stands, with its command as it was first given; lines are (GL code, cents, bucket, rate bucket)."""

    entry_id: UUID
    seq: int
    command_id: str
    kind: str
    effective_on: date
    booked_on: date
    description: str
    reverses: UUID | None
    lines: list[tuple[str, int, Bucket | None, str | None]]

    def content(self, reverses: str | None) -> str:
        facts = (self.command_id, self.kind, self.effective_on, self.booked_on, self.description, self.lines, reverses)
        return json.dumps(facts, default=str)

    def signed(self, sign: int) -> tuple[Line, ...]:
        return tuple(Line(code, sign * cents, bucket, rate_bucket) for code, cents, bucket, rate_bucket in self.lines)


def _standing(books: Books, schema: str) -> list[_Posted]:
    with books.connection.cursor(row_factory=class_row(_Posted)) as cursor:
        return cursor.execute(_ENTRIES.format(schema=schema).encode(), [books.account]).fetchall()


def _entries(books: Books, replay_id: str) -> tuple[list[Entry], list[Entry], dict[str, str]]:
    """Counter-entries, entries to post, and which real id stands for each recomputed one."""
    real, again = _standing(books, "accounts"), _standing(books, "replay")
    named = {row.entry_id: row.command_id for row in (*real, *again)}

    def content(row: _Posted) -> str:
        return row.content(named[row.reverses] if row.reverses else None)

    same = {content(row): row for row in real}
    renamed, posted, kept = dict[UUID, UUID](), list[Entry](), set[UUID]()
    for row in again:
        found = same.get(content(row))
        if found is None:
            command = f"{row.command_id}#{replay_id}"
            renamed[row.entry_id] = ledger.entry_id(command)
            reverses = renamed.get(row.reverses) if row.reverses else None
            posted.append(_dated(books, replay_id, row, command, row.kind, 1, reverses))
        else:
            renamed[row.entry_id] = found.entry_id
            kept.add(found.entry_id)
    gone = [
        _dated(books, replay_id, row, f"{replay_id}:{row.entry_id}", "replay_reversal", -1, row.entry_id)
        for row in real
        if row.entry_id not in kept
    ]
    return gone, posted, {str(key): str(value) for key, value in renamed.items()}


def _dated(
    books: Books, replay_id: str, row: _Posted, command: str, kind: str, sign: int, reverses: UUID | None
) -> Entry:
    """The entry as it should have been dated, posted today."""
    return Entry(
        command_id=command,
        account_id=books.account,
        borrower_id=books.borrower_id,
        kind=kind,
        effective_on=row.effective_on,
        posted_on=books.today,
        description=row.description,
        lines=row.signed(sign),
        reverses=reverses,
        posted_at=books.at,
        booked_on=row.booked_on,
        replay_id=replay_id,
    )


def _rename(connection: psycopg.Connection, table: str, column: str, account: str, renamed: dict[str, str]) -> None:
    statement = sql.SQL(
        "UPDATE {table} t SET {column} = g.real FROM unnest(%s::uuid[], %s::uuid[]) AS g (again, real) "
        "WHERE t.account_id = %s AND t.{column} = g.again"
    ).format(table=sql.Identifier("replay", table), column=sql.Identifier(column))
    connection.execute(statement, [list(renamed), list(renamed.values()), account])


def _match(table: str) -> sql.Composed:
    pairs = [sql.SQL("s.{0} = r.{0}").format(sql.Identifier(column)) for column in KEYS[table]]
    return sql.SQL(" AND ").join(pairs)


def _keep_former(books: Books, replay_id: str, table: str) -> None:
    """Archive the rows that are about to change or go."""
    key = sql.SQL(", ").join(sql.SQL("{0}, r.{1}").format(sql.Literal(c), sql.Identifier(c)) for c in KEYS[table])
    statement = sql.SQL(
        "INSERT INTO accounts.superseded (replay_id, account_id, borrower_id, table_name, key, row) "
        "SELECT %s, r.account_id, r.borrower_id, {name}, jsonb_build_object({key}), to_jsonb(r) FROM {real} r "
        "WHERE r.account_id = %s AND NOT EXISTS (SELECT 1 FROM {again} s WHERE {match} "
        "AND to_jsonb(s) - %s::text[] = to_jsonb(r) - %s::text[])"
    ).format(
        name=sql.Literal(table),
        key=key,
        real=sql.Identifier("accounts", table),
        again=sql.Identifier("replay", table),
        match=_match(table),
    )
    books.connection.execute(statement, [replay_id, books.account, _IGNORED, _IGNORED])


def _take_over(books: Books, table: str) -> None:
    """Change and add rows so that they are the recomputed ones; a statement that changes is a new version."""
    columns = [
        row[0]
        for row in books.connection.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
            "AND attname <> ALL(%s) ORDER BY attnum",
            [f"accounts.{table}", _IGNORED],
        )
    ]
    sets = [sql.SQL("{0} = s.{0}").format(sql.Identifier(each)) for each in columns if each not in KEYS[table]]
    if table == "statements":
        sets += [sql.SQL("version = r.version + 1"), sql.SQL("corrected_on = {}").format(sql.Literal(books.today))]
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    parts = {
        "real": sql.Identifier("accounts", table),
        "again": sql.Identifier("replay", table),
        "match": _match(table),
        "sets": sql.SQL(", ").join(sets),
        "names": names,
    }
    change = sql.SQL(
        "UPDATE {real} r SET {sets} FROM {again} s WHERE r.account_id = %s AND {match} "
        "AND to_jsonb(s) - %s::text[] <> to_jsonb(r) - %s::text[]"
    ).format(**parts)
    books.connection.execute(change, [books.account, _IGNORED, _IGNORED])
    add = sql.SQL(
        "INSERT INTO {real} ({names}) SELECT {names} FROM {again} s WHERE s.account_id = %s "
        "AND NOT EXISTS (SELECT 1 FROM {real} r WHERE {match})"
    ).format(**parts)
    books.connection.execute(add, [books.account])


def _remove(books: Books, table: str) -> None:
    statement = sql.SQL(
        "DELETE FROM {real} r WHERE r.account_id = %s AND NOT EXISTS (SELECT 1 FROM {again} s WHERE {match})"
    ).format(real=sql.Identifier("accounts", table), again=sql.Identifier("replay", table), match=_match(table))
    books.connection.execute(statement, [books.account])
