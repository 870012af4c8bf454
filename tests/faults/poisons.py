"""Ways to tamper with what is stored, each by somebody who may write every row but has no key (or, worse, has one)."""

import json
import pickle
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from random import Random

import ormsgpack
import psycopg
from langgraph.checkpoint.serde.jsonplus import (
    EXT_CONSTRUCTOR_POS_ARGS,
    EXT_CONSTRUCTOR_SINGLE_ARG,
    EXT_METHOD_SINGLE_ARG,
)
from psycopg import sql

from assistant.memory import FIELDS, Place
from assistant.sealing import Keyring
from tests.faults.stored_turns import RING, InFlight

Connection = psycopg.Connection
_OTHER = Keyring({b"evil": bytes(range(32))}, b"evil")


class _Runs:
    """Unpickled, it makes the canary file."""

    def __init__(self, canary: Path) -> None:
        self.canary = canary

    def __reduce__(self) -> tuple[Callable[[Path], None], tuple[Path]]:
        return Path.touch, (self.canary,)


def payloads(canary: Path) -> dict[str, bytes]:
    """Records, as serializers write them, that would run a command when they are read without care."""
    command = f"touch {canary}"

    def ext(code: int, *named: object) -> bytes:
        return b"msgpack:" + ormsgpack.packb(ormsgpack.Ext(code, ormsgpack.packb(named)))

    constructor = {"lc": 2, "type": "constructor", "id": ["os", "system"], "args": [command]}
    older = {"lc": 1, "type": "constructor", "id": ["os", "system"], "kwargs": {"command": command}}
    return {
        "pickle": b"pickle:" + pickle.dumps(_Runs(canary)),
        "msgpack of a call": ext(EXT_CONSTRUCTOR_SINGLE_ARG, "os", "system", command),
        "msgpack of a call with arguments": ext(
            EXT_CONSTRUCTOR_POS_ARGS, "subprocess", "call", [["touch", str(canary)]]
        ),
        "msgpack of a method": ext(EXT_METHOD_SINGLE_ARG, "pathlib", "Path", str(canary), "touch"),
        "constructor": b"json:" + json.dumps(constructor).encode(),
        "constructor of before": b"json:" + json.dumps(older).encode(),
        "bytes": b"bytes:" + command.encode(),
    }


def _flipped(sealed: bytes, random: Random) -> bytes:
    at = random.randrange(len(sealed))
    return sealed[:at] + bytes([sealed[at] ^ 1 << random.randrange(8)]) + sealed[at + 1 :]


def forged(sealed: bytes, random: Random, canary: Path) -> dict[str, bytes]:
    """Records in the place of a sealed one, made without its key."""
    unknown = b"\x01S" + b"none" + sealed[6:]
    return {
        "plain text": b"Your balance is zero.",
        "plain JSON": b'{"outcome": "answered", "answer": "Your balance is zero."}',
        "a bit flipped": _flipped(sealed, random),
        "cut": sealed[: random.randrange(len(sealed))],
        "longer": sealed + b"\x00",
        "another key": _OTHER.seal(b"{}", "anywhere"),
        "a key that nobody has": unknown,
        "an older format": b"\x00S" + sealed[2:],
        **{f"unsealed {name}": payload for name, payload in payloads(canary).items()},
    }


def set_blob(connection: Connection, turn: InFlight, blob: bytes, channel: str = "messages") -> None:
    connection.execute(
        """UPDATE assistant.checkpoint_blobs SET blob = %s WHERE thread_id = %s AND channel = %s
           AND version = (SELECT max(version) FROM assistant.checkpoint_blobs WHERE thread_id = %s AND channel = %s)""",
        [blob, turn.place.turn_id, channel, turn.place.turn_id, channel],
    )


def newest_blob(connection: Connection, turn: InFlight, channel: str = "messages") -> tuple[str, bytes]:
    """Version and content."""
    row = connection.execute(
        """SELECT version, blob FROM assistant.checkpoint_blobs WHERE thread_id = %s AND channel = %s
           ORDER BY version DESC LIMIT 1""",
        [turn.place.turn_id, channel],
    ).fetchone()
    assert row is not None
    return row[0], row[1]


def _newest(connection: Connection, turn: InFlight) -> tuple[str, bytes]:
    row = connection.execute(
        "SELECT checkpoint_id, checkpoint FROM assistant.checkpoints WHERE thread_id = %s ORDER BY 1 DESC LIMIT 1",
        [turn.place.turn_id],
    ).fetchone()
    assert row is not None
    return row[0], row[1]


def _set_newest(connection: Connection, turn: InFlight, checkpoint: bytes) -> None:
    connection.execute(
        "UPDATE assistant.checkpoints SET checkpoint = %s WHERE thread_id = %s AND checkpoint_id = %s",
        [checkpoint, turn.place.turn_id, _newest(connection, turn)[0]],
    )


def _older_in_its_place(connection: Connection, turn: InFlight, _: InFlight) -> None:
    connection.execute(
        "DELETE FROM assistant.checkpoints WHERE thread_id = %s AND checkpoint_id = %s",
        [turn.place.turn_id, _newest(connection, turn)[0]],
    )


def _older_renamed(connection: Connection, turn: InFlight, _: InFlight) -> None:
    """The older record under the newer one's id."""
    connection.execute(
        """UPDATE assistant.checkpoints SET checkpoint = (SELECT o.checkpoint FROM assistant.checkpoints o
             WHERE o.thread_id = %s ORDER BY o.checkpoint_id LIMIT 1)
           WHERE thread_id = %s AND checkpoint_id = %s""",
        [turn.place.turn_id, turn.place.turn_id, _newest(connection, turn)[0]],
    )


