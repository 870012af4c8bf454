"""Running a command: once per id, in one transaction, or as a preview that leaves nothing behind."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

import psycopg
from psycopg.types.json import Jsonb

from accounts.closeday import business_date
from accounts.commands.base import Actor, Books, Command, Reason, Refused, Result
from accounts.commands.snapshot import payments_of, snapshot
from accounts.ledger import CommandConflict
from accounts.replay.recompute import recompute


@dataclass(frozen=True, slots=True)
class Given:
    """A command as it arrived. `command_id` is unique over all time; `at` is aware; no `account_id`: the borrower's."""

    command_id: str
    actor: Actor
    at: datetime
    borrower_id: str
    command: Command
    account_id: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command did. `repeated`: it had been run before, and this is its first result again.

    before, after: the account's figures around it, in a preview only.
    """

    command_id: str
    recorded_on: date
    value_on: date
    result: Result
    repeated: bool = False
    before: Mapping[str, object] | None = None
    after: Mapping[str, object] | None = None


def run(connection: psycopg.Connection, given: Given) -> Outcome:
    """Run a command in a transaction of its own; the same id again gives the first result and does nothing.

    Raises Refused, CommandConflict (same id, other content) and psycopg errors; nothing is written then.
    """
    with connection.transaction():
        return _once(connection, given)


def preview(connection: psycopg.Connection, given: Given) -> Outcome:
    """What the command would do: it runs whole, the account is read before and after, and all of it is taken back.

    A third party sees of the account what their payment concerns.
    """
    seen = payments_of if given.actor.role == "third_party" else snapshot
    with connection.transaction(force_rollback=True):
        before = seen(connection, given.account_id, given.borrower_id)
        outcome = _once(connection, given)
        after = seen(connection, given.account_id, given.borrower_id)
    return replace(outcome, before=before, after=after)


def _once(connection: psycopg.Connection, given: Given) -> Outcome:
    command, today = given.command, business_date(connection)
    if given.actor.role not in command.roles:
        text = f"A {given.actor.role.replace('_', ' ')} may not do this; it needs {', '.join(sorted(command.roles))}."
        raise Refused("not-permitted", [Reason("role", text)])
    value_on = command.counts_on(today)
    books = Books(
        *(connection, given.command_id, given.actor, given.at, today, value_on),
        borrower_id=given.borrower_id,
        account_id=given.account_id,
    )
    if (known := _keep(books, command)) is not None:
        return known
    _lock(books)
    command.check(books)
    if (target := command.undoes()) is not None:
        _undo(books, target)
    result = {**command.record(books), **_effect(books, command)}
    plain: Result = json.loads(json.dumps(result, default=_plain))
    connection.execute("UPDATE commands SET result = %s WHERE command_id = %s", [Jsonb(plain), given.command_id])
    return Outcome(given.command_id, today, value_on, plain)


def _plain(value: object) -> str:
    """Days and instants as ISO 8601, ids as text."""
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def content_hash(command: Command, account_id: str | None, borrower_id: str) -> str:
    """What a repeat must have in common with the first: kind, target and content."""
    facts = [command.kind, account_id, borrower_id, command.model_dump(mode="json")]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


_KEEP = """
INSERT INTO commands (command_id, kind, borrower_id, account_id, actor, actor_role, at, recorded_on, value_on, content,
  content_hash) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (command_id) DO NOTHING RETURNING command_id
"""


def _keep(books: Books, command: Command) -> Outcome | None:
    """Keep the command, or give the outcome of its first time. Two at once: the second waits for the first."""
    digest = content_hash(command, books.account_id, books.borrower_id)
    who = (books.borrower_id, books.account_id, books.actor.subject, books.actor.role)
    content = Jsonb(command.model_dump(mode="json"))
    when = (books.at, books.today, books.value_on)
    values = [books.command_id, command.kind, *who, *when, content, digest]
    if books.connection.execute(_KEEP, values).fetchone():
        return None
    row = books.connection.execute(
        "SELECT content_hash, recorded_on, value_on, result FROM commands WHERE command_id = %s", [books.command_id]
    ).fetchone()
    if row is None or row[0] != digest:
        raise CommandConflict(f"command {books.command_id} was given before with other content; use a new id")
    return Outcome(books.command_id, row[1], row[2], row[3], repeated=True)


def _lock(books: Books) -> None:
    """One command at a time on an account; one about the borrower holds all of the borrower's accounts."""
    books.connection.execute(
        "SELECT account_id FROM accounts WHERE borrower_id = %s AND (%s::text IS NULL OR account_id = %s) "
        "ORDER BY account_id FOR UPDATE",
        [books.borrower_id, books.account_id, books.account_id],
    )


def _effect(books: Books, command: Command) -> Result:
    if books.account_id is not None:
        return _on_account(books, command)
    for (account_id,) in books.connection.execute(
        "SELECT account_id FROM accounts WHERE borrower_id = %s ORDER BY account_id", [books.borrower_id]
    ).fetchall():
        _on_account(replace(books, account_id=account_id), command)
    return {}


def _undo(books: Books, target: str) -> None:
    done = books.connection.execute(
        "UPDATE commands SET undone_by = %s WHERE command_id = %s AND borrower_id = %s AND undone_by IS NULL "
        "AND account_id IS NOT DISTINCT FROM %s",
        [books.command_id, target, books.borrower_id, books.account_id],
    )
    if not done.rowcount:
        raise Refused("nothing-to-undo", [Reason("undone", f"There is no command {target} here that still counts.")])


def _on_account(books: Books, command: Command) -> Result:
    if books.value_on < books.today or command.undoes() is not None:
        return recompute(books)
    return command.apply(books)
