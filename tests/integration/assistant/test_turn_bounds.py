"""What a turn holds on to: no task after a stop, no database connection while a model generates."""

import asyncio
import uuid
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

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


async def test_a_stop_ends_a_turn_that_had_waited_for_its_place(assistant_db: Database, tmp_path: Path) -> None:
    async with desk(assistant_db.url("assistant_app"), tmp_path) as talk:
        asked, go_on = 0, asyncio.Event()

        async def slow(_: Sequence[BaseMessage]) -> AIMessage:
            nonlocal asked
            asked += 1
            await (go_on.wait() if asked == 1 else asyncio.Event().wait())
            return AIMessage("Hello! How can I help?")

        talk.acts(slow)
        first = await request_of(talk.assistant)
        second = replace(first, run_id=str(uuid.uuid4()))
        earlier = asyncio.create_task(talk.assistant.run_turn(first, lambda _: None))
        await until(lambda: asked == 1)
        told: list[object] = []
        waited = asyncio.create_task(talk.assistant.run_turn(second, told.append))
        await until(lambda: told)
        go_on.set()
        await earlier
        await until(lambda: asked == 2)
        waited.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waited
        rows = await talk.assistant.threads.turns(BORROWER.subject, first.thread_id)
    assert [row["status"] for row in rows] == ["finished", "stopped"]
    assert isinstance(told[-1], TurnFinished)
    assert told[-1].result.answer == rows[1]["result"]["answer"]


async def test_a_stop_that_comes_too_late_tells_the_end_that_was_stored(
    assistant_db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(assistant_db.url("assistant_app"), tmp_path) as talk:
        talk.plays(AIMessage("Hello! How can I help?"))
        finish = talk.assistant.threads.finish

        async def stopped_after(*given: Any, **named: Any) -> bool:
            stored = await finish(*given, **named)
            if "finished" in given:
                turn.cancel()
                await asyncio.Event().wait()
            return stored

        monkeypatch.setattr(talk.assistant.threads, "finish", stopped_after)
        request, told = await request_of(talk.assistant), list[object]()
        turn = asyncio.create_task(talk.assistant.run_turn(request, told.append))
        with pytest.raises(asyncio.CancelledError):
            await turn
        (row,) = await talk.assistant.threads.turns(BORROWER.subject, request.thread_id)
    assert row["status"] == "finished"
    assert isinstance(told[-1], TurnFinished)
    assert told[-1].result.answer == row["result"]["answer"] == "Hello! How can I help?"


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
