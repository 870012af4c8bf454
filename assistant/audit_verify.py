"""Holds every audit chain against itself, its head, its seals, and what was seen of it before.

Somebody with the database alone can delete the newest records together with their head, since an older head was sealed
too. The witness, a file beside the keys, remembers how far each chain was at the last whole check.
"""

import json
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from assistant.audit_chain import CHAINS, START, is_sealed, row_hash
from assistant.sealing import Keyring

Row = dict[str, Any]
Witness = Mapping[int, tuple[int, str]]
"""Chain -> its newest record's number and hash (hex) when it was last found whole."""
_BATCH = 2000


@dataclass(frozen=True)
class Break:
    """The first place where a chain does not hold. seq: that record, or the last one where what followed is gone."""

    chain: int
    seq: int
    ref: str | None
    what: str


@dataclass
class Found:
    """What a check found: how many records it read in how many seconds, and each chain's first break."""

    records: int = 0
    seconds: float = 0.0
    breaks: list[Break] = field(default_factory=list[Break])
    ends: dict[int, tuple[int, str]] = field(default_factory=dict[int, tuple[int, str]])

    @property
    def is_whole(self) -> bool:
        return not self.breaks


def verify(connection: psycopg.Connection[Any], keys: Keyring, seen: Witness | None = None) -> Found:
    """Read every chain from its beginning (role assistant_ops), in one snapshot, a batch at a time."""
    found, started = Found(), time.perf_counter()
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        heads = {row["chain"]: row for row in _rows(connection, "SELECT * FROM assistant.audit_heads")}
        for chain in range(CHAINS):
            broken = _check_chain(connection, chain, heads.get(chain), (seen or {}).get(chain), keys, found)
            if broken:
                found.breaks.append(broken)
    found.seconds = time.perf_counter() - started
    return found


def _check_chain(
    connection: psycopg.Connection[Any],
    chain: int,
    head: Row | None,
    witnessed: tuple[int, str] | None,
    keys: Keyring,
    found: Found,
) -> Break | None:
    if head is None:
        return Break(chain, 0, None, "its head is gone")
    seq, hashed = head["from_seq"] - 1, head["from_hash"]
    if (seq or hashed != START) and not is_sealed(keys, head["from_seal"], hashed, "start", str(chain), str(seq)):
        return Break(chain, seq, None, "its beginning was moved without the key")
    query = "SELECT * FROM assistant.audit WHERE chain = %s ORDER BY seq"
    for row in _rows(connection, query, [chain], name="audit"):
        found.records += 1
        if what := _wrong_with(row, seq, hashed, keys):
            return Break(chain, row["seq"], row["ref"], what)
        seq, hashed = row["seq"], row["hash"]
        if witnessed and witnessed[0] == seq and witnessed[1] != hashed.hex():
            return Break(chain, seq, row["ref"], "it is another record than the last check saw here")
    if (head["seq"], head["hash"]) != (seq, hashed):
        return Break(chain, seq, None, f"its head names record {head['seq']}: what came after was deleted or added")
    if seq and not is_sealed(keys, head["seal"], hashed, "head", str(chain), str(seq)):
        return Break(chain, seq, None, "its head was written without the key")
    if witnessed and witnessed[0] > seq:
        return Break(chain, seq, None, f"the last check saw {witnessed[0]} records: the newest were deleted")
    found.ends[chain] = (seq, hashed.hex())
    return None


def _wrong_with(row: Row, seq: int, hashed: bytes, keys: Keyring) -> str | None:
    if row["seq"] != seq + 1:
        return f"it follows record {seq}: what was between was deleted"
    if row["prev_hash"] != hashed:
        return "it does not continue the record before it"
    if row_hash(row, hashed) != row["hash"]:
        return "its content was changed"
    return None if is_sealed(keys, row["seal"], row["hash"]) else "it was written without the key"


def _rows(
    connection: psycopg.Connection[Any], query: str, values: list[object] | None = None, name: str = ""
) -> Iterator[Row]:
    """Rows of a query; with a name they are streamed from the server."""
    with connection.cursor(name, row_factory=dict_row) if name else connection.cursor(row_factory=dict_row) as cursor:
        if isinstance(cursor, psycopg.ServerCursor):
            cursor.itersize = _BATCH
        cursor.execute(query.encode(), values)
        yield from cursor


def read_witness(path: Path) -> Witness:
    """What the last whole check saw; nothing where there was none."""
    if not path.exists():
        return {}
    rows: dict[str, tuple[int, str]] = json.loads(path.read_text())
    return {int(chain): (seq, hashed) for chain, (seq, hashed) in rows.items()}


def write_witness(path: Path, found: Found) -> None:
    """Remember how far the chains are. Only for a check that found them whole."""
    part = path.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_text(json.dumps(found.ends))
    os.replace(part, path)
