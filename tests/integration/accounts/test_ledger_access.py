"""Row-level security of the account system's tables, read from the migrated schema itself."""

from datetime import date

import psycopg
import pytest
from psycopg import errors, sql

from accounts import rows
from accounts.posting.opening import Opening, open_accounts
from tests.conftest import Database

ON = date(2026, 3, 2)
_BORROWER_TABLES = """
SELECT c.table_name::text FROM information_schema.columns c
JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'accounts' AND c.column_name = 'borrower_id' AND t.table_type = 'BASE TABLE' ORDER BY 1
"""


@pytest.fixture
def two_borrowers(accounts_db: Database) -> Database:
    with psycopg.connect(accounts_db.url("accounts_ops")) as connection:
        for number in (1, 2):
            borrower = {
                "borrower_id": f"B-{number}",
                "handle": f"b-{number}",
                "name": "B",
                "state": "TX",
                "language": "en",
            }
            rows.insert(connection, "borrowers", [{**borrower, "member_since": ON, "situation": []}])
            account = (f"IL-20000{number}", f"B-{number}", "TX", "C", ON, "1234")
            open_accounts(connection, [Opening(*account, principal_cents=500_000, term_months=24, due_day=5)])
    return accounts_db


def tables(connection: psycopg.Connection) -> list[str]:
    return [row[0] for row in connection.execute(_BORROWER_TABLES.encode())]


def test_every_table_with_borrower_data_forces_row_level_security(accounts_db: Database) -> None:
    with psycopg.connect(accounts_db.url("accounts_owner")) as owner:
        found = tables(owner)
        forced = owner.execute(
            "SELECT relname::text FROM pg_class WHERE relnamespace = 'accounts'::regnamespace AND relrowsecurity "
            "AND relforcerowsecurity ORDER BY 1"
        ).fetchall()
        bypass = owner.execute(
            "SELECT rolname FROM pg_roles WHERE rolbypassrls AND rolname LIKE 'accounts%'"
        ).fetchall()
    assert len(found) >= 18
    assert set(found) <= {row[0] for row in forced}
    assert bypass == []


def test_the_api_without_a_borrower_sees_no_row_of_any_table(two_borrowers: Database) -> None:
    with psycopg.connect(two_borrowers.url("accounts_api")) as api:
        for setting in (None, "", "B-9"):
            if setting is not None:
                api.execute("SELECT set_config('accounts.borrower_id', %s, true)", [setting])
            for table in [*tables(api), "balances", "transactions", "due_status"]:
                query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("accounts", table))
                assert api.execute(query).fetchone() == (0,), (setting, table)


def test_the_api_sees_the_rows_of_its_borrower_only(two_borrowers: Database) -> None:
    with psycopg.connect(two_borrowers.url("accounts_api")) as api:
        api.execute("SELECT set_config('accounts.borrower_id', 'B-2', true)")
        for table in ("borrowers", "accounts", "postings", "journal_entries", "dues", "rate_terms", "balances"):
            query = sql.SQL("SELECT DISTINCT borrower_id FROM {}").format(sql.Identifier("accounts", table))
            assert api.execute(query).fetchall() == [("B-2",)], table


def test_the_api_removes_no_row_and_gives_none_to_anybody_else(two_borrowers: Database) -> None:
    with psycopg.connect(two_borrowers.url("accounts_api")) as api:
        api.execute("SELECT set_config('accounts.borrower_id', 'B-2', true)")
        for table in tables(api):
            with pytest.raises(errors.InsufficientPrivilege), api.transaction():
                api.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier("accounts", table)))
        for table in ("accounts", "dues", "rate_terms", "borrowers", "journal_entries", "postings"):
            with pytest.raises(errors.InsufficientPrivilege), api.transaction():
                api.execute(sql.SQL("UPDATE {} SET borrower_id = 'B-1'").format(sql.Identifier("accounts", table)))


def test_the_api_changes_the_rows_of_its_borrower_only(two_borrowers: Database) -> None:
    with psycopg.connect(two_borrowers.url("accounts_api")) as api:
        api.execute("SELECT set_config('accounts.borrower_id', 'B-2', true)")
        assert api.execute("UPDATE accounts.accounts SET due_day = 9").rowcount == 1
        assert api.execute("UPDATE accounts.dues SET paid_on = due_date WHERE borrower_id = 'B-1'").rowcount == 0
        term = {"account_id": "IL-200001", "borrower_id": "B-1", "rate_bucket": "standard", "kind": "note"}
        with pytest.raises(errors.InsufficientPrivilege, match="row-level security"), api.transaction():
            rows.insert(api, "rate_terms", [{**term, "from_on": date(2030, 1, 1), "apr_bps": 0, "why": "mine"}])
        api.commit()
    with psycopg.connect(two_borrowers.url("accounts_ops")) as books:
        assert books.execute("SELECT due_day FROM accounts ORDER BY account_id").fetchall() == [(5,), (9,)]


def test_the_directory_is_listed_only_when_it_is_asked_for(two_borrowers: Database) -> None:
    with psycopg.connect(two_borrowers.url("accounts_ops")) as connection:
        person = {
            "borrower_id": "B-1",
            "handle": "b-1",
            "name": "B",
            "role": "borrower",
            "products": "{}",
            "situation": "{}",
        }
        rows.insert(connection, "people", [{**person, "state": "TX", "language": "en"}])
    with psycopg.connect(two_borrowers.url("accounts_api")) as api:
        assert api.execute("SELECT handle FROM accounts.people").fetchall() == []
        api.execute("SELECT set_config('accounts.directory', 'on', true)")
        assert api.execute("SELECT handle FROM accounts.people").fetchall() == [("b-1",)]
        assert api.execute("SELECT count(*) FROM accounts.borrowers").fetchone() == (0,)
