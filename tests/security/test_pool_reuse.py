"""A connection that goes back to its pool, however its last use ended, is nobody's."""

import asyncio
import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any, LiteralString

import psycopg
import pytest
from psycopg import AsyncConnection

from accounts.reads.session import Reading, open_pool, reading
from assistant.memory import Memory
from assistant.results import TurnRequest
from assistant.threads import Threads
from tests.conftest import Database
from tests.integration.assistant.audit_desk import Pool, pool_of, ring
from tools.caller import Caller

OWNER, OTHER = "B-1", "B-2"
Breaks = Callable[[AsyncConnection[Any]], Awaitable[Any]]


async def by_exception(connection: AsyncConnection[Any]) -> None:
    raise RuntimeError("in the middle of it")


async def by_statement(connection: AsyncConnection[Any]) -> None:
    await connection.execute("SELECT 1 / 0")


async def by_constraint(connection: AsyncConnection[Any]) -> None:
    await connection.execute("INSERT INTO assistant.threads (thread_id, subject) VALUES (gen_random_uuid(), 'B-1')")


async def by_rights(connection: AsyncConnection[Any]) -> None:
    await connection.execute("DELETE FROM assistant.audit")


async def by_timeout(connection: AsyncConnection[Any]) -> None:
    await connection.execute("SET LOCAL statement_timeout = 20")
    await connection.execute("SELECT pg_sleep(5)")


async def by_cancellation(connection: AsyncConnection[Any]) -> None:
    async with asyncio.timeout(0.05):
        await connection.execute("SELECT pg_sleep(5)")


async def by_the_server(connection: AsyncConnection[Any]) -> None:
    await connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")


async def by_savepoint(connection: AsyncConnection[Any]) -> None:
    async with connection.transaction():
        await connection.execute("SELECT set_config('assistant.subject', 'B-1', true)")
        await connection.execute("SELECT 1 / 0")


WAYS = [by_exception, by_statement, by_constraint, by_rights, by_timeout, by_cancellation, by_the_server, by_savepoint]


@asynccontextmanager
async def as_subject(pool: Pool, subject: str) -> AsyncGenerator[AsyncConnection[Any]]:
    """As the stores do it."""
    async with pool.connection() as connection, connection.transaction():
        await connection.execute("SELECT set_config('assistant.subject', %s, true)", [subject])
        yield connection


async def broken(pool: Pool, way: Breaks) -> None:
    try:
        async with as_subject(pool, OWNER) as connection:
            cursor = await connection.execute("SELECT count(*) AS rows FROM assistant.threads")
            row = await cursor.fetchone()
            assert row
            assert row["rows"] == 1
            await way(connection)
    except (RuntimeError, TimeoutError, psycopg.Error):
        return
    raise AssertionError("it did not break")


@pytest.mark.parametrize("way", WAYS)
async def test_after_a_broken_use_the_next_caller_sees_nothing_of_the_last(assistant_db: Database, way: Breaks) -> None:
    """A pool of one: the next caller gets that very connection, unless it is gone."""
    keys = ring()
    async with pool_of(assistant_db, keys=keys, size=1) as pool:
        threads = Threads(pool, lambda: datetime.now(UTC), Memory(keys), lease_s=10, history_turns=6)
        thread_id = await threads.create(OWNER)
        await threads.accept(TurnRequest(Caller(OWNER, "borrower", 1), thread_id, str(uuid.uuid4()), "what I owe"))
        for _ in range(3):
            await broken(pool, way)
            async with pool.connection() as connection:
                cursor = await connection.execute(
                    """SELECT coalesce(current_setting('assistant.subject', true), '') AS subject,
                         (SELECT count(*) FROM assistant.threads) + (SELECT count(*) FROM assistant.turns) AS rows"""
                )
                assert await cursor.fetchone() == {"subject": "", "rows": 0}
            assert await threads.listed(OTHER) == []
            assert [row["thread_id"] for row in await threads.listed(OWNER)] == [thread_id]


MISUSES: list[LiteralString] = [
    "SELECT 1 / 0",
    "DELETE FROM accounts.accounts",
    "SELECT pg_sleep(9)",
    "SELECT pg_terminate_backend(pg_backend_pid())",
    "COMMIT; SELECT no_such_function()",
]


async def misused(books: Reading, statement: LiteralString) -> None:
    """Raises what the statement, its being cancelled after a moment, or the caller's own fault raises."""
    async with asyncio.timeout(0.05):
        await books.all(statement)
    raise RuntimeError("in the middle of it")


@pytest.mark.parametrize("statement", [*MISUSES, "SELECT 1"])
async def test_the_account_systems_pool_forgets_too(portfolio: Database, statement: LiteralString) -> None:
    with psycopg.connect(portfolio.url("postgres")) as connection:
        found = connection.execute("SELECT borrower_id, count(*) FROM accounts.accounts GROUP BY 1 LIMIT 2").fetchall()
    (owner, owned), (other, others) = found
    pool = open_pool(portfolio.url("accounts_api"), 1, 1, 5.0)
    count = "SELECT count(*) AS rows, count(DISTINCT borrower_id) AS people FROM accounts.accounts"
    async with pool:
        for _ in range(3):
            seen: list[Any] = []
            with suppress(RuntimeError, TimeoutError, psycopg.Error):
                async with reading(pool, owner) as books:
                    seen.append(await books.first(count))
                    await misused(books, statement)
                    seen.append("not broken")
            assert seen == [{"rows": owned, "people": 1}]
            async with reading(pool) as books:
                assert await books.first(count) == {"rows": 0, "people": 0}
            async with reading(pool, other) as books:
                assert await books.first(count) == {"rows": others, "people": 1}
