"""`assist retention run|hold|release|list`."""

import asyncio
import json
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from psycopg import AsyncConnection
from psycopg.rows import dict_row

from api.commands.failures import UsageProblem
from api.commands.session import open_session, out, settings_for
from assistant import audit, holds, retention
from assistant.keys import keyring
from assistant.settings import Settings
from stack import embedded as stack
from stack.people import find, people
from tools.context import utc_now

Connection = AsyncConnection[dict[str, Any]]
_Given = TypeVar("_Given")


def run(by: str, data_dir: Path | None, *, dry_run: bool, as_json: bool) -> None:
    """Delete what is past its time; tell what was deleted and what a hold kept."""
    settings = settings_for(data_dir)
    kept = retention.rules()
    done = _do(settings, lambda ops: retention.sweep(ops, kept, utc_now(), by, dry_run=dry_run))
    if as_json:
        sys.stdout.write(json.dumps({"dry_run": dry_run, **asdict(done)}) + "\n")
        return
    verb = "Would delete" if dry_run else "Deleted"
    out.print(f"{verb} {len(done.threads)} conversations ({done.turns} turns); {len(done.held)} are under a hold.")


def hold(about: str | None, thread: str | None, reason: str, by: str, data_dir: Path | None) -> None:
    """Place a hold and print its id."""
    if (about is None) == (thread is None):
        raise UsageProblem("Name either a person (--about) or a thread (--thread).")
    settings = settings_for(data_dir)
    subject = _subject(settings, about) if about else None
    placed = _do(settings, lambda ops: holds.place(ops, reason, by, utc_now(), subject=subject, thread_id=thread))
    out.print(f"Placed hold {placed} on {subject or thread}.", highlight=False)


def release(hold_id: str, by: str, data_dir: Path | None) -> None:
    _do(settings_for(data_dir), lambda ops: holds.release(ops, hold_id, by, utc_now()))
    out.print(f"Released hold {hold_id}.", highlight=False)


def listed(data_dir: Path | None, *, as_json: bool) -> None:
    """Rules with their sources, and holds."""
    kept = retention.rules()
    placed = _do(settings_for(data_dir), holds.listed)
    if as_json:
        rows = {"rules": [rule.model_dump() for rule in kept], "holds": placed}
        sys.stdout.write(json.dumps(rows, default=str) + "\n")
        return
    for rule in kept:
        sources = ", ".join(f"{source.citation} ({source.months})" for source in rule.sources)
        out.print(f"{rule.kind}: {rule.months} months. {rule.what} {sources}", highlight=False)
    for row in placed:
        state = f"released {row['released_at']:%Y-%m-%d}" if row["released_at"] else "in force"
        whom = row["subject"] or row["thread_id"]
        out.print(f"hold {row['hold_id']}: {whom}, {row['reason']} ({state})", highlight=False, markup=False)


def _subject(settings: Settings, person: str) -> str:
    """The subject of a seeded person's handle; what is no handle is taken as a subject itself."""
    session = open_session(settings)
    try:
        found = find(people(session.accounts_url, session.embedded.issuer), person)
    except LookupError:
        return person
    return str(found["borrower_id"])


def _do(settings: Settings, what: Callable[[Connection], Awaitable[_Given]]) -> _Given:
    async def go() -> _Given:
        async with _operations(settings) as connection:
            return await what(connection)

    return asyncio.run(go())


@asynccontextmanager
async def _operations(settings: Settings) -> AsyncGenerator[Connection]:
    """A connection as operations, whose audit records are signed."""
    url = stack.prepare(settings.data_dir, seed=False, ingest=False).assistant_ops_url
    connection = await Connection.connect(url, row_factory=dict_row, autocommit=True)
    async with connection:
        await audit.signing(keyring(settings))(connection)
        yield connection
