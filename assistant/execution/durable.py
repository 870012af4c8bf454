"""DBOS on a database of its own: what it is told, and that it tells nothing to anybody else.

Its rows hold ids and enumerations, as JSON. No conductor, no telemetry exporter: it connects to its database only.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer

VERSION = "proposals-1"
"""Of the workflow's order of steps, not of their code: another version leaves alone what this one began, so it changes
only when the order of steps does, and only after what is pending has been executed."""


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
