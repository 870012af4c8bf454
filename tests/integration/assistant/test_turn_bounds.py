"""What a turn holds on to: no task after a stop, no database connection while a model generates."""

import asyncio
import uuid
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest
from langchain_core.messages import AIMessage, BaseMessage

from assistant import bootstrap
from assistant.assistant import Assistant
from assistant.bootstrap import Overrides
from assistant.events import TurnFinished
from assistant.results import TurnRequest
from assistant.settings import Settings
from tests.conftest import Database
from tests.lightly import BORROWER, accounts, desk, prompt
from tests.security.network_probe import ANSWERS, WordEncoder
from tests.serving import calls, puppet, until
from tools.client import AccountsClient


class Stuck(httpx.AsyncBaseTransport):
    """An account system that tells its date and its borrower, and never lists accounts."""

    reading = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/accounts":
            self.reading += 1
            try:
                await asyncio.Event().wait()
            finally:
                self.reading -= 1
        return httpx.Response(200, json=ANSWERS[request.url.path])


async def request_of(assistant: Assistant) -> TurnRequest:
    thread_id = await assistant.threads.create(BORROWER.subject)
    return TurnRequest(BORROWER, thread_id, str(uuid.uuid4()), "what do I owe")


async def test_a_stop_leaves_no_tool_call_and_no_task(assistant_db: Database, tmp_path: Path) -> None:
    stuck = Stuck()
    client = AccountsClient("http://accounts.test", transport=stuck)
    async with desk(assistant_db.url("assistant_app"), tmp_path, client=client) as talk:
        talk.plays(calls(("get_balance", {}), ("list_payments", {})))
        request = await request_of(talk.assistant)
        before = asyncio.all_tasks()
        told: list[object] = []
        turn = asyncio.create_task(talk.assistant.run_turn(request, told.append))
        await until(lambda: stuck.reading)
        turn.cancel()
        with pytest.raises(asyncio.CancelledError):
            await turn
        assert stuck.reading == 0
        left = {task for task in asyncio.all_tasks() - before if "pool" not in str(task.get_name())}
        assert left == set()
        (row,) = await talk.assistant.threads.turns(BORROWER.subject, request.thread_id)
    assert row["status"] == "stopped"
    assert isinstance(told[-1], TurnFinished)


async def test_two_slow_models_share_one_connection(assistant_db: Database, tmp_path: Path) -> None:
    model, together = puppet(), asyncio.Barrier(3)

    async def slow(_: Sequence[BaseMessage]) -> AIMessage:
        await together.wait()
        return AIMessage("Hello! How can I help?")

    model.play = slow
    given = Overrides(model=model, encoder=WordEncoder(), prompt=prompt(), accounts=accounts())
    settings = Settings(data_dir=tmp_path, db_pool_size=1)
    url = assistant_db.url("assistant_app")
    async with bootstrap.assistant(settings, url, "http://accounts.test", given) as assistant:
        requests = [await request_of(assistant) for _ in range(2)]
        turns = [asyncio.create_task(assistant.run_turn(request, lambda _: None)) for request in requests]
        await until(lambda: together.n_waiting == 2)
        listed = await asyncio.wait_for(assistant.threads.listed(BORROWER.subject), 2)
        assert len(listed) == 2
        await together.wait()
        assert [result.outcome for result in await asyncio.gather(*turns)] == ["answered", "answered"]
