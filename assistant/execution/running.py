"""An executor in this process: its pool, DBOS and the loop, opened and closed together."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from psycopg import AsyncConnection
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from assistant import audit
from assistant.conversations import Pool
from assistant.execution import durable, workflow
from assistant.execution.loop import LEASE_S, Loop
from assistant.sealing import Keyring

_POOL_WAIT_S = 5.0
_POOL_SIZE = 8
GRACE_S = 5.0
"""How long what is under way may take to end at a stop; less than `stack.processes.stop` waits."""


@dataclass(frozen=True)
class Place:
    """Where an executor works. database_url: the assistant's database as role assistant_executor; durable_url: DBOS's
    own. executor_id: stable over restarts of one executor, different for each of several. lease_s: how long a silent
    executor is taken for alive. grace_s: how long what is under way may take to end when it stops."""

    database_url: str
    durable_url: str
    executor_id: str
    keyring: Keyring
    lease_s: float = LEASE_S
    grace_s: float = GRACE_S


@asynccontextmanager
async def running(place: Place, steps: Callable[[Pool], workflow.Steps]) -> AsyncGenerator[Loop]:
    """Execute what is confirmed until the block ends. One in a process, in the event loop of the block.

    What an earlier start left behind goes on first. Raises psycopg_pool.PoolTimeout where the database is out of reach.
    """
    pool: Pool = AsyncConnectionPool(
        place.database_url,
        min_size=1,
        max_size=_POOL_SIZE,
        timeout=_POOL_WAIT_S,
        open=False,
        connection_class=AsyncConnection[dict[str, object]],
        configure=audit.signing(place.keyring),
        kwargs={"row_factory": dict_row, "autocommit": True},
    )
    async with pool:
        await pool.wait(_POOL_WAIT_S)
        active = workflow.Active()
        execute = workflow.register(steps(pool), active)
        loop = Loop(pool, execute, active, place.executor_id, lease_s=place.lease_s)
        async with durable.launched(place.durable_url, place.executor_id):
            try:
                async with loop.running(place.database_url):
                    yield loop
            finally:
                await active.end(place.grace_s)
