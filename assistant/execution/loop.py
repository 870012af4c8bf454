"""Finds what is to be executed: told of a confirmation at once, looking twice a second, and after whom died.

Whoever moves a proposal from `confirmed` to `executing` starts its workflow and renews its lease while that runs. When
the lease has passed, its executor has died, and another takes the workflow up where it stood.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

import psycopg
import structlog
from dbos import DBOS, SetWorkflowID, error
from psycopg import AsyncConnection
from psycopg_pool import PoolTimeout
from sqlalchemy.exc import SQLAlchemyError

from assistant import audit, logs
from assistant.conversations import Pool
from assistant.execution import durable
from assistant.execution.workflow import EXECUTOR, Active, Execute
from tools.context import utc_now

CHANNEL = "proposal_confirmed"
POLL_S = 0.5
LEASE_S = 15.0
_IDLE_S = 3.0
"""After how long an executor takes up again what is its own and does not run: what an outage kept it from starting."""
_AT_ONCE = 16
"""Proposals taken up in one go; what is left over is found by the next look."""
KEPT = timedelta(days=30)
"""How long DBOS's own record of an execution is kept after its end."""
_FORGET_EVERY_S = 3600.0
_OUTAGE = (psycopg.Error, PoolTimeout, SQLAlchemyError, error.DBOSException, OSError)
_log = structlog.get_logger("executor")
_TAKE = """
    WITH due AS (
        SELECT proposal_id, state AS was FROM assistant.proposals
        WHERE state = 'confirmed' OR state = 'executing' AND (
            lease_until <= clock_timestamp() OR executor = %(me)s AND NOT proposal_id = ANY(%(ids)s::uuid[])
            AND (%(started)s OR lease_until <= clock_timestamp() + make_interval(secs => %(lease_s)s - %(idle_s)s)))
        ORDER BY confirmed_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
    UPDATE assistant.proposals AS p SET state = 'executing', executor = %(me)s,
           lease_until = clock_timestamp() + make_interval(secs => %(lease_s)s)
    FROM due WHERE p.proposal_id = due.proposal_id
    RETURNING p.proposal_id::text, p.about, p.tool, p.tool_version, p.digest, due.was"""
_RENEW = """
    UPDATE assistant.proposals SET lease_until = clock_timestamp() + make_interval(secs => %(lease_s)s)
    WHERE proposal_id = ANY(%(ids)s::uuid[]) AND executor = %(me)s AND state = 'executing'"""


class Loop:
    """The loop of one executor. executor_id: its own, as in `durable.launched`."""

    def __init__(
        self,
        pool: Pool,
        execute: Execute,
        active: Active,
        executor_id: str,
        *,
        lease_s: float = LEASE_S,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._clock = clock
        self._pool = pool
        self._execute = execute
        self._active = active
        self._me = executor_id
        self._lease_s = lease_s
        self._told = asyncio.Event()
        self._started = True
        self._looked_at = 0.0

    def is_looking(self) -> bool:
        """Whether it could look for work within the last seconds."""
        return asyncio.get_running_loop().time() - self._looked_at < self._lease_s

    @asynccontextmanager
    async def running(self, listen_url: str) -> AsyncGenerator[None]:
        """Runs until the block ends; what is under way then goes on at the next start."""
        always = (self._look_always(), self._listen_always(listen_url), self._forget_always())
        tasks = [asyncio.create_task(task) for task in always]
        for task in tasks:
            task.add_done_callback(_tell_fault)
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _look_always(self) -> None:
        while True:
            self._told.clear()
            try:
                await self._look()
                self._looked_at = asyncio.get_running_loop().time()
            except _OUTAGE as outage:
                _log.warning("executor_waits", failure=type(outage).__name__)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), POLL_S)

    async def _listen_always(self, url: str) -> None:
        while True:
            try:
                async with await AsyncConnection.connect(url, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self._told.set()
                    async for _ in connection.notifies():
                        self._told.set()
            except psycopg.Error as outage:
                _log.warning("executor_does_not_hear", failure=type(outage).__name__)
            await asyncio.sleep(POLL_S / 2)

    async def _forget_always(self) -> None:
        while True:
            with suppress(*_OUTAGE):
                await durable.forget(self._clock() - KEPT)
            await asyncio.sleep(_FORGET_EVERY_S)

    async def _look(self) -> None:
        asked = {"me": self._me, "lease_s": self._lease_s, "limit": _AT_ONCE, "ids": self._active.ids}
        asked |= {"started": self._started, "idle_s": _IDLE_S}
        async with self._pool.connection() as connection, connection.transaction():
            if self._active.ids:
                await connection.execute(_RENEW, asked)
            cursor = await connection.execute(_TAKE, asked)
            taken = await cursor.fetchall()
            await audit.append_all(connection, [_record(row) for row in taken if row["was"] == "confirmed"])
        for row in taken:
            await self.take_up(str(row["proposal_id"]))
        self._started = False
        if len(taken) == _AT_ONCE:
            self._told.set()

    async def take_up(self, proposal_id: str) -> None:
        """Start its workflow, or let the one that an executor left behind go on."""
        status = await DBOS.get_workflow_status_async(proposal_id)
        if status is None:
            with SetWorkflowID(proposal_id):
                await DBOS.start_workflow_async(self._execute, proposal_id)
        elif status.status in ("SUCCESS", "ERROR"):
            await DBOS.rewind_workflow_async(proposal_id)
        elif not self._started:
            # at the start DBOS itself goes on with what this executor had begun
            await DBOS.resume_workflow_async(proposal_id)


def _tell_fault(task: asyncio.Task[None]) -> None:
    """A part of the loop that ended of itself met a fault of our own: told when it happens, not when the loop ends."""
    if not task.cancelled() and (fault := task.exception()):
        _log.error("executor_fault", causes=logs.causes(fault))


def _record(row: dict[str, Any]) -> audit.Record:
    body = {"from": "confirmed", "to": "executing", "tool": row["tool"], "version": row["tool_version"]}
    return audit.Record(
        "proposal", EXECUTOR.subject, row["about"], row["proposal_id"], body | {"digest": row["digest"]}
    )
