"""One-time codes in PostgreSQL: each is taken once, guessing is stopped, also over many processes at once."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from psycopg import AsyncConnection
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from assistant.audit import signing
from assistant.sealing import Keyring
from assistant.step_up import MOST_WRONG, WINDOW, CodeRefused, StepUps, TooManyCodes
from tests.clock import START, Clock
from tests.conftest import Database
from tools.caller import Caller

ROSA, OMAR = Caller("B-1", "borrower", 1, "t"), Caller("B-2", "borrower", 1, "t")
AGENT = Caller("S-1", "support_agent", 1)


@pytest.fixture
async def step_ups(assistant_db: Database, clock: Clock) -> AsyncGenerator[StepUps]:
    pool: AsyncConnectionPool[AsyncConnection[dict[str, Any]]] = AsyncConnectionPool(
        assistant_db.url("assistant_app"),
        min_size=0,
        max_size=8,
        open=False,
        configure=signing(Keyring({b"key1": bytes(32)}, b"key1")),
        connection_class=AsyncConnection[dict[str, Any]],
        kwargs={"row_factory": dict_row, "autocommit": True},
    )
    async with pool:
        yield StepUps(pool, clock)


def audited(database: Database) -> list[tuple[Any, ...]]:
    with psycopg.connect(database.url("postgres")) as connection:
        return connection.execute(
            "SELECT subject, body->>'taken', body->>'role' FROM assistant.audit WHERE kind = 'step_up' ORDER BY at, seq"
        ).fetchall()


def kept(database: Database, caller: Caller) -> Counter[int | None]:
    """This person's tries as they are in the table, by time step; None for a wrong one."""
    with psycopg.connect(database.url("postgres")) as connection:
        rows = connection.execute("SELECT time_step FROM assistant.code_attempts WHERE subject = %s", [caller.subject])
        return Counter(row[0] for row in rows)


async def wrong(step_ups: StepUps, times: int, caller: Caller = ROSA) -> None:
    for _ in range(times):
        with pytest.raises(CodeRefused):
            await step_ups.take(caller, None)


async def test_a_code_is_taken_once(step_ups: StepUps, assistant_db: Database) -> None:
    await step_ups.take(ROSA, 100)
    with pytest.raises(CodeRefused, match="used before"):
        await step_ups.take(ROSA, 100)
    await step_ups.take(ROSA, 101)
    await step_ups.take(OMAR, 100)
    assert audited(assistant_db) == [
        ("B-1", "true", "borrower"),
        ("B-1", "false", "borrower"),
        ("B-1", "true", "borrower"),
        ("B-2", "true", "borrower"),
    ]


async def test_of_many_at_once_one_is_taken(step_ups: StepUps) -> None:
    ended = await asyncio.gather(*(step_ups.take(ROSA, 100) for _ in range(20)), return_exceptions=True)
    assert Counter(type(each) for each in ended) == {type(None): 1, CodeRefused: MOST_WRONG, TooManyCodes: 14}


async def test_who_guesses_is_stopped_and_the_right_code_is_not_looked_at(step_ups: StepUps, clock: Clock) -> None:
    await wrong(step_ups, MOST_WRONG)
    clock.now = START + timedelta(minutes=4)
    with pytest.raises(TooManyCodes) as stopped:
        await step_ups.take(ROSA, 100)
    assert stopped.value.retry_after_s == 360
    await step_ups.take(OMAR, 100)
    clock.now = START + WINDOW
    await step_ups.take(ROSA, 100)


async def test_what_was_right_counts_for_no_guess(step_ups: StepUps, assistant_db: Database) -> None:
    right = list(range(100, 100 + MOST_WRONG + 1))
    for step in right:
        await step_ups.take(ROSA, step)
    await wrong(step_ups, MOST_WRONG)
    assert kept(assistant_db, ROSA) == {**dict.fromkeys(right, 1), None: MOST_WRONG}
    with pytest.raises(TooManyCodes):
        await step_ups.take(ROSA, None)


@pytest.mark.parametrize("skew", [timedelta(days=1), timedelta(days=-1)])
async def test_a_clock_that_jumped_a_day_locks_nobody_out(
    step_ups: StepUps, clock: Clock, assistant_db: Database, skew: timedelta
) -> None:
    await wrong(step_ups, MOST_WRONG)
    await step_ups.take(OMAR, 100)
    clock.now = START + skew
    await step_ups.take(ROSA, 100)
    await step_ups.take(OMAR, 101)
    assert kept(assistant_db, ROSA)[100] == 1
    assert kept(assistant_db, OMAR)[101] == 1
    assert [row for row in audited(assistant_db) if row[1] == "true"] == [
        ("B-2", "true", "borrower"),
        ("B-1", "true", "borrower"),
        ("B-2", "true", "borrower"),
    ]


async def test_tries_are_forgotten_after_their_time(step_ups: StepUps, clock: Clock, assistant_db: Database) -> None:
    await wrong(step_ups, 3, AGENT)
    clock.now = START + WINDOW + timedelta(seconds=1)
    await step_ups.take(AGENT, 200)
    assert kept(assistant_db, AGENT) == {200: 1}


async def test_nobody_sees_the_tries_of_others(step_ups: StepUps, assistant_db: Database) -> None:
    await step_ups.take(ROSA, 100)
    with psycopg.connect(assistant_db.url("assistant_app")) as connection:
        count = "SELECT count(*) FROM assistant.code_attempts"
        assert connection.execute(count).fetchone() == (0,)
        connection.execute("SELECT set_config('assistant.subject', 'B-2', true)")
        assert connection.execute(count).fetchone() == (0,)
        connection.execute("SELECT set_config('assistant.subject', 'B-1', true)")
        assert connection.execute(count).fetchone() == (1,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(
                "INSERT INTO assistant.code_attempts (subject, attempted_at) VALUES ('B-2', clock_timestamp())"
            )
