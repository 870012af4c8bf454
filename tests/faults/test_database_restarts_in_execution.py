"""PostgreSQL crashes in the middle of an execution and comes back: one effect, the truth told, in under ten seconds."""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import httpx
import pytest

from assistant.sealing import Keyring
from stack import postgres
from tests.faults.report import full, record
from tests.faults.restarting import OwnServer
from tests.integration.execution.booking import Desk

RUNS = 10 if full() else 1
SEED = 20_260_515
RECOVERED_S = 10.0


@pytest.fixture
def own_server() -> Iterator[OwnServer]:
    with tempfile.TemporaryDirectory(prefix="lending-restarts-", ignore_cleanup_errors=True) as folder:
        server = OwnServer.start(Path(folder))
        yield server
        server.stop()


async def test_an_execution_outlives_the_databases_crash(own_server: OwnServer, tmp_path: Path) -> None:
    desk = Desk(
        own_server.database(postgres.ASSISTANT_DATABASE),
        own_server.database(postgres.DURABLE_DATABASE),
        Keyring.load_or_create(tmp_path / "keys.json"),
    )
    random, failures, slowest_s = Random(SEED), list[str](), 0.0

    async def slowly(_: httpx.Request) -> None:
        await asyncio.sleep(0.1)

    desk.books.before = desk.books.after = slowly
    async with desk.executing():
        for run in range(RUNS):
            proposal_id = await desk.confirmed()
            await asyncio.sleep(random.uniform(0, 0.35))
            await asyncio.to_thread(own_server.crash_and_start)
            started = time.perf_counter()
            state = await desk.ended(proposal_id, 3 * RECOVERED_S)
            slowest_s = max(slowest_s, time.perf_counter() - started)
            ended = (state, desk.told(proposal_id), desk.books.effects.count(proposal_id))
            if ended != ("done", ["receipt", "stored done"], 1):
                failures.append(f"{run}: {ended}")
    if slowest_s > RECOVERED_S:
        failures.append(f"recovered after {slowest_s:.1f} s")
    figure = f"done at most {slowest_s:.1f} s after the database was back"
    record("PostgreSQL crashes mid-execution", RUNS, len(failures), figure, SEED)
    assert failures == []
