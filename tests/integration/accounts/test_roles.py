"""The five roles of the account system: what each sees and writes, asked of the migrated database itself."""

from collections.abc import Callable, Iterator
from datetime import date

import psycopg
import pytest
from psycopg import errors, sql

from accounts import ledger, rows
from accounts.ledger import Entry, Line
from accounts.posting.opening import Opening, open_accounts
from tests.conftest import Database

ROLES = ("accounts_api", "accounts_staff", "accounts_ops", "accounts_relay", "accounts_auditor")
ON = date(2026, 3, 2)
SEEN = ("accounts", "borrowers", "journal_entries", "outbox", "positions", "postings", "rate_terms")
"""Tables in which both borrowers of `books` have rows."""
_TABLES = """
SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'accounts'::regnamespace AND c.relkind IN ('r', 'p')
"""
_HAS_BORROWER = """
AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'borrower_id' AND NOT a.attisdropped)
"""
_WITH_BORROWER = _TABLES + _HAS_BORROWER


@pytest.fixture(scope="module")
def books(clone_database: Callable[[str], Database]) -> Iterator[Database]:
    """Two borrowers with a line each, on which a draw was posted."""
    database = clone_database("lending_accounts")
    with psycopg.connect(database.url("accounts_ops")) as connection:
        for n in ("1", "2"):
            person = {"borrower_id": f"B-{n}", "handle": f"b-{n}", "name": f"Person {n}", "state": "TX"}
            rows.insert(connection, "borrowers", [{**person, "member_since": ON, "situation": []}])
            line = (f"CL-10000{n}", f"B-{n}", "TX", "B", ON, "1234")
            open_accounts(connection, [Opening(*line, limit_cents=500_000, cycle_day=12)])
            lines = (Line("1110", 100, "principal", "standard"), Line(ledger.CASH, -100))
            ledger.post(connection, [Entry(f"d{n}", line[0], line[1], "draw", ON, ON, "A draw", lines)])
    yield database
    with psycopg.connect(database.server.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database.name)))


def names(connection: psycopg.Connection, query: str = _TABLES) -> list[str]:
    return [row[0] for row in connection.execute(query.encode())]


def acting(connection: psycopg.Connection, **settings: str) -> None:
    for name, value in settings.items():
        connection.execute("SELECT set_config(%s, %s, true)", [f"accounts.{name}", value])


def borrowers(connection: psycopg.Connection, table: str) -> set[str]:
    query = sql.SQL("SELECT DISTINCT borrower_id FROM {} WHERE borrower_id IS NOT NULL")
    return {row[0] for row in connection.execute(query.format(sql.Identifier("accounts", table)))}


def test_no_role_is_above_the_policies_or_owns_anything(books: Database) -> None:
    with psycopg.connect(books.url("accounts_auditor")) as connection:
        found = connection.execute(
            "SELECT rolname::text, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, "
            "(SELECT count(*) FROM pg_shdepend d WHERE d.refobjid = r.oid AND d.deptype = 'o'), "
            "(SELECT count(*) FROM pg_auth_members m WHERE m.member = r.oid) "
            "FROM pg_roles r WHERE rolname = ANY(%s) ORDER BY 1",
            [list(ROLES)],
        ).fetchall()
    assert found == [(role, False, False, False, False, 0, 0) for role in sorted(ROLES)]


def test_every_table_with_a_borrower_forces_row_level_security(books: Database) -> None:
    with psycopg.connect(books.url("accounts_auditor")) as connection:
        concerned = names(connection, _WITH_BORROWER)
        unforced = names(connection, _WITH_BORROWER + " AND NOT (c.relrowsecurity AND c.relforcerowsecurity)")
    assert len(concerned) >= 20
    assert unforced == []


@pytest.mark.parametrize("role", ["accounts_api", "accounts_staff"])
@pytest.mark.parametrize("settings", [{}, {"borrower_id": ""}, {"borrower_id": "B-9", "staff_id": "S-1"}])
def test_without_a_borrower_there_are_no_rows(books: Database, role: str, settings: dict[str, str]) -> None:
    with psycopg.connect(books.url(role)) as connection:
        acting(connection, **settings)
        readable = set(names(connection, _WITH_BORROWER)) & set(rights(connection, role, "SELECT"))
        assert set(SEEN) <= readable
        assert {table: borrowers(connection, table) for table in readable} == {table: set[str]() for table in readable}


def test_staff_without_a_name_serve_nobody(books: Database) -> None:
    with psycopg.connect(books.url("accounts_staff")) as connection:
        acting(connection, borrower_id="B-1")
        assert {name: borrowers(connection, name) for name in SEEN} == {name: set[str]() for name in SEEN}