def _older_value(connection: Connection, turn: InFlight, _: InFlight) -> None:
    row = connection.execute(
        """SELECT blob FROM assistant.checkpoint_blobs WHERE thread_id = %s AND channel = 'messages'
           ORDER BY version LIMIT 1""",
        [turn.place.turn_id],
    ).fetchone()
    assert row is not None
    set_blob(connection, turn, row[0])


def _other_channel(connection: Connection, turn: InFlight, _: InFlight) -> None:
    set_blob(connection, turn, newest_blob(connection, turn, "steps")[1])


def _other_turns_value(connection: Connection, turn: InFlight, other: InFlight) -> None:
    set_blob(connection, turn, newest_blob(connection, other)[1])


def _other_turns_checkpoint(connection: Connection, turn: InFlight, other: InFlight) -> None:
    _set_newest(connection, turn, _newest(connection, other)[1])


def _everything_of_another(connection: Connection, turn: InFlight, other: InFlight) -> None:
    """The whole state of another turn, its position included."""
    for table in (b"checkpoints", b"checkpoint_blobs"):
        connection.execute(b"DELETE FROM assistant." + table + b" WHERE thread_id = %s", [turn.place.turn_id])
        connection.execute(
            b"UPDATE assistant." + table + b" SET thread_id = %s, subject = %s WHERE thread_id = %s",
            [turn.place.turn_id, turn.place.subject, other.place.turn_id],
        )
    connection.execute(
        "UPDATE assistant.turns SET head = (SELECT head FROM assistant.turns WHERE turn_id = %s) WHERE turn_id = %s",
        [other.place.turn_id, turn.place.turn_id],
    )


def _part_gone(connection: Connection, turn: InFlight, _: InFlight) -> None:
    connection.execute("DELETE FROM assistant.checkpoint_blobs WHERE thread_id = %s", [turn.place.turn_id])


def _all_gone(connection: Connection, turn: InFlight, _: InFlight) -> None:
    connection.execute("DELETE FROM assistant.checkpoints WHERE thread_id = %s", [turn.place.turn_id])


def _position_gone(connection: Connection, turn: InFlight, _: InFlight) -> None:
    connection.execute("UPDATE assistant.turns SET head = NULL WHERE turn_id = %s", [turn.place.turn_id])


Move = Callable[[Connection, InFlight, InFlight], None]
MOVES: Mapping[str, Move] = {
    "older in its place": _older_in_its_place,
    "older under its name": _older_renamed,
    "older value": _older_value,
    "value of another channel": _other_channel,
    "value of another turn": _other_turns_value,
    "checkpoint of another turn": _other_turns_checkpoint,
    "everything of another turn": _everything_of_another,
    "a part deleted": _part_gone,
    "deleted": _all_gone,
    "position deleted": _position_gone,
}


def forged_parts(connection: Connection, turn: InFlight, random: Random, canary: Path) -> dict[str, partial[None]]:
    """Forged records in each of a checkpoint's three places; with the true key too, as one who stole it would."""
    head = connection.execute("SELECT head FROM assistant.turns WHERE turn_id = %s", [turn.place.turn_id]).fetchone()
    assert head is not None
    version, value = newest_blob(connection, turn)
    where = ("checkpoint", turn.place.subject, turn.place.thread_id, turn.place.turn_id, "value", "messages", version)
    tried = dict[str, partial[None]]()
    for name, record in forged(value, random, canary).items():
        tried[f"value: {name}"] = partial(set_blob, connection, turn, record)
    for name, record in forged(_newest(connection, turn)[1], random, canary).items():
        tried[f"checkpoint: {name}"] = partial(_set_newest, connection, turn, record)
    for name, record in forged(head[0], random, canary).items():
        tried[f"position: {name}"] = partial(_set_head, connection, turn, record)
    for name, record in payloads(canary).items():
        tried[f"sealed with the true key: {name}"] = partial(set_blob, connection, turn, RING.seal(record, *where))
    return tried


def _set_head(connection: Connection, turn: InFlight, head: bytes) -> None:
    connection.execute("UPDATE assistant.turns SET head = %s WHERE turn_id = %s", [head, turn.place.turn_id])


def spoil_memory(
    connection: Connection, place: Place, others: Mapping[str, Place], random: Random, canary: Path
) -> str:
    """Put something else in the place of one stored field of a turn that ended; tells what was done."""
    name = random.choice([field for field in FIELDS if field != "caller"])
    swaps = {f"{name} of {whose}": _field(connection, other, name) for whose, other in others.items()}
    swaps["another field"] = _field(connection, place, "result" if name == "user_text" else "user_text")
    tried = {**forged(_field(connection, place, name), random, canary), **swaps}
    done = random.choice(sorted(tried))
    connection.execute(
        sql.SQL("UPDATE assistant.turns SET {} = %s WHERE turn_id = %s").format(sql.Identifier(name)),
        [tried[done], place.turn_id],
    )
    return f"{name}: {done}"


def _field(connection: Connection, place: Place, name: str) -> bytes:
    row = connection.execute(
        sql.SQL("SELECT {} FROM assistant.turns WHERE turn_id = %s").format(sql.Identifier(name)),
        [place.turn_id],
    ).fetchone()
    assert row is not None
    return row[0]
