"""One read: a transaction in which row-level security knows the borrower."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any, LiteralString

from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool

Row = dict[str, Any]
Connection = AsyncConnection[DictRow]
Pool = AsyncConnectionPool[Connection]

# every read sees one state of the books, cannot write, and ends
_OPTIONS = (
    "-c default_transaction_read_only=on -c default_transaction_isolation=repeatable\\ read "
    "-c statement_timeout=5000 -c jit=off -c search_path=accounts"
)
_IDENTIFY: LiteralString = (
    "SELECT set_config('accounts.borrower_id', %(borrower_id)s, true), "
    "set_config('accounts.directory', %(directory)s, true)"
)


class Reading:
    """Runs the statements of one request; rows that are not the caller's do not exist here."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def all(self, statement: LiteralString, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """All rows of a statement."""
        cursor = await self._connection.execute(statement, parameters)
        return await cursor.fetchall()

    async def first(self, statement: LiteralString, parameters: Mapping[str, Any] | None = None) -> Row | None:
        """The first row of a statement, or None."""
        cursor = await self._connection.execute(statement, parameters)
        return await cursor.fetchone()

    async def forget(self) -> None:
        """From here on the caller is nobody: no row is theirs."""
        await self._connection.execute(_IDENTIFY, {"borrower_id": "", "directory": "off"})


def open_pool(database_url: str, min_size: int, max_size: int, wait_s: float) -> Pool:
    """A pool that is not open yet; `wait_s` bounds how long a request waits for a connection."""
    return AsyncConnectionPool(
        database_url,
        connection_class=AsyncConnection[DictRow],
        kwargs={"row_factory": dict_row, "options": _OPTIONS, "application_name": "accounts", "prepare_threshold": 1},
        min_size=min_size,
        max_size=max_size,
        timeout=wait_s,
        open=False,
        name="accounts",
    )


@asynccontextmanager
async def reading(pool: Pool, borrower_id: str = "", directory: bool = False) -> AsyncGenerator[Reading]:
    """A transaction that reads as `borrower_id`; empty sees no borrower at all. `directory` lists the seeded people.

    Raises psycopg_pool.PoolTimeout or psycopg.OperationalError when the database is out of reach.
    """
    async with pool.connection() as connection:
        await connection.execute(_IDENTIFY, {"borrower_id": borrower_id, "directory": "on" if directory else "off"})
        yield Reading(connection)
