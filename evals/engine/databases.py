"""Eval databases on the embedded server: templates made once for a seed and a version of the code, clones a worker
plays on. Nobody's own books or threads are read or written."""

import os
import uuid
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil
import psycopg
from psycopg import sql

from stack import postgres

_PREFIX = "evals_"
_PART = "_part"
"""Ends the name of a template that is being made."""
_OWNERS = {"books": "accounts_owner", "assistant": "assistant_owner", "durable": "durable_owner"}


@dataclass(frozen=True)
class EvalDatabase:
    """One database of the evals; `url(role)` is its address for a role of the stack, `postgres` the superuser."""

    server: postgres.Server
    name: str

    def url(self, role: str) -> str:
        return self.server.url(role, self.name)


def template_name(kind: str, key: str) -> str:
    """kind: `books` or `assistant`. key: what the template was made from, short."""
    return f"{_PREFIX}template_{kind}_{key}"


def ensure(server: postgres.Server, name: str, kind: str, make: Callable[[EvalDatabase], None]) -> EvalDatabase:
    """The template of that name; where it is missing, `make` fills an empty database, which then takes the name.

    Several processes may ask at once: one makes it, the others wait.
    """
    with _superuser(server) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        try:
            if not _exists(connection, name):
                part = name + _PART
                _drop(connection, part)
                postgres.create_database(connection, part, _OWNERS[kind])
                make(EvalDatabase(server, part))
                rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
                connection.execute(rename.format(sql.Identifier(part), sql.Identifier(name)))
        finally:
            connection.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])
    return EvalDatabase(server, name)


def prune_templates(server: postgres.Server, kind: str, keep: Callable[[str], bool]) -> None:
    """Drop the templates of that kind whose key `keep` does not want, and that nobody copies or makes."""
    start = template_name(kind, "")
    with _superuser(server) as connection:
        for name in _named(connection, start):
            if not name.endswith(_PART) and not keep(name.removeprefix(start)):
                _drop(connection, name, force=False)


@contextmanager
def cloned(server: postgres.Server, template: str, kind: str) -> Generator[EvalDatabase]:
    """A copy of `template` of this process's own, gone at the end; what killed processes left behind goes too."""
    made = clone(server, template, kind)
    try:
        yield made
    finally:
        drop(made)


def clone(server: postgres.Server, template: str, kind: str) -> EvalDatabase:
    """A copy of `template`; `drop` it. Raises psycopg.Error."""
    started = int(psutil.Process().create_time())
    name = f"{_PREFIX}world_{os.getpid()}_{started}_{kind}_{uuid.uuid4().hex[:6]}"
    with _superuser(server) as connection:
        postgres.create_database(connection, name, _OWNERS[kind], template)
        # A world that is lost is cloned again, so none of its transactions waits for the disk.
        connection.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(sql.Identifier(name)))
    return EvalDatabase(server, name)


def drop(database: EvalDatabase) -> None:
    """Drop a clone with whatever is still connected to it."""
    with _superuser(database.server) as connection:
        _drop(connection, database.name)


def drop_orphans(server: postgres.Server) -> None:
    """Drop the clones whose processes are gone."""
    with _superuser(server) as connection:
        for name in _named(connection, f"{_PREFIX}world_"):
            pid, started = (int(part) for part in name.split("_")[2:4])
            if not _is_alive(pid, started):
                _drop(connection, name)


def _is_alive(pid: int, started: int) -> bool:
    try:
        return abs(psutil.Process(pid).create_time() - started) < 2
    except psutil.NoSuchProcess:
        return False


@contextmanager
def _superuser(server: postgres.Server) -> Generator[psycopg.Connection]:
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as connection:
        yield connection


def _exists(connection: psycopg.Connection, name: str) -> bool:
    return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _named(connection: psycopg.Connection, start: str) -> list[str]:
    rows = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [start])
    return [str(row[0]) for row in rows]


def _drop(connection: psycopg.Connection, name: str, *, force: bool = True) -> None:
    statement = "DROP DATABASE IF EXISTS {} WITH (FORCE)" if force else "DROP DATABASE IF EXISTS {}"
    try:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
    except psycopg.errors.ObjectInUse:
        return
