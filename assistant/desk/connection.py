"""The database as a member of staff sees it: role assistant_desk, row-level security by who looks and as what."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from assistant import audit
from assistant.conversations import Pool, Row
from assistant.sealing import Keyring
from tools.caller import Caller

_WAIT_S = 5.0


@dataclass(frozen=True)
class DeskPool:
    """Connections of role assistant_desk. Nothing is seen over them but by `looking`."""

    pool: Pool

    @asynccontextmanager
    async def looking(self, caller: Caller) -> AsyncGenerator[AsyncConnection[Row]]:
        """A transaction that sees what this member of staff may see.

        A support agent: conversations that wait, and those they took; supervisors, analysts and auditors: all.
        """
        async with self.pool.connection() as connection, connection.transaction():
            await connection.execute(
                "SELECT set_config('assistant.staff', %s, true), set_config('assistant.staff_role', %s, true)",
                [caller.subject if caller.is_staff else "", caller.role],
            )
            yield connection


@asynccontextmanager
async def opened(url: str, keyring: Keyring, size: int) -> AsyncGenerator[DeskPool]:
    """The desk's pool over the database at `url` (role assistant_desk). Records appended over it carry the seal."""
    pool: Pool = AsyncConnectionPool(
        url,
        min_size=0,
        max_size=size,
        timeout=_WAIT_S,
        open=False,
        configure=audit.signing(keyring),
        connection_class=AsyncConnection[dict[str, Any]],
        kwargs={"row_factory": dict_row, "autocommit": True},
    )
    await pool.open()
    try:
        yield DeskPool(pool)
    finally:
        await pool.close()
