"""Outlasting a database that restarts: what may be repeated safely is repeated until it answers again."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import psycopg
from psycopg_pool import PoolClosed

_Given = TypeVar("_Given")
OUTAGE = (psycopg.OperationalError, psycopg.InterfaceError)
"""What psycopg and its pool raise while the server is away, and for connections that it cut."""
_PAUSE_S = 0.1


async def outlast(action: Callable[[], Awaitable[_Given]], for_s: float) -> _Given:
    """What `action` gives, repeated while the database is away, for at most `for_s` seconds; then its own error."""
    until = time.monotonic() + for_s
    while True:
        try:
            return await action()
        except OUTAGE as error:
            unless_cancelled(error)
            if isinstance(error, PoolClosed) or time.monotonic() >= until:
                raise
        await asyncio.sleep(_PAUSE_S)


def unless_cancelled(error: Exception | None = None) -> None:
    """Raise CancelledError where the task was cancelled. For loops over the database: a pool that waits for one, or a
    connection that was cut, may swallow a cancellation or hide it behind an error of its own."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError from error
