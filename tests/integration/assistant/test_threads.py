"""Threads in PostgreSQL: durable before the model, in order, one at a time, and nobody sees another's."""

import asyncio
import uuid
from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from psycopg import AsyncConnection, sql
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from assistant.errors import RunConflict, ThreadBusy, ThreadNotFound
from assistant.memory import Memory
from assistant.places import Claim
from assistant.results import Handoff, TurnRequest, TurnResult
from assistant.sealing import Keyring
from assistant.threads import Threads
from tests.clock import Clock
from tests.conftest import Database
from tools.caller import Caller

ROSA = Caller("B-1", "borrower", 1, token="t")
OMAR = Caller("B-2", "borrower", 1, token="t")
RING = Keyring({b"key1": bytes(32)}, b"key1")
MEMORY = Memory(RING)


@pytest.fixture
async def threads(assistant_db: Database, clock: Clock) -> AsyncGenerator[Threads]:
    pool: AsyncConnectionPool[AsyncConnection[dict[str, Any]]] = AsyncConnectionPool(
        assistant_db.url("assistant_app"),
        min_size=1,
        max_size=8,
        open=False,
        connection_class=AsyncConnection[dict[str, Any]],
        kwargs={"row_factory": dict_row, "autocommit": True},
    )
    await pool.open()
    yield Threads(pool, clock, MEMORY, lease_s=35, history_turns=3)
    await pool.close()


def request(thread_id: str, text: str, run_id: str | None = None, caller: Caller = ROSA) -> TurnRequest:
    return TurnRequest(caller, thread_id, run_id or str(uuid.uuid4()), text)


def result(thread_id: str, turn_id: str, answer: str = "Yes.", handoff: Handoff | None = None) -> TurnResult:
    return TurnResult(
        thread_id=thread_id,
        turn_id=turn_id,
        outcome="handoff" if handoff else "answered",
        answer=answer,
        handoff=handoff,
        prompt="assistant@1#0",
        model="scripted",
    )


async def test_a_message_is_stored_before_anything_answers_it(threads: Threads, assistant_db: Database) -> None:
    thread_id = await threads.create("B-1")
    accepted = await threads.accept(request(thread_id, "what do I owe"))
    with psycopg.connect(assistant_db.url("postgres")) as other:
        row = other.execute("SELECT user_text, status FROM assistant.turns").fetchone()
    assert row is not None
    assert b"what do I owe" not in row[0]
    sealed_for = ("turn", "B-1", thread_id, accepted.turn_id, "user_text")
    assert (RING.unseal(row[0], *sealed_for), row[1]) == (b"what do I owe", "running")
    assert accepted.claimed


async def test_the_same_run_is_the_same_turn_and_gives_its_stored_end(threads: Threads) -> None:
    thread_id = await threads.create("B-1")
    first = await threads.accept(request(thread_id, "hello", "run-1"))
    await threads.finish("B-1", result(thread_id, first.turn_id), "finished", claim=first.claim)
    again = await threads.accept(request(thread_id, "hello", "run-1"))
    assert again.turn_id == first.turn_id
    assert again.result is not None
    assert again.result.answer == "Yes."
    assert len(await threads.turns("B-1", thread_id)) == 1


@pytest.mark.parametrize(("text", "other_thread"), [("something else", False), ("hello", True)])
async def test_a_run_id_with_another_message_is_a_conflict(threads: Threads, text: str, other_thread: bool) -> None:
    thread_id = await threads.create("B-1")
    await threads.accept(request(thread_id, "hello", "run-1"))
    elsewhere = await threads.create("B-1") if other_thread else thread_id
    with pytest.raises(RunConflict):
        await threads.accept(request(elsewhere, text, "run-1"))


async def test_a_later_turn_waits_for_the_earlier_and_then_knows_it(threads: Threads) -> None:
    thread_id = await threads.create("B-1")
    first = await threads.accept(request(thread_id, "one"))
    second = await threads.accept(request(thread_id, "two"))
    assert (first.claimed, second.claimed) == (True, False)
    with pytest.raises(ThreadBusy):
        await threads.wait_for_place("B-1", second.turn_id, deadline_s=0.12)
    waiting = asyncio.create_task(threads.wait_for_place("B-1", second.turn_id, deadline_s=20))
    await threads.finish("B-1", result(thread_id, first.turn_id, "first answer"), "finished", claim=first.claim)
    await waiting
    history, texts = await threads.history("B-1", thread_id, second.seq)
    assert [turn.answer for turn in history] == ["first answer"]
    assert list(texts) == ["one"]


