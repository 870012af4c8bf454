"""Sealing what is stored again: rows that an older version kept in plain text, and rows under an older key.

Runs as role assistant_ops, a batch a transaction, beside a service that runs: turns, and what people wrote at the desk.
Proposals, receipts, notices and audit seals are never changed and stay under the key of their time, so old keys stay
in the ring as long as those are kept.
"""

import json
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.rows import dict_row

from assistant.desk import sealed
from assistant.memory import FIELDS, Place
from assistant.sealing import Keyring, SealBroken

Connection = psycopg.Connection[dict[str, Any]]
_BATCH = 200
_NEXT = """
SELECT turn_id::text, thread_id::text, subject, seq, user_text, result, caller, plain_text, plain_result
FROM assistant.turns
WHERE seq > %(after)s AND (
    plain_text IS NOT NULL OR plain_result IS NOT NULL
    OR substr(user_text, 1, 6) <> %(begins)s OR substr(result, 1, 6) <> %(begins)s)
ORDER BY seq LIMIT %(batch)s FOR UPDATE
"""
_KEEP = """
UPDATE assistant.turns SET user_text = %(user_text)s, result = %(result)s, caller = %(caller)s,
    plain_text = NULL, plain_result = NULL
WHERE turn_id = %(turn_id)s
"""


@dataclass
class Resealed:
    """plain: turns that were in plain text; older: turns under an older key; desk: rows of the desk under one.

    refused: what did not open and is unchanged, by its kind and id.
    """

    plain: int = 0
    older: int = 0
    desk: int = 0
    refused: list[str] = field(default_factory=list[str])


def is_pending(url: str) -> bool:
    """Whether the database still holds plain text of an older version."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT EXISTS (SELECT 1 FROM assistant.turns WHERE plain_text IS NOT NULL OR plain_result IS NOT NULL)"
        ).fetchone()
        return bool(row and row[0])


def reseal(url: str, keyring: Keyring) -> Resealed:
    """Seal every row under the newest key. Nothing is lost: a row that does not open stays as it is and is named."""
    done = Resealed()
    with psycopg.Connection[dict[str, Any]].connect(url, row_factory=dict_row, autocommit=True) as connection:
        _turns(connection, keyring, done)
        for table in sealed.TABLES:
            _desk(connection, keyring, table, done)
    return done


def _turns(connection: Connection, keyring: Keyring, done: Resealed) -> None:
    after = 0
    while True:
        with connection.transaction():
            given = {"after": after, "begins": keyring.begins, "batch": _BATCH}
            rows = connection.execute(_NEXT, given).fetchall()
            for row in rows:
                _again(connection, keyring, row, done)
        if not rows:
            return
        after = rows[-1]["seq"]


def _desk(connection: Connection, keyring: Keyring, table: sealed.Table, done: Resealed) -> None:
    after: str | None = None
    while True:
        with connection.transaction():
            rows = sealed.older(connection, table, keyring.begins, after, _BATCH)
            for row in rows:
                try:
                    sealed.again(connection, table, keyring, row)
                except SealBroken:
                    done.refused.append(f"{table.name} {row['id']}")
                else:
                    done.desk += 1
        if not rows:
            return
        after = rows[-1]["id"]


def _again(connection: Connection, keyring: Keyring, row: dict[str, Any], done: Resealed) -> None:
    place = Place(row["subject"], row["thread_id"], row["turn_id"])
    plain = {
        "user_text": row["plain_text"].encode() if row["plain_text"] is not None else None,
        "result": json.dumps(row["plain_result"]).encode() if row["plain_result"] is not None else None,
    }
    anew = dict[str, bytes | None]()
    try:
        for name in FIELDS:
            found = plain.get(name) or (keyring.unseal(bytes(row[name]), *place.field(name)) if row[name] else None)
            anew[name] = None if found is None else keyring.seal(found, *place.field(name))
    except SealBroken:
        done.refused.append(f"turn {place.turn_id}")
        return
    connection.execute(_KEEP, {**anew, "turn_id": place.turn_id})
    done.plain += plain["user_text"] is not None
    done.older += plain["user_text"] is None
