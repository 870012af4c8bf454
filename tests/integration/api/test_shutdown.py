"""A service that is told to end lets its turns end first; what they answered can be fetched afterwards."""

import asyncio
import json
import uuid
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

import httpx
from langchain_core.messages import AIMessage, BaseMessage

from assistant.bootstrap import keyring
from assistant.settings import Settings
from tests.conftest import INDEXED, Database
from tests.serving import Api, Lender, agui, api_app, puppet, serving, until


def refuses(url: str) -> bool:
    """Whether the service takes no new connections any more."""
    try:
        httpx.get(f"{url}/healthz", timeout=2, trust_env=False)
    except httpx.TransportError:
        return True
    return False


async def test_a_running_turn_is_finished_and_stored_before_the_service_ends(
    lender: Lender, clone_database: Callable[[str], Database], data_dir: Path
) -> None:
    database, model, run_id = clone_database(INDEXED), puppet(), str(uuid.uuid4())
    begun = free = False

    async def held(_: Sequence[BaseMessage]) -> AIMessage:
        nonlocal begun
        begun = True
        await until(lambda: free)
        return AIMessage("Hello!")

    model.play = held
    service = ExitStack()
    url = service.enter_context(serving(api_app(lender, database.url("assistant_app"), data_dir, model)))
    api = Api(url, lender, database, model)
    client = api.client(lender.who("current"))
    async with client.http() as http, http.stream("POST", "/v1/agui", json=agui("hello", run_id)) as response:
        await anext(response.aiter_lines())
    await until(lambda: begun)
    ending = asyncio.create_task(asyncio.to_thread(service.close))
    await until(lambda: refuses(url))
    assert api.rows("SELECT status FROM assistant.turns") == [("running",)]
    free = True
    await ending
    ((turn_id, thread_id, subject, sealed),) = api.rows(
        "SELECT turn_id::text, thread_id::text, subject, result FROM assistant.turns WHERE run_id = %s "
        "AND status = 'finished'",
        run_id,
    )
    ring = keyring(Settings(data_dir=data_dir))
    assert json.loads(ring.unseal(sealed, "turn", subject, thread_id, turn_id, "result"))["answer"] == "Hello!"
