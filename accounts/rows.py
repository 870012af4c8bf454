"""Set-based writing: any number of rows of one table in one statement."""

import json
from collections.abc import Mapping, Sequence

import psycopg
from psycopg import sql

Row = Mapping[str, object]


def insert(connection: psycopg.Connection, table: str, rows: Sequence[Row], *, skip_existing: bool = False) -> None:
    """Insert rows that all have the columns of the first one. Row-level security rules out COPY, JSON comes next.

    skip_existing: a row whose key is there already is left as it is.
    """
    if not rows:
        return
    columns = sql.SQL(", ").join(map(sql.Identifier, rows[0]))
    target = sql.Identifier(table)
    statement = sql.SQL(
        "INSERT INTO {target} ({columns}) SELECT {columns} FROM json_populate_recordset(NULL::{target}, %s) {conflict}"
    ).format(target=target, columns=columns, conflict=sql.SQL("ON CONFLICT DO NOTHING" if skip_existing else ""))
    connection.execute(statement, [json.dumps(rows, default=str)])


def update(connection: psycopg.Connection, table: str, key: str, rows: Sequence[Row]) -> None:
    """Set the columns of rows that are found by `key`; all rows have the columns of the first one."""
    if not rows:
        return
    target, named = sql.Identifier(table), sql.Identifier(key)
    columns = sql.SQL(", ").join(
        sql.SQL("{0} = given.{0}").format(sql.Identifier(column)) for column in rows[0] if column != key
    )
    statement = sql.SQL(
        "UPDATE {target} t SET {columns} FROM json_populate_recordset(NULL::{target}, %s) given "
        "WHERE t.{key} = given.{key}"
    ).format(target=target, columns=columns, key=named)
    connection.execute(statement, [json.dumps(rows, default=str)])
