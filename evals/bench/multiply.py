"""A large book for benchmarks: a few hundred accounts lived through real days, then copied under other ids."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

import psycopg
from psycopg import sql

from accounts.closeday import business_date, close_day, start_on
from accounts.posting.draws import DrawRequest, request_draws
from accounts.posting.opening import Opening, open_accounts
from accounts.posting.payments import NewPayment, submit
from accounts.posting.state import DAY
from accounts.rows import insert
from accounts.terms.calendar import EASTERN

OPENED, CLOSING = date(2026, 3, 2), date(2026, 5, 12)
CYCLES = (5, 12, 19, 26)
ORIGINALS = 500
# parents before children; (table, columns that hold an id of the copy's own)
_COPIED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("borrowers", ("borrower_id", "handle")),
    ("accounts", ("account_id", "borrower_id")),
    ("positions", ("account_id", "borrower_id")),
    ("rate_terms", ("account_id", "borrower_id")),
    ("journal_entries", ("entry_id", "command_id", "account_id", "borrower_id")),
    ("postings", ("entry_id", "account_id", "borrower_id")),
    ("draws", ("draw_id", "entry_id", "account_id", "borrower_id")),
    ("payments", ("payment_id", "entry_id", "account_id", "borrower_id")),
    ("statements", ("statement_id", "account_id", "borrower_id")),
    ("statement_interest", ("statement_id", "account_id", "borrower_id")),
    ("dues", ("statement_id", "account_id", "borrower_id")),
    ("due_payments", ("payment_id", "account_id", "borrower_id")),
    ("fees", ("fee_id", "entry_id", "payment_id", "account_id", "borrower_id")),
    ("interest_charges", ("charge_id", "entry_id", "account_id", "borrower_id")),
    ("autopay", ("account_id", "borrower_id")),
)


def live(connection: psycopg.Connection) -> None:
    """ORIGINALS accounts (two lines for each loan) from OPENED up to CLOSING: draws, payments, late ones, autopay."""
    start_on(connection, OPENED)
    numbers = range(ORIGINALS)
    people = [{"borrower_id": f"B-{n}", "handle": f"b-{n}", "name": f"Person {n}", "state": "OH"} for n in numbers]
    insert(connection, "borrowers", [{**each, "member_since": OPENED, "situation": []} for each in people])
    openings = [_opening(number) for number in numbers]
    open_accounts(connection, openings)
    lines = [each.account_id for each in openings if each.limit_cents]
    at = datetime.combine(OPENED + DAY, time(10), EASTERN)
    request_draws(connection, [DrawRequest(f"bench-draw:{each}", each, at, 80_000) for each in lines])
    connection.execute(
        "INSERT INTO autopay (account_id, borrower_id, enrolled, amount_kind, bank_last4, enrolled_on) "
        "SELECT account_id, borrower_id, true, 'minimum', bank_last4, opened_on FROM accounts "
        "WHERE right(account_id, 1) IN ('1', '2', '3')"
    )
    while (day := business_date(connection)) < CLOSING:
        _pay(connection, day, [each.account_id for each in openings])
        close_day(connection, day)
    # one more round so that the closing finds payments to post and draws to settle
    _pay(connection, CLOSING - DAY, [each.account_id for each in openings][::5])
    again = datetime.combine(CLOSING - DAY, time(10), EASTERN)
    request_draws(connection, [DrawRequest(f"bench-again:{each}", each, again, 5_000) for each in lines[::7]])


def _opening(number: int) -> Opening:
    if number % 3 == 2:
        loan = Opening(f"IL-{number:06}", f"B-{number}", "OH", "B", OPENED, "1234", principal_cents=500_000)
        return replace(loan, term_months=24, due_day=1 + number % 28)
    line = Opening(f"CL-{number:06}", f"B-{number}", "OH", "B", OPENED, "1234", limit_cents=200_000)
    return replace(line, cycle_day=CYCLES[number % 4])


def _pay(connection: psycopg.Connection, day: date, accounts: Sequence[str]) -> None:
    payers = [each for index, each in enumerate(accounts) if index % 30 == day.day]
    at = datetime.combine(day, time(11), EASTERN)
    submit(connection, [NewPayment(f"bench-pay:{each}:{day}", each, at, 6_000) for each in payers])


def copy(connection: psycopg.Connection, copies: int) -> int:
    """Copy the accounts of `live` under ids of their own until there are `copies` of each; gives how many there are.

    Loaded with triggers off (superuser): only the size matters, and the copies balance as the originals do.
    """
    connection.execute("SET session_replication_role = replica")
    # ids are six digits: the originals take the lowest, a copy is shifted by its number times ORIGINALS
    account = "left({0}, 3) || lpad((substr({0}, 4)::int + n * %(width)s)::text, 6, '0')"
    for table, own in _COPIED:
        columns = [row[0] for row in connection.execute(_COLUMNS, [f"accounts.{table}"])]
        values = list[sql.Composable]()
        for column in columns:
            name = sql.Identifier(column)
            if column == "account_id":
                values.append(sql.SQL(account).format(sql.SQL("t.{}").format(name)))
            elif column in ("entry_id", "charge_id"):
                values.append(sql.SQL("md5(t.{}::text || n)::uuid").format(name))
            elif column in own:
                values.append(sql.SQL("t.{} || '-' || n").format(name))
            else:
                values.append(sql.SQL("t.{}").format(name))
        connection.execute(
            sql.SQL(
                "INSERT INTO accounts.{table} ({columns}) SELECT {values} FROM accounts.{table} t, "
                "generate_series(1, %(copies)s - 1) n"
            ).format(
                table=sql.Identifier(table),
                columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
                values=sql.SQL(", ").join(values),
            ),
            {"copies": copies, "width": ORIGINALS},
        )
    connection.execute("SET session_replication_role = DEFAULT")
    connection.execute("ANALYZE")
    row = connection.execute("SELECT count(*) FROM accounts.accounts").fetchone()
    return row[0] if row else 0


_COLUMNS = """
SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
AND attidentity = '' AND attgenerated = '' ORDER BY attnum
"""
