"""Threads with turns in them, for tests of what becomes of stored memory."""

import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from assistant import audit
from assistant.memory import Memory
from assistant.results import TurnRequest, TurnResult
from assistant.sealing import Keyring
from assistant.threads import Threads
from tools.caller import Caller

NOW = datetime(2026, 5, 15, 12, tzinfo=UTC)
RING = Keyring({b"key1": bytes(32)}, b"key1")
Connection = AsyncConnection[dict[str, Any]]


@asynccontextmanager
async def threads_at(url: str, ring: Keyring = RING, now: datetime = NOW) -> AsyncGenerator[Threads]:
    pool: AsyncConnectionPool[Connection] = AsyncConnectionPool(
        url, min_size=1, max_size=4, open=False, connection_class=Connection, kwargs={"row_factory": dict_row}
    )
    async with pool:
        yield Threads(pool, lambda: now, Memory(ring), lease_s=10, history_turns=5)


@asynccontextmanager
async def operations(url: str, ring: Keyring = RING) -> AsyncGenerator[Connection]:
    connection = await Connection.connect(url, row_factory=dict_row, autocommit=True)
    async with connection:
        await audit.signing(ring)(connection)
        yield connection


async def converse(threads: Threads, subject: str, *texts: str, about: str | None = None) -> str:
    """A thread in which these were said and answered."""
    thread_id = await threads.create(subject, None, about)
    for text in texts:
        caller = Caller(subject, "borrower", 1)
        accepted = await threads.accept(TurnRequest(caller, thread_id, str(uuid.uuid4()), text))
        result = TurnResult(
            thread_id=thread_id,
            turn_id=accepted.turn_id,
            outcome="answered",
            answer=f"About {text}: yes.",
            prompt="assistant@1#0",
            model="scripted",
        )
        assert await threads.finish(subject, result, "finished", claim=accepted.claim)
    return thread_id
