"""The audit record: one per turn, proposal step and other act, hash-chained, written in the act's own transaction.

Call `append` after the transaction's last other lock: it holds its chain until the commit, and whoever holds a chain
and waits for a row can meet somebody who holds the row and waits for the chain.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast
from weakref import WeakKeyDictionary

from psycopg import AsyncConnection
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from assistant import audit_body, audit_chain
from assistant.sealing import Keyring

Kind = Literal[
    "turn", "proposal", "receipt", "notice", "correction", "serve", "step_up", "deletion", "hold", "read", "desk"
]
_KEYS: WeakKeyDictionary[AsyncConnection[Any], Keyring] = WeakKeyDictionary()
_HEAD = """SELECT seq, hash, clock_timestamp() AS at FROM assistant.audit_heads WHERE chain = %s FOR UPDATE"""
_APPEND = """WITH added AS (
    INSERT INTO assistant.audit (chain, seq, kind, subject, about, ref, at, body, prev_hash, hash, seal)
    VALUES (%(chain)s, %(seq)s, %(kind)s, %(subject)s, %(about)s, %(ref)s, %(at)s, %(json)s,
            %(prev_hash)s, %(hash)s, %(seal)s))
    UPDATE assistant.audit_heads SET seq = %(seq)s, hash = %(hash)s, seal = %(head_seal)s WHERE chain = %(chain)s"""


@dataclass(frozen=True)
class Record:
    """What happened. subject: who acted; about: the borrower concerned; ref: the turn or proposal id; body: ids,
    enumerations, hashes, versions and whole numbers, never a person's words (audit_body.py)."""

    kind: Kind
    subject: str
    about: str | None
    ref: str
    body: dict[str, Any]


def signing(keys: Keyring) -> Callable[[AsyncConnection[Any]], Awaitable[None]]:
    """A pool's `configure`: records appended over its connections carry the ring's seal. Without it they carry none,
    and `verify` tells so."""

    async def configure(connection: AsyncConnection[Any]) -> None:
        _KEYS[connection] = keys

    return configure


async def append(connection: AsyncConnection[Any], record: Record) -> None:
    """Add the record to its chain, inside the caller's transaction.

    Its instant is the database's clock under the chain's lock, so that instants rise along a chain whichever process
    wrote. Raises BodyRefused.
    """
    await append_all(connection, [record])


async def append_all(connection: AsyncConnection[Any], records: Sequence[Record]) -> None:
    """Several at once; their chains are locked in one order, so that two such calls never wait for each other."""
    for record in records:
        audit_body.check({"ref": record.ref, **record.body})
    keys = _KEYS.get(connection)
    for record in sorted(records, key=_chain):
        await _append(connection, record, keys)


def _chain(record: Record) -> int:
    return audit_chain.chain_of(record.about or record.subject)


async def _append(connection: AsyncConnection[Any], record: Record, keys: Keyring | None) -> None:
    chain = _chain(record)
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(_HEAD, [chain])
        head = cast(dict[str, Any], await cursor.fetchone())
        row = {
            "chain": chain,
            "seq": head["seq"] + 1,
            "kind": record.kind,
            "subject": record.subject,
            "about": record.about,
            "ref": record.ref,
            "at": head["at"],
            "body": record.body,
        }
        hashed = audit_chain.row_hash(row, head["hash"])
        seals = {"seal": None, "head_seal": None}
        if keys:
            place = ("head", str(chain), str(row["seq"]))
            seals = {"seal": audit_chain.sealed(keys, hashed), "head_seal": audit_chain.sealed(keys, hashed, *place)}
        await cursor.execute(
            _APPEND, {**row, **seals, "json": Jsonb(record.body), "prev_hash": head["hash"], "hash": hashed}
        )
