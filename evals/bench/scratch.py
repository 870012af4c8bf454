"""Databases of a benchmark's own on the embedded server, dropped at the end."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import sql

from stack import migrate, postgres


@dataclass(frozen=True)
class Books:
    """An account-system database of a benchmark."""

    server: postgres.Server
    name: str

    def url(self, role: str) -> str:
        """Its address for a role."""
        return self.server.url(role, self.name)


@contextmanager
def books(server: postgres.Server, name: str, template: str | None = None) -> Generator[Books]:
    """A migrated account-system database, or a copy of `template`; what an earlier run left under the name goes."""
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as connection:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        connection.execute(drop)
        postgres.create_database(connection, name, "accounts_owner", template)
        made = Books(server, name)
        try:
            if template is None:
                migrate.upgrade(made.url("accounts_owner"), "accounts")
            yield made
        finally:
            connection.execute(drop)
