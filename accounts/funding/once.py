"""A funding write happens once per command id: the same id and content again gives the first result."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import psycopg
from psycopg.types.json import Jsonb

from accounts.closeday import business_date
from accounts.commands.base import Reason, Refused
from accounts.ledger import CommandConflict

Result = dict[str, object]


@dataclass(frozen=True, slots=True)
class Order:
    """Who orders a write, when (aware), and under which id, unique over all time."""

    command_id: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """What a write made; `repeated`: it had been done before and this is its first result again."""

    command_id: str
    recorded_on: date
    result: Result
    repeated: bool = False


_KEEP = """
INSERT INTO funding_commands (command_id, kind, actor, at, recorded_on, content, content_hash)
VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (command_id) DO NOTHING RETURNING command_id
"""


def once(
    connection: psycopg.Connection, order: Order, kind: str, content: Mapping[str, object], effect: Callable[[], Result]
) -> Done:
    """Run `effect` in a transaction, one funding write at a time, unless the command id has its result already.

    Raises CommandConflict for the same id with other content, Refused and what the effect raises: nothing is kept then.
    """
    plain = json.loads(json.dumps(content, default=str))
    digest = hashlib.sha256(json.dumps([kind, plain], sort_keys=True).encode()).hexdigest()
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('accounts.funding'))")
        today = business_date(connection)
        values = [order.command_id, kind, order.actor, order.at, today, Jsonb(plain), digest]
        if connection.execute(_KEEP, values).fetchone() is None:
            return _first(connection, order.command_id, digest)
        result: Result = json.loads(json.dumps(effect(), default=str))
        connection.execute(
            "UPDATE funding_commands SET result = %s WHERE command_id = %s", [Jsonb(result), order.command_id]
        )
    return Done(order.command_id, today, result)


def _first(connection: psycopg.Connection, command_id: str, digest: str) -> Done:
    row = connection.execute(
        "SELECT content_hash, recorded_on, result FROM funding_commands WHERE command_id = %s", [command_id]
    ).fetchone()
    if row is None or row[0] != digest:
        raise CommandConflict(f"funding command {command_id} was given before with other content; use a new id")
    return Done(command_id, row[1], row[2], repeated=True)


def refuse(code: str, text: str) -> Refused:
    """A refusal with one reason."""
    return Refused(code, [Reason(code, text)])


def require_closed(connection: psycopg.Connection, on: date) -> None:
    """Raise Refused unless `on` is a closed business day: only then its entries are complete."""
    today = business_date(connection)
    if on >= today:
        raise refuse("day-not-closed", f"{on} is not closed yet: the business date is {today}. Take an earlier day.")