async def test_a_turn_whose_process_died_is_taken_over_and_cannot_be_ended_by_the_dead(
    threads: Threads, clock: Clock
) -> None:
    thread_id = await threads.create("B-1")
    dead = await threads.accept(request(thread_id, "its process died"))
    following = await threads.accept(request(thread_id, "next"))
    assert dead.claim is not None
    with pytest.raises(ThreadBusy):
        await threads.wait_for_place("B-1", dead.turn_id, deadline_s=0.12)
    clock.now += timedelta(seconds=36)
    taken = await threads.wait_for_place("B-1", dead.turn_id, deadline_s=5)
    assert isinstance(taken, Claim)
    assert taken.attempts == 2
    assert not await threads.renew("B-1", dead.turn_id, dead.claim)
    assert not await threads.finish("B-1", result(thread_id, dead.turn_id, "late"), "finished", claim=dead.claim)
    assert await threads.finish("B-1", result(thread_id, dead.turn_id, "new"), "finished", claim=taken)
    ended = await threads.ended("B-1", dead.turn_id)
    assert ended is not None
    assert ended.answer == "new"
    assert isinstance(await threads.wait_for_place("B-1", following.turn_id, deadline_s=5), Claim)


async def test_fifty_messages_at_once_run_one_at_a_time_in_order(threads: Threads) -> None:
    thread_id = await threads.create("B-1")
    running = 0
    order: list[int] = []

    async def turn(number: int) -> None:
        nonlocal running
        accepted = await threads.accept(request(thread_id, f"message {number}"))
        claim = accepted.claim or await threads.wait_for_place("B-1", accepted.turn_id, deadline_s=60)
        assert isinstance(claim, Claim)
        running += 1
        assert running == 1
        order.append(accepted.seq)
        await asyncio.sleep(0)
        running -= 1
        await threads.finish("B-1", result(thread_id, accepted.turn_id), "finished", claim=claim)

    await asyncio.gather(*(turn(number) for number in range(20)))
    assert order == sorted(order)
    assert len(await threads.turns("B-1", thread_id)) == 20


async def test_another_borrower_cannot_read_or_write_the_thread(threads: Threads) -> None:
    thread_id = await threads.create("B-1")
    await threads.accept(request(thread_id, "private"))
    for attempt in (
        threads.turns("B-2", thread_id),
        threads.accept(request(thread_id, "hi", caller=OMAR)),
        threads.create("B-2", thread_id),
    ):
        with pytest.raises(ThreadNotFound):
            await attempt
    assert await threads.listed("B-2") == []


async def test_a_clients_own_thread_id_is_taken_once_and_kept(threads: Threads) -> None:
    wanted = str(uuid.uuid4())
    assert await threads.create("B-1", wanted) == wanted
    assert await threads.create("B-1", wanted) == wanted
    with pytest.raises(ThreadNotFound, match="UUID"):
        await threads.create("B-1", "../../etc/passwd")


async def test_a_hand_off_is_stored_with_its_turn(threads: Threads, assistant_db: Database) -> None:
    thread_id = await threads.create("B-1")
    accepted = await threads.accept(request(thread_id, "a person please"))
    handoff = Handoff(handoff_id=str(uuid.uuid4()), reason="asked_for_person", queue="support")
    await threads.finish("B-1", result(thread_id, accepted.turn_id, handoff=handoff), "finished", claim=accepted.claim)
    with psycopg.connect(assistant_db.url("postgres")) as other:
        assert other.execute("SELECT reason, queue, subject FROM assistant.handoffs").fetchall() == [
            ("asked_for_person", "support", "B-1")
        ]


@pytest.mark.parametrize("role", ["assistant_app", "assistant_owner"])
async def test_without_a_subject_no_row_is_visible(threads: Threads, assistant_db: Database, role: str) -> None:
    await threads.accept(request(await threads.create("B-1"), "private"))
    with psycopg.connect(assistant_db.url(role)) as connection:
        for table in ("threads", "turns", "handoffs"):
            count = sql.SQL("SELECT count(*) FROM assistant.{}").format(sql.Identifier(table))
            assert connection.execute(count).fetchone() == (0,)
