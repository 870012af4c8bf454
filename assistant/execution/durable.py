"""DBOS on a database of its own: what it is told, and that it tells nothing to anybody else.

Its rows hold ids and enumerations, as JSON. No conductor, no telemetry exporter: it connects to its database only.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer

VERSION = "proposals-1"
"""Of the workflow's order of steps, not of their code: another version leaves alone what this one began, so it changes
only when the order of steps does, and only after what is pending has been executed."""

_FORGOTTEN_AT_ONCE = 500


def config(database_url: str, executor_id: str) -> DBOSConfig:
    """executor_id: stable over restarts of one executor, different for each that runs at a time."""
    return DBOSConfig(
        name="lending-executor",
        system_database_url=database_url,
        serializer=DBOSPortableJSONSerializer(),
        application_version=VERSION,
        executor_id=executor_id,
        enable_otlp=False,
        sys_db_pool_size=8,
        log_level="WARNING",
    )


@asynccontextmanager
async def launched(database_url: str, executor_id: str) -> AsyncGenerator[None]:
    """DBOS running in this process, once its workflows are registered; what they had begun goes on by itself."""
    DBOS(config=config(database_url, executor_id))
    DBOS.launch()
    try:
        yield
    finally:
        DBOS.destroy(destroy_registry=True)


async def forget(before: datetime) -> int:
    """Delete what is kept of executions that ended before then, some hundreds at most; how many.

    Proposals, receipts and the audit record tell of them; a workflow that was forgotten and is started again finds its
    proposal settled.
    """
    ended = await DBOS.list_workflows_async(
        status="SUCCESS",
        completed_before=before.isoformat(),
        limit=_FORGOTTEN_AT_ONCE,
        load_input=False,
        load_output=False,
    )
    await DBOS.delete_workflows_async([workflow.workflow_id for workflow in ended])
    return len(ended)
