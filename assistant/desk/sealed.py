"""Where the desk keeps sealed texts, for whoever seals them again under a newer key (assistant/resealing.py)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from assistant.desk import handoffs, messages, notes, suggestions
from assistant.sealing import Keyring

Connection = psycopg.Connection[dict[str, Any]]
Place = Callable[[str, str, str, str], tuple[str, ...]]
_NEXT = sql.SQL(
    """SELECT {key}::text AS id, thread_id::text, subject, {columns} FROM assistant.{table}
       WHERE ({after}::uuid IS NULL OR {key} > {after}::uuid) AND ({older})
       ORDER BY {key} LIMIT {batch} FOR UPDATE"""
)
_OLDER = sql.SQL("substr({column}, 1, 6) <> {begins}")


@dataclass(frozen=True)
class Table:
    """place: what the seal of a column is bound to, of subject, thread, the row's id and the column."""

    name: str
    key: str
    columns: tuple[str, ...]
    place: Place


TABLES = (
    Table("desk_messages", "message_id", ("content",), lambda who, thread, key, _: messages.place(who, thread, key)),
    Table("suggestions", "suggestion_id", ("content", "final"), suggestions.place),
    Table("desk_notes", "note_id", ("content",), lambda who, thread, key, _: notes.place(who, thread, key)),
    Table("handoffs", "handoff_id", ("asked_by",), lambda who, thread, key, _: handoffs.place(who, thread, key)),
)


def older(
    connection: Connection, table: Table, begins: bytes, after: str | None, batch: int
) -> Sequence[Mapping[str, Any]]:
    """The next rows, held, of which something is not under the key that `begins` names; `id` beside the columns."""
    query = _NEXT.format(
        key=sql.Identifier(table.key),
        columns=sql.SQL(", ").join(map(sql.Identifier, table.columns)),
        table=sql.Identifier(table.name),
        after=sql.Literal(after),
        batch=sql.Literal(batch),
        older=sql.SQL(" OR ").join(
            _OLDER.format(column=sql.Identifier(column), begins=sql.Literal(begins)) for column in table.columns
        ),
    )
    return connection.execute(query).fetchall()


def again(connection: Connection, table: Table, keyring: Keyring, row: Mapping[str, Any]) -> None:
    """Seal the row's columns under the newest key. Raises SealBroken, and changes nothing then."""
    anew = dict[str, bytes]()
    for column in table.columns:
        if row[column] is not None:
            place = table.place(row["subject"], row["thread_id"], row["id"], column)
            anew[column] = keyring.seal(keyring.unseal(bytes(row[column]), *place), *place)
    connection.execute(
        sql.SQL("UPDATE assistant.{table} SET {columns} WHERE {key} = {id}").format(
            table=sql.Identifier(table.name),
            columns=sql.SQL(", ").join(
                sql.SQL("{} = {}").format(sql.Identifier(column), sql.Literal(value)) for column, value in anew.items()
            ),
            key=sql.Identifier(table.key),
            id=sql.Literal(row["id"]),
        )
    )
