"""The journal: entries balance, are never changed, and a command has one effect. Held by code and by the database."""

from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import errors

from accounts import ledger, rows
from accounts.ledger import CommandConflict, Entry, Line, Unbalanced
from accounts.posting.opening import Opening, open_accounts
from tests.conftest import Database

ON = date(2026, 3, 2)
LINE = "CL-100001"
LIMIT = 500_000
AMOUNTS = st.integers(-300_000, 300_000).filter(bool)


@pytest.fixture
def books(accounts_db: Database) -> Iterator[psycopg.Connection]:
    with psycopg.connect(accounts_db.url("accounts_ops")) as connection:
        borrower = {"borrower_id": "B-1", "handle": "b-1", "name": "B One", "state": "TX", "language": "en"}
        rows.insert(connection, "borrowers", [{**borrower, "member_since": ON, "situation": []}])
        open_accounts(connection, [Opening(LINE, "B-1", "TX", "B", ON, "1234", limit_cents=LIMIT, cycle_day=12)])
        connection.commit()
        yield connection
        connection.rollback()


def entry(command: str, *lines: Line) -> Entry:
    return Entry(command, LINE, "B-1", "draw", ON, ON, "A draw", lines)


def draw(command: str, cents: int) -> Entry:
    return entry(command, Line("1110", cents, "principal", "standard"), Line(ledger.CASH, -cents))


def principal(books: psycopg.Connection) -> int:
    row = books.execute("SELECT principal_cents FROM accounts.balances").fetchone()
    assert row
    return row[0]


def test_a_command_posted_again_has_its_first_effect(books: psycopg.Connection) -> None:
    first = ledger.post(books, [draw("d1", 12_300)])
    again = ledger.post(books, [draw("d1", 12_300), draw("d1", 12_300)])
    assert again == first * 2
    assert books.execute("SELECT principal_cents FROM accounts.balances").fetchone() == (12_300,)


def test_a_known_command_with_other_content_is_refused_and_nothing_of_the_batch_is_written(
    books: psycopg.Connection,
) -> None:
    ledger.post(books, [draw("d1", 12_300)])
    with pytest.raises(CommandConflict, match="d1"), books.transaction():
        ledger.post(books, [draw("d2", 500), draw("d1", 12_301)])
    assert books.execute("SELECT count(*) FROM accounts.journal_entries").fetchone() == (1,)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.lists(AMOUNTS, min_size=1, max_size=6))
def test_whatever_is_posted_adds_up_to_zero_and_stays_within_the_limit(
    books: psycopg.Connection, amounts: list[int]
) -> None:
    lines = [Line("1110", cents, "principal", "standard") for cents in amounts]
    balanced = [*lines, Line(ledger.CASH, -sum(amounts))] if sum(amounts) else lines
    if len(balanced) < 2:
        return
    before = principal(books)
    after = before + sum(amounts)
    if 0 <= after <= LIMIT:
        ledger.post(books, [entry(f"any:{uuid4()}", *balanced)])
    else:
        with pytest.raises(errors.CheckViolation), books.transaction():
            ledger.post(books, [entry(f"any:{uuid4()}", *balanced)])
        after = before
    assert principal(books) == after
    assert books.execute("SELECT coalesce(sum(amount_cents), 0) FROM accounts.postings").fetchone() == (0,)


@given(amounts=st.lists(AMOUNTS, max_size=5).filter(lambda found: len(found) < 2 or sum(found) != 0))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_unbalanced_entry_is_refused(books: psycopg.Connection, amounts: list[int]) -> None:
    lines = [Line("1110", cents, "principal", "standard") for cents in amounts]
    with pytest.raises(Unbalanced):
        ledger.post(books, [entry("unbalanced", *lines)])


def test_the_database_itself_refuses_an_unbalanced_entry_in_its_statement(books: psycopg.Connection) -> None:
    ledger.post(books, [draw("d1", 12_300)])
    posting = {"entry_id": ledger.entry_id("d1"), "line": 7, "gl_code": ledger.CASH, "effective_on": ON}
    for one_sided in ([1], [1, 1], [5, -4]):
        lines = [{**posting, "line": 7 + n, "amount_cents": cents} for n, cents in enumerate(one_sided)]
        with pytest.raises(errors.CheckViolation, match="does not balance"), books.transaction():
            rows.insert(books, "postings", lines)


def test_the_database_refuses_an_entry_without_postings_at_commit(books: psycopg.Connection) -> None:
    bare = {"entry_id": uuid4(), "command_id": "bare", "content_hash": "x", "borrower_id": "B-1", "account_id": LINE}
    when = {"effective_on": ON, "posted_on": ON, "posted_at": "2026-03-02T12:00:00Z", "booked_on": ON}
    rows.insert(books, "journal_entries", [{**bare, **when, "kind": "draw", "description": "nothing"}])
    with pytest.raises(errors.CheckViolation, match="it has no postings"):
        books.commit()


@pytest.mark.parametrize("table", ["postings", "journal_entries"])
@pytest.mark.parametrize("change", ["UPDATE accounts.{} SET effective_on = '2020-01-01'", "DELETE FROM accounts.{}"])
def test_operations_may_not_change_what_is_posted(books: psycopg.Connection, table: str, change: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        books.execute(change.format(table).encode())


@pytest.mark.parametrize("change", ["UPDATE accounts.postings SET line = 9", "TRUNCATE accounts.postings"])
def test_not_even_the_owner_changes_what_is_posted(
    books: psycopg.Connection, accounts_db: Database, change: str
) -> None:
    ledger.post(books, [draw("d1", 12_300)])
    books.commit()
    with psycopg.connect(accounts_db.url("accounts_owner")) as owner, pytest.raises(errors.RestrictViolation):
        owner.execute(change.encode())
