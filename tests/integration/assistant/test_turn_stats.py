"""Every turn that ends is counted once, in the transaction of its end, without a word of it and without a person."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from langchain_core.messages import AIMessage
from psycopg.rows import dict_row

from assistant.monitors import turn_stats
from assistant.results import TurnRequest, TurnResult, Usage
from tests.conftest import Database
from tests.integration.assistant.audit_desk import acting_as, pool_of
from tests.integration.assistant.memory_desk import converse, threads_at
from tests.lightly import BORROWER, desk
from tests.serving import calls

_WORDS = "quillfeather wants to know"


def counted(database: Database) -> list[dict[str, Any]]:
    with psycopg.Connection[dict[str, Any]].connect(database.url("postgres"), row_factory=dict_row) as connection:
        query = "SELECT *, turn_id::text, thread_id::text FROM assistant.turn_stats ORDER BY ended_at"
        return connection.execute(query).fetchall()


async def test_a_turn_is_counted_with_what_it_called_and_what_it_cost(assistant_db: Database, tmp_path: Path) -> None:
    async with desk(assistant_db.url("assistant_app"), tmp_path) as opened:
        opened.plays(calls(("get_balance", {})), AIMessage("Here it is."))
        result = await opened.say(f"{_WORDS} what is my balance?")
        opened.plays(AIMessage("Hola."))
        await opened.say("hola, ¿cuánto debo este mes y cuándo vence mi pago?")
    row, spanish = counted(assistant_db)
    assert (spanish["language"], spanish["domain"]) == ("es", "conversation")
    assert (row["turn_id"], row["thread_id"], row["domain"]) == (result.turn_id, result.thread_id, "balances")
    assert (row["role"], row["channel"], row["language"]) == ("borrower", "chat", "en")
    assert (row["outcome"], row["status"], row["prompt"]) == (result.outcome, "finished", result.prompt)
    assert row["cost_microusd"] == 0
    assert row["total_ms"] > 0
    assert not {"quillfeather", "B-1"} & set(str(list(row.values())).replace("'", " ").split())


async def test_a_turn_that_was_stopped_counts_as_failed(assistant_db: Database, tmp_path: Path) -> None:
    began = asyncio.Event()

    async def wait(_: object) -> AIMessage:
        began.set()
        await asyncio.Event().wait()
        raise AssertionError

    async with desk(assistant_db.url("assistant_app"), tmp_path) as opened:
        opened.acts(wait)
        task = asyncio.create_task(opened.say("what is my balance?"))
        await began.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert [(row["outcome"], row["status"]) for row in counted(assistant_db)] == [("failed", "stopped")]


async def test_a_turn_that_begins_again_is_counted_as_it_ended_last(assistant_db: Database) -> None:
    async with threads_at(assistant_db.url("assistant_app")) as threads:
        thread_id = await converse(threads, "B-1", "hello")
        turns = await threads.turns("B-1", thread_id)
    result = TurnResult.model_validate(turns[0]["result"])
    request = TurnRequest(BORROWER, thread_id, "r-1", _WORDS)
    unlisted = result.model_copy(update={"model": "openai:unheard-of", "usage": Usage(input_tokens=5, output_tokens=7)})
    async with pool_of(assistant_db) as pool, acting_as(pool, "B-1") as connection:
        await turn_stats.record(connection, request, result, "interrupted", "en")
        await turn_stats.record(connection, replace(request, channel="openai"), unlisted, "finished", "es")
    (row,) = counted(assistant_db)
    assert (row["status"], row["channel"], row["language"]) == ("finished", "openai", "es")
    assert (row["input_tokens"], row["output_tokens"], row["cost_microusd"]) == (5, 7, None)


async def test_the_service_counts_and_reads_nothing_back(assistant_db: Database) -> None:
    async with pool_of(assistant_db) as pool, acting_as(pool, "B-1") as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await connection.execute("SELECT outcome FROM assistant.turn_stats")
