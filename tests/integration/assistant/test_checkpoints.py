"""Checkpoints are kept by who holds the turn's claim, and by nobody else."""

import uuid

import psycopg
import pytest
from langgraph.checkpoint.base import Checkpoint

from assistant.checkpoints import TurnSaver
from assistant.errors import PlaceLost
from assistant.places import Claim
from tests.conftest import Database
from tests.faults.stored_turns import RING, Stored, pool_at
from tests.integration.assistant.memory_desk import NOW


async def test_a_process_that_lost_its_place_keeps_no_checkpoint(assistant_db: Database) -> None:
    versions: dict[str, str | int | float] = {"tool_calls": "3"}
    checkpoint = Checkpoint(
        v=4,
        id=f"1f030000-0000-6000-8000-{uuid.uuid4().hex[:12]}",
        ts=NOW.isoformat(),
        channel_values={"tool_calls": []},
        channel_versions=versions,
        versions_seen={},
        updated_channels=None,
    )
    async with pool_at(assistant_db.url("assistant_app")) as pool:
        turn = await Stored(pool).in_flight("B-1")
        lost = TurnSaver(pool, RING, turn.place, Claim(str(uuid.uuid4()), 1))
        with pytest.raises(PlaceLost):
            await lost.aput({"configurable": {}}, checkpoint, {"source": "loop", "step": 3}, versions)
        found = await Stored(pool).checkpoint(turn)
    assert found is not None
    assert found.checkpoint["channel_values"]["steps"] == 2
    with psycopg.connect(assistant_db.url("postgres")) as connection:
        assert connection.execute("SELECT count(*) FROM assistant.checkpoints").fetchone() == (2,)
