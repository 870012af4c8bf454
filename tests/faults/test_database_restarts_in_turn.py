"""PostgreSQL crashes in the middle of a turn and comes back: the turn is answered once, in under ten seconds."""

import asyncio
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from unittest.mock import patch

import psycopg
import pytest
from langchain_core.messages import AIMessage, BaseMessage
from psycopg_pool import PoolClosed

from assistant import bootstrap
from assistant.assistant import Assistant
from assistant.bootstrap import Overrides
from assistant.keys import keyring
from assistant.memory import Memory
from assistant.outages import OUTAGE
from assistant.results import TurnRequest, TurnResult
from assistant.settings import Settings
from stack import postgres
from tests.faults.report import full, record
from tests.faults.restarting import OwnServer
from tests.faults.test_turn_killed import wrong
from tests.faults.turn_process import WORDS, AsksForEverything, Death, lender, script, signs_in
from tests.lightly import BORROWER, accounts, prompt
from tests.security.network_probe import WordEncoder
from tests.serving import puppet

RUNS = 50 if full() else 1
SEED = 20_260_515
RECOVERED_S = 10.0


@pytest.fixture
def own_server() -> Iterator[OwnServer]:
    with tempfile.TemporaryDirectory(prefix="lending-restarts-", ignore_cleanup_errors=True) as folder:
        server = OwnServer.start(Path(folder))
        with psycopg.connect(server.server.url("postgres", "postgres"), autocommit=True) as connection:
            # Otherwise the first crash is followed by writing out the whole installation.
            connection.execute("CHECKPOINT")
        yield server
        server.stop()


async def slowly(messages: Sequence[BaseMessage]) -> AIMessage:
    """The model takes its time, so that there is a middle to crash in."""
    await asyncio.sleep(0.06)
    return await script(messages)


async def asked(assistant: Assistant, request: TurnRequest) -> TurnResult:
    """The answer, by somebody who sends the message again, under its run id, as long as they are told to."""
    while True:
        try:
            await assistant.threads.create(request.caller.subject, request.thread_id)
            return await assistant.run_turn(request, lambda _: None)
        except PoolClosed:
            raise
        except OUTAGE:
            await asyncio.sleep(0.1)


async def crashed_in(ask: Callable[[], Awaitable[TurnResult]], server: OwnServer, after_s: float) -> float:
    """Crash the server `after_s` into the turn; gives how long after its return the turn was answered, in seconds."""
    turn = asyncio.ensure_future(ask())
    try:
        await asyncio.sleep(after_s)
        await asyncio.to_thread(server.crash_and_start)
        back = time.perf_counter()
        await asyncio.wait_for(turn, 60)
        return time.perf_counter() - back
    finally:
        turn.cancel()


async def test_a_turn_outlives_the_databases_crash(own_server: OwnServer, tmp_path: Path) -> None:
    random, failures, slowest_s = Random(SEED), list[str](), 0.0
    database = own_server.database(postgres.ASSISTANT_DATABASE)
    settings, model = Settings(data_dir=tmp_path), puppet()
    model.play = slowly
    given = Overrides(model, prompt(), WordEncoder(), accounts(lender(Death(None))))
    url = database.url("assistant_app")
    with patch.object(bootstrap, "WriteIntent", return_value=AsksForEverything()):
        async with bootstrap.assistant(settings, url, "http://accounts.test", given, signs_in) as assistant:
            for run in range(RUNS):
                request = TurnRequest(BORROWER, str(uuid.uuid4()), str(uuid.uuid4()), WORDS)
                took_s = await crashed_in(
                    lambda request=request: asked(assistant, request), own_server, random.uniform(0, 0.3)
                )
                slowest_s = max(slowest_s, took_s)
                with psycopg.connect(database.url("postgres")) as connection:
                    if found := wrong(connection, Memory(keyring(settings)), request.thread_id):
                        failures.append(f"{run}: {found}")
    if slowest_s > RECOVERED_S:
        failures.append(f"answered {slowest_s:.1f} s after the database was back")
    figure = f"answered at most {slowest_s:.1f} s after the database was back"
    record("PostgreSQL crashes mid-turn", RUNS, len(failures), figure, SEED)
    assert failures == []
