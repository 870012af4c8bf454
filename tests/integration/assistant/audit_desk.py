"""What the tests of the audit record share: pools of the services' roles, and records."""

import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from assistant.audit import Record, signing
from assistant.sealing import Keyring
from tests.conftest import Database

Row = dict[str, Any]
Pool = AsyncConnectionPool[AsyncConnection[Row]]


def ring() -> Keyring:
    name = secrets.token_bytes(4)
    return Keyring({name: secrets.token_bytes(32)}, name)


@asynccontextmanager
async def pool_of(
    database: Database, role: str = "assistant_app", keys: Keyring | None = None, size: int = 4
) -> AsyncGenerator[Pool]:
    pool: Pool = AsyncConnectionPool(
        database.url(role),
        min_size=0,
        max_size=size,
        open=False,
        connection_class=AsyncConnection[Row],
        configure=signing(keys) if keys else None,
        kwargs={"row_factory": dict_row, "autocommit": True},
    )
    async with pool:
        yield pool


@asynccontextmanager
async def acting_as(pool: Pool, subject: str) -> AsyncGenerator[AsyncConnection[Row]]:
    async with pool.connection() as connection, connection.transaction():
        await connection.execute("SELECT set_config('assistant.subject', %s, true)", [subject])
        yield connection


def record(subject: str = "B-1", ref: str = "t-1", about: str | None = None, **body: Any) -> Record:
    return Record("turn", subject, about or subject, ref, body)
