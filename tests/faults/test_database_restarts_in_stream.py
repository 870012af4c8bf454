"""PostgreSQL crashes while a borrower follows a conversation: the same stream goes on, and tells what changed since."""

import asyncio
import json
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from random import Random
from typing import Any

import httpx
import psycopg
import pytest

from stack import postgres
from stack.issuer import DevelopmentIssuer, Identity
from tests.faults.report import full, record
from tests.faults.restarting import OwnServer
from tests.lightly import accounts, served
from tests.serving import Client

RUNS = 10
SEED = 20_260_516
HEARD_S = 20.0
_TRIES = 200


@pytest.fixture
def own_server() -> Iterator[OwnServer]:
    with tempfile.TemporaryDirectory(prefix="lending-streams-", ignore_cleanup_errors=True) as folder:
        server = OwnServer.start(Path(folder))
        with psycopg.connect(server.server.url("postgres", "postgres"), autocommit=True) as connection:
            connection.execute("CHECKPOINT")
        yield server
        server.stop()


async def told(stream: httpx.Response) -> AsyncIterator[dict[str, Any]]:
    """What the stream's events say, as they come."""
    async for line in stream.aiter_lines():
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))


async def state_of(said: AsyncIterator[dict[str, Any]], state: str) -> None:
    """Until the stream tells of this state of the hand-off."""
    async for one in said:
        if one["handoff"] and one["handoff"]["state"] == state:
            return
    raise AssertionError(f"the stream ended before it told of {state}")


async def asked(borrower: Client, thread_id: str) -> None:
    """Asks for a person, again for as long as the service is away."""
    for _ in range(_TRIES):
        if (await borrower.post(f"/v1/threads/{thread_id}/handoff")).status_code == 200:
            return
        await asyncio.sleep(0.1)


@pytest.mark.skipif(not full(), reason="ten crashes take a minute and more: make faults")
async def test_a_stream_outlives_the_databases_crash(own_server: OwnServer, tmp_path: Path) -> None:
    random, failures, slowest_s = Random(SEED), list[str](), 0.0
    issuer = DevelopmentIssuer(tmp_path / "issuer")
    url = own_server.database(postgres.ASSISTANT_DATABASE).url("assistant_app")
    with served(url, tmp_path, accounts(), issuer) as (address, _):
        for run in range(RUNS):
            borrower = Client(address, issuer.sign_in(Identity(f"B-{run}", "borrower", "Ana", 1)))
            thread_id = await borrower.thread()
            async with borrower.http() as http, http.stream("GET", f"/v1/threads/{thread_id}/events") as stream:
                said = told(stream)
                assert (await anext(said))["handoff"] is None
                await asyncio.sleep(random.uniform(0, 0.05))
                await asyncio.to_thread(own_server.crash_and_start)
                back = time.perf_counter()
                asking = asyncio.create_task(asked(borrower, thread_id))
                try:
                    async with asyncio.timeout(HEARD_S):
                        await state_of(said, "waiting")
                except (TimeoutError, AssertionError, httpx.HTTPError) as error:
                    failures.append(f"{run}: {type(error).__name__}: {error}")
                await asking
                slowest_s = max(slowest_s, time.perf_counter() - back)
    figure = f"told at most {slowest_s:.1f} s after the database was back"
    record("PostgreSQL crashes under a stream of events", RUNS, len(failures), figure, SEED)
    assert failures == []
