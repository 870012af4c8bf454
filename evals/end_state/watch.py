"""Keeps every change of a world's books: triggers write each row as it was and as it is beside them.

So that no change was made costs one small query to know, and what was changed needs no copy of the books. The outbox
is left out: triggers of the account system write it from these very rows.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

Row = dict[str, Any]
_INSTALL = """
CREATE SCHEMA IF NOT EXISTS evals;
CREATE TABLE IF NOT EXISTS evals.changes (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, table_name text NOT NULL, was jsonb, now jsonb);
CREATE OR REPLACE FUNCTION evals.keep_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  INSERT INTO evals.changes (table_name, was, now) VALUES (TG_TABLE_NAME,
    CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END, CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END);
  RETURN NULL;
END $$;
"""
_TABLES = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = 'accounts'::regnamespace AND c.relkind = 'r' AND c.relname <> ALL(%s)
"""
_COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, NULL), a.attidentity <> '',
       coalesce(a.attnum = ANY(i.indkey), false)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
WHERE c.relnamespace = 'accounts'::regnamespace AND c.relkind = 'r'
"""
_UNWATCHED = ["outbox", "outbox_pruned", "schema_version"]


@dataclass(frozen=True)
class Column:
    """kind: as PostgreSQL names the type. counted: numbered by the database. key: part of the primary key."""

    name: str
    kind: str
    counted: bool
    key: bool


Columns = dict[str, list[Column]]
"""Of each table."""


@dataclass(frozen=True)
class Change:
    """A row as it was (None: it is new) and as it is (None: it is gone)."""

    table: str
    was: Row | None
    now: Row | None


class Watch:
    """Watches the books behind one connection of a superuser. Raises psycopg.Error."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        self._connection.execute(_INSTALL)
        tables = [str(name) for (name,) in self._connection.execute(_TABLES, [_UNWATCHED])]
        with self._connection.transaction():
            for table in tables:
                self._connection.execute(_trigger(table))
        self.columns: Columns = {table: [] for table in tables}
        for table, *facts in self._connection.execute(_COLUMNS).fetchall():
            if table in self.columns:
                self.columns[table].append(Column(*facts))

    def close(self) -> None:
        self._connection.close()

    def mark(self) -> int:
        """A moment; what changes after it is `since` it."""
        row = self._connection.execute("SELECT coalesce(max(seq), 0) FROM evals.changes").fetchone()
        return int(row[0]) if row else 0

    def since(self, mark: int) -> list[Change]:
        """What differs from the moment, one change a row; what was put back as it was is none."""
        rows = self._connection.execute(
            "SELECT table_name, was, now FROM evals.changes WHERE seq > %s ORDER BY seq", [mark]
        ).fetchall()
        return self._net([Change(*row) for row in rows])

    def _net(self, steps: Sequence[Change]) -> list[Change]:
        net: dict[str, Change] = {}
        for step in steps:
            key = self._key(step)
            first = net.pop(key, None)
            net[key] = Change(step.table, first.was if first else step.was, step.now)
        return [change for change in net.values() if change.was != change.now]

    def _key(self, change: Change) -> str:
        row = change.now or change.was or {}
        names = [column.name for column in self.columns[change.table] if column.key] or sorted(row)
        return json.dumps([change.table, *(row[name] for name in names)], default=str)


def _trigger(table: str) -> sql.Composed:
    made = "CREATE OR REPLACE TRIGGER evals_keep_change AFTER INSERT OR UPDATE OR DELETE ON accounts.{} "
    return sql.SQL(made + "FOR EACH ROW EXECUTE FUNCTION evals.keep_change()").format(sql.Identifier(table))
