"""Opening an assistant: what is out of reach is said at once, in words that tell what to do."""

from typing import cast

import pytest

from api.commands.session import Session
from assistant import bootstrap
from assistant.settings import Settings
from stack.embedded import Embedded
from tests.conftest import Database


async def test_a_database_out_of_reach_is_said_with_what_to_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "_POOL_WAIT_S", 0.5)
    with pytest.raises(bootstrap.DatabaseOutOfReach, match="DATABASE_URL"):
        async with bootstrap.assistant(Settings(), "postgresql://nobody:x@127.0.0.1:1/none", "http://127.0.0.1:1"):
            pass


def test_the_command_line_uses_the_database_that_is_set(
    assistant_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", assistant_db.url("assistant_app"))
    session = Session(Settings(), cast(Embedded, object()), "http://127.0.0.1:1")
    assert session.database_url == assistant_db.url("assistant_app")
