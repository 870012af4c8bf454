"""Every event that a seeded portfolio makes is published as its schema says, and the books can be told from them."""

import json
from collections import Counter
from collections.abc import Iterator

import psycopg
import pytest
from psycopg.rows import class_row

from accounts.events.catalogue import schemas
from accounts.events.checks import CHECKS
from accounts.events.envelope import Recorded, message
from tests.conftest import Database
from tests.integration.accounts.published import announced, problem, told_otherwise

_EVENTS = """
SELECT seq, event_id, type, version, borrower_id, account_id, subject_id, recorded_at, payload
FROM accounts.outbox ORDER BY seq
"""
_ALLOWED = """
SELECT a.attname::text, v.value FROM pg_constraint k
JOIN pg_attribute a ON a.attrelid = k.conrelid AND k.conkey = ARRAY[a.attnum],
LATERAL (SELECT m[1] AS value FROM regexp_matches(pg_get_constraintdef(k.oid), '''([^'']*)''::', 'g') m) v
WHERE k.contype = 'c' AND k.conrelid = %s::regclass AND pg_get_constraintdef(k.oid) LIKE '%%= ANY (ARRAY[%%'
"""


@pytest.fixture
def auditor(portfolio: Database) -> Iterator[psycopg.Connection]:
    with psycopg.connect(portfolio.url("accounts_auditor")) as connection:
        yield connection


@pytest.mark.slow
def test_every_event_of_the_portfolio_is_as_its_schema_says(auditor: psycopg.Connection) -> None:
    kinds, wrong, people = Counter[str](), Counter[str](), names_of(auditor)
    with auditor.cursor(name="all", row_factory=class_row(Recorded)) as cursor:
        for event in cursor.execute(_EVENTS.encode()):
            published = message(event).value
            kinds[event.type] += 1
            found = problem(json.loads(published))
            if found:
                wrong[found] += 1
            assert not any(name in published for name in people), event.type
    assert wrong == {}
    assert {kind.split(".")[0] for kind in kinds} >= {
        "account",
        "payment",
        "draw",
        "due",
        "fee",
        "journal",
        "statement",
    }
    assert kinds.total() > 5_000


def names_of(connection: psycopg.Connection) -> list[bytes]:
    return [row[0].encode() for row in connection.execute("SELECT name FROM borrowers")]


@pytest.mark.slow
def test_the_last_event_of_every_row_is_the_row(auditor: psycopg.Connection) -> None:
    """Whoever applies the events in order has the tables: no change was missed, none told that did not stay."""
    assert len(announced(auditor)) > 20
    assert told_otherwise(auditor) == []


@pytest.mark.slow
@pytest.mark.parametrize("check", CHECKS)
def test_outbox_and_books_agree(auditor: psycopg.Connection, check: str) -> None:
    assert auditor.execute(CHECKS[check].encode()).fetchall() == []


def test_every_announced_subject_has_a_schema_and_every_schema_a_table(accounts_db: Database) -> None:
    with psycopg.connect(accounts_db.url("accounts_auditor")) as connection:
        subjects = set(announced(connection).values()) | {"journal"}
    assert {f"{subject}.v1" for subject in subjects} == set(schemas()) - {"envelope.v1"}


def test_every_table_with_a_status_is_announced(accounts_db: Database) -> None:
    with psycopg.connect(accounts_db.url("accounts_auditor")) as connection:
        with_status = connection.execute(
            "SELECT table_name::text FROM information_schema.columns JOIN information_schema.tables USING "
            "(table_schema, table_name) WHERE table_schema = 'accounts' AND column_name = 'status' "
            "AND table_type = 'BASE TABLE'"
        ).fetchall()
        assert {row[0] for row in with_status} <= set(announced(connection))


def test_schemas_allow_what_the_tables_allow(accounts_db: Database) -> None:
    """A status or kind that a migration adds must be in the schema before it can be published."""
    missing = list[str]()
    with psycopg.connect(accounts_db.url("accounts_auditor")) as connection:
        for table, subject in announced(connection).items():
            named = schemas()[f"{subject}.v1"]["properties"]["payload"]["properties"]
            for column, value in connection.execute(_ALLOWED, [f"accounts.{table}"]):
                if column in named and value not in named[column].get("enum", [value]):
                    missing.append(f"{subject}.{column}: {value}")
    assert missing == []


def test_schemas_require_only_what_the_tables_require(accounts_db: Database) -> None:
    """A payload can be made of every row: what is required is a column that is never null."""
    with psycopg.connect(accounts_db.url("accounts_auditor")) as connection:
        for table, subject in announced(connection).items():
            payload = schemas()[f"{subject}.v1"]["properties"]["payload"]
            columns = dict(
                connection.execute(
                    "SELECT attname::text, attnotnull FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0",
                    [f"accounts.{table}"],
                ).fetchall()
            )
            assert set(payload["properties"]) - {"currency"} <= set(columns), table
            for name, part in payload["properties"].items():
                nullable = "null" in part.get("type", ()) or None in part.get("enum", ())
                assert nullable == (name in columns and not columns[name]), f"{table}.{name}"
