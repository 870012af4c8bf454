"""What the databases themselves say: borrower data is behind forced row-level security, services own nothing."""

import importlib
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from stack import postgres
from tests.conftest import PORTFOLIO, Database

SERVICES = ("accounts_api", "accounts_ops", "assistant_app", "policies_ingest")
ROOT = Path(__file__).resolve().parents[2]
_HOLDING = """SELECT DISTINCT n.nspname || '.' || c.relname, c.relrowsecurity, c.relforcerowsecurity
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE n.nspname = ANY ('{accounts,assistant,policies}') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND a.attname = ANY ('{borrower_id,subject,audience}') AND NOT a.attisdropped"""


def rows(database: Database, query: str, role: str = "postgres") -> list[tuple[object, ...]]:
    with psycopg.connect(database.url(role)) as connection:
        return connection.execute(query.encode()).fetchall()


@pytest.fixture(params=[postgres.ACCOUNTS_DATABASE, postgres.ASSISTANT_DATABASE])
def migrated(request: pytest.FixtureRequest, clone_database: Callable[[str], Database]) -> Database:
    return clone_database(request.param)


def test_every_table_with_a_borrowers_rows_forces_row_level_security(migrated: Database) -> None:
    holding = rows(migrated, _HOLDING)
    assert len(holding) >= 2
    assert [name for name, enabled, forced in holding if not (enabled and forced)] == []


def test_no_service_reaches_a_partition_past_the_rules_of_its_table(migrated: Database) -> None:
    granted = rows(
        migrated,
        """SELECT c.relname, r.rolname FROM pg_class c JOIN pg_roles r
           ON r.rolname = ANY ('{accounts_api,accounts_ops,assistant_app,policies_ingest}')
           WHERE c.relispartition AND c.relkind = 'r' AND NOT c.relrowsecurity
             AND has_table_privilege(r.oid, c.oid, 'SELECT,INSERT,UPDATE,DELETE')""",
    )
    assert granted == []


def test_no_service_role_stands_above_the_rules(migrated: Database) -> None:
    mighty = rows(
        migrated,
        """SELECT rolname FROM pg_roles
           WHERE (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb) AND rolname <> 'postgres'
             AND rolname NOT LIKE 'pg\\_%'""",
    )
    assert mighty == []
    owned = rows(
        migrated,
        """SELECT c.relname, r.rolname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
           JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE n.nspname = ANY ('{accounts,assistant,policies}')""",
    )
    assert owned
    assert {owner for _, owner in owned}.isdisjoint({*SERVICES, "postgres"})
    memberships = rows(
        migrated,
        """SELECT m.rolname, g.rolname FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member
           JOIN pg_roles g ON g.oid = a.roleid WHERE m.rolname NOT LIKE 'pg\\_%'""",
    )
    assert memberships == []


@pytest.mark.parametrize(
    "statement", ["UPDATE accounts.postings SET amount_cents = 1", "DELETE FROM accounts.postings"]
)
@pytest.mark.parametrize("role", ["accounts_api", "accounts_ops"])
def test_a_posting_is_never_changed(portfolio: Database, role: str, statement: str) -> None:
    with psycopg.connect(portfolio.url(role)) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement.encode())


def test_without_a_borrower_the_account_api_sees_nobodys_rows(portfolio: Database) -> None:
    holding = [str(name) for name, *_ in rows(portfolio, _HOLDING) if str(name) != "accounts.people"]
    seen: dict[str, object] = {}
    count = sql.SQL("SELECT count(*) FROM {}")
    with psycopg.connect(portfolio.url("accounts_api"), autocommit=True) as connection:
        for name in holding:
            try:
                seen[name] = connection.execute(count.format(sql.Identifier(*name.split(".")))).fetchone()
            except psycopg.errors.InsufficientPrivilege:
                seen[name] = (0,)
    assert {name: count for name, count in seen.items() if count != (0,)} == {}
    assert rows(portfolio, "SELECT count(*) > 50 FROM accounts.accounts") == [(True,)]


@pytest.mark.parametrize("role", ["assistant_app", "policies_ingest"])
def test_the_assistants_roles_cannot_enter_the_account_system(portfolio: Database, role: str) -> None:
    with pytest.raises(psycopg.Error):
        rows(portfolio, "SELECT * FROM accounts.accounts", role)


def test_a_wrong_password_opens_nothing(portfolio: Database) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(portfolio.url("accounts_api"), password="guessed")
    assert PORTFOLIO in portfolio.name


@pytest.mark.parametrize("room", ["accounts", "api", "assistant", "evals", "policies", "prompts", "stack", "tools"])
def test_each_room_is_this_checkouts_own(room: str) -> None:
    module = importlib.import_module(room)
    (where,) = {Path(path).resolve() for path in module.__path__}
    assert where == ROOT / room
