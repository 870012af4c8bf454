"""A part goes down in the middle: clear words, nothing half-written, and the next message works when it is back."""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from langchain_core.messages import AIMessage
from psycopg import sql

from tests.conftest import INDEXED, Database
from tests.serving import Api, Lender, api_app, puppet, serving


@pytest.fixture
def alone(lender: Lender, clone_database: Callable[[str], Database], data_dir: Path) -> Iterator[Api]:
    """An API with a database of this test's own, which it may break."""
    database, model = clone_database(INDEXED), puppet()
    with serving(api_app(lender, database.url("assistant_app"), data_dir, model)) as url:
        yield Api(url, lender, database, model)


@contextmanager
def without_database(database: Database) -> Generator[None]:
    name = sql.Identifier(database.name)
    with psycopg.connect(database.server.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(name))
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [database.name])
        try:
            yield
        finally:
            connection.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(name))


async def test_without_its_database_the_api_says_so_and_recovers(alone: Api) -> None:
    client = alone.client(alone.lender.who("current"))
    thread_id = await client.thread()
    with without_database(alone.database):
        answer = await client.post(f"/v1/threads/{thread_id}/turns", {"text": "hello", "run_id": "run-down"})
        ready = await client.get("/readyz")
        assert (await client.get("/healthz")).status_code == 200
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert "nothing was stored" in answer.json()["detail"]
    assert "doctor" in answer.json()["detail"]
    assert ready.status_code == 503
    assert ready.json()["checks"]["database"] != "ok"
    assert ready.json()["checks"]["accounts"] == "ok"
    assert alone.rows("SELECT 1 FROM assistant.turns") == []
    await alone.client().get("/readyz")
    assert (await client.say(thread_id, "hello", "run-down"))["outcome"] == "answered"


async def test_when_the_account_system_goes_away_a_turn_ends_failed_in_words(
    lender: Lender, clone_database: Callable[[str], Database], data_dir: Path
) -> None:
    database, model = clone_database(INDEXED), puppet()
    nowhere = "http://127.0.0.1:9"
    with serving(api_app(lender, database.url("assistant_app"), data_dir, model, nowhere)) as url:
        api = Api(url, lender, database, model)
        for client in (api.client(lender.who("current")), api.client()):
            thread_id = await client.thread()
            answer = await client.say(thread_id, "what is my balance?")
            assert answer["outcome"] == "failed"
            assert "account" in answer["answer"].lower()
            turns = (await client.get(f"/v1/threads/{thread_id}")).json()["turns"]
            assert [turn["status"] for turn in turns] == ["failed"]
        ready = await api.client().get("/readyz")
        assert ready.status_code == 503
        assert "not reachable" in ready.json()["checks"]["accounts"]
        assert ready.json()["checks"]["database"] == "ok"
        listed = await api.client().get("/v1/development/people")
        assert (listed.status_code, listed.headers["content-type"]) == (503, "application/problem+json")


async def test_a_model_that_breaks_ends_the_turn_failed_in_words(api: Api) -> None:
    async def broken(_: object) -> AIMessage:
        raise ConnectionError("secret-host refused")

    api.model.play = broken
    client = api.client(api.lender.who("current"))
    answer = await client.say(await client.thread(), "hello")
    assert answer["outcome"] == "failed"
    assert "secret-host" not in str(answer)
    assert answer["answer"]