@pytest.mark.parametrize("role", ["accounts_api", "accounts_staff"])
def test_borrowers_and_those_who_serve_them_see_one_borrower(books: Database, role: str) -> None:
    with psycopg.connect(books.url(role)) as connection:
        acting(connection, borrower_id="B-2", staff_id="S-1")
        assert {name: borrowers(connection, name) for name in SEEN} == {name: {"B-2"} for name in SEEN}


@pytest.mark.parametrize("role", ["accounts_ops", "accounts_auditor"])
def test_operations_and_auditors_see_all(books: Database, role: str) -> None:
    with psycopg.connect(books.url(role)) as connection:
        assert {name: borrowers(connection, name) for name in SEEN} == {name: {"B-1", "B-2"} for name in SEEN}


def test_the_auditor_may_read_and_nothing_else(books: Database) -> None:
    with psycopg.connect(books.url("accounts_auditor")) as connection:
        assert rights(connection, "accounts_auditor", "INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER") == []
        assert set(SEEN) <= set(rights(connection, "accounts_auditor", "SELECT"))
        for schema in ("accounts", "public"):
            row = connection.execute("SELECT has_schema_privilege(%s, 'CREATE')", [schema]).fetchone()
            assert row == (False,)


def rights(connection: psycopg.Connection, role: str, which: str) -> list[str]:
    """Tables on which the role has one of the rights, on the whole table or a column of it."""
    columns = ", ".join(right for right in which.split(", ") if right in ("SELECT", "INSERT", "UPDATE"))
    column = f" OR has_any_column_privilege('{role}', c.oid, '{columns}')" if columns else ""
    return sorted(names(connection, f"{_TABLES} AND (has_table_privilege('{role}', c.oid, '{which}'){column})"))


def test_the_relay_has_the_outbox_and_no_other_table(books: Database) -> None:
    with psycopg.connect(books.url("accounts_relay")) as relay:
        assert rights(relay, "accounts_relay", "SELECT, INSERT, UPDATE, DELETE, TRUNCATE") == ["outbox"]
        assert borrowers(relay, "outbox") == {"B-1", "B-2"}
        for column in ("type", "payload", "recorded_at", "borrower_id", "seq"):
            with pytest.raises(errors.InsufficientPrivilege), relay.transaction():
                relay.execute(sql.SQL("UPDATE outbox SET {} = DEFAULT").format(sql.Identifier(column)))
        for statement in ("DELETE FROM accounts.outbox", "INSERT INTO accounts.outbox (type) VALUES ('x')"):
            with pytest.raises(errors.InsufficientPrivilege), relay.transaction():
                relay.execute(statement.encode())
        with pytest.raises(errors.InsufficientPrivilege, match="row-level security"), relay.transaction():
            relay.execute("UPDATE accounts.outbox SET published_at = NULL")


@pytest.mark.parametrize("role", [role for role in ROLES if role != "accounts_relay"])
def test_the_books_are_append_only_and_the_outbox_is_nobodys(books: Database, role: str) -> None:
    with psycopg.connect(books.url(role)) as connection:
        acting(connection, borrower_id="B-1", staff_id="S-1")
        assert not {"journal_entries", "postings", "positions"} & set(
            rights(connection, role, "UPDATE, DELETE, TRUNCATE")
        )
        assert not {"positions", "outbox"} & set(rights(connection, role, "INSERT"))
        assert "outbox" not in rights(connection, role, "UPDATE")


@pytest.mark.parametrize("role", ["accounts_api", "accounts_staff"])
def test_nobody_writes_for_another_borrower(books: Database, role: str) -> None:
    with psycopg.connect(books.url(role)) as connection:
        acting(connection, borrower_id="B-2", staff_id="S-1")
        lines = (Line("1110", 100, "principal", "standard"), Line(ledger.CASH, -100))
        stolen = Entry("theft", "CL-100001", "B-1", "draw", ON, ON, "Not mine", lines)
        with pytest.raises(errors.InsufficientPrivilege, match="row-level security"), connection.transaction():
            ledger.post(connection, [stolen])
        assert connection.execute("UPDATE accounts SET due_day = 3 WHERE borrower_id = 'B-1'").rowcount == 0
        with pytest.raises(errors.InsufficientPrivilege), connection.transaction():
            connection.execute("UPDATE accounts SET borrower_id = 'B-1' WHERE account_id = 'CL-100002'")


def test_a_role_may_not_become_another(books: Database) -> None:
    for role in ROLES:
        with psycopg.connect(books.url(role)) as connection:
            for other in {*ROLES, "accounts_owner", "postgres"} - {role}:
                with pytest.raises(errors.InsufficientPrivilege), connection.transaction():
                    connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(other)))
