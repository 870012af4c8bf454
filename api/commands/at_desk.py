"""A connection of role assistant_desk for commands of whoever operates this machine."""

import getpass
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from psycopg import AsyncConnection

from api.commands.session import progress_bars, settings_for
from assistant.conversations import Row
from assistant.desk import connection
from assistant.keys import keyring
from stack import embedded as stack
from tools.caller import Caller


@asynccontextmanager
async def looking(data_dir: Path | None) -> AsyncGenerator[AsyncConnection[Row]]:
    """A transaction that sees what an auditor sees; over ASSIST_DESK_DATABASE_URL where the database is external."""
    settings = settings_for(data_dir)
    if settings.desk_database_url:
        url = settings.desk_database_url.get_secret_value()
    else:
        with progress_bars() as progress:
            url = stack.prepare(settings.data_dir, progress, seed=False, ingest=False).desk_url
    operator = Caller(f"operator:{getpass.getuser()}", "auditor", 1)
    async with connection.opened(url, keyring(settings), 1) as pool, pool.looking(operator) as opened:
        yield opened
