"""Limits in PostgreSQL: exact under many at once, filled up by time, apart for each caller, and cleaned up."""

import asyncio
from collections.abc import AsyncGenerator

import psycopg
import pytest

from assistant.rates import Limit, Limits, RateExceeded, Rates, network
from tests.conftest import Database
from tests.integration.assistant.audit_desk import Pool, pool_of
from tools.caller import Caller

ROSA, OMAR = Caller("B-1", "borrower", 1), Caller("B-2", "borrower", 1)
LIMITS = Limits(
    turns=Limit(burst=5, per_minute=6),
    confirmations=Limit(burst=2, per_minute=6),
    anonymous_address=Limit(burst=3, per_minute=6),
    anonymous_all=Limit(burst=4, per_minute=6),
)


def visitor(number: int) -> Caller:
    return Caller(f"anon:{number}", "anonymous")


@pytest.fixture
async def pool(assistant_db: Database) -> AsyncGenerator[Pool]:
    async with pool_of(assistant_db, size=8) as found:
        yield found


def pass_time(database: Database, seconds: int) -> None:
    with psycopg.connect(database.url("postgres")) as connection:
        connection.execute("UPDATE assistant.rates SET full_at = full_at - make_interval(secs => %s)", [seconds])


async def taken(rates: Rates, caller: Caller, count: int, address: str = "192.0.2.1") -> int:
    """How many of so many turns at once are taken."""
    answers = await asyncio.gather(*(rates.take("turn", caller, address) for _ in range(count)), return_exceptions=True)
    assert all(answer is None or isinstance(answer, RateExceeded) for answer in answers)
    return answers.count(None)


async def test_of_many_at_once_over_two_processes_as_many_as_the_limit_are_taken(pool: Pool) -> None:
    here, there = Rates(pool, LIMITS), Rates(pool, LIMITS)
    counts = await asyncio.gather(taken(here, ROSA, 20), taken(there, ROSA, 20))
    assert sum(counts) == 5


async def test_others_and_other_kinds_have_their_own(pool: Pool) -> None:
    rates = Rates(pool, LIMITS)
    assert await taken(rates, ROSA, 9) == 5
    assert await taken(rates, OMAR, 9) == 5
    await rates.take("confirmation", ROSA, "192.0.2.1")
    await rates.take("confirmation", ROSA, "192.0.2.1")
    with pytest.raises(RateExceeded) as refused:
        await rates.take("confirmation", ROSA, "192.0.2.1")
    assert 9 <= refused.value.retry_after_s <= 10


async def test_it_fills_up_again_with_time_and_never_beyond_the_limit(pool: Pool, assistant_db: Database) -> None:
    rates = Rates(pool, LIMITS)
    assert await taken(rates, ROSA, 9) == 5
    pass_time(assistant_db, 20)
    assert await taken(rates, ROSA, 9) == 2
    pass_time(assistant_db, 100_000)
    assert await taken(rates, ROSA, 9) == 5


async def test_visitors_are_counted_by_address_and_all_together_whatever_key_they_bring(pool: Pool) -> None:
    rates = Rates(pool, LIMITS)
    first = [await taken(rates, visitor(number), 1) for number in range(5)]
    assert first == [1, 1, 1, 0, 0]
    assert await taken(rates, visitor(9), 3, "198.51.100.7") == 1


async def test_what_one_limit_refuses_another_does_not_charge(pool: Pool, assistant_db: Database) -> None:
    rates = Rates(pool, LIMITS)
    for number in range(4):
        await taken(rates, visitor(number), 1, f"192.0.2.{number}")
    assert await taken(rates, visitor(5), 3, "192.0.2.99") == 0
    pass_time(assistant_db, 60)
    assert await taken(rates, visitor(5), 5, "192.0.2.99") == 3


async def test_rows_say_nothing_and_go_when_they_have_run_out(pool: Pool, assistant_db: Database) -> None:
    rates = Rates(pool, LIMITS)
    await taken(rates, visitor(1), 1)
    pass_time(assistant_db, 4000)
    for number in range(499):
        await rates.take("turn", Caller(f"B-{number}", "borrower", 1), "")
    with psycopg.connect(assistant_db.url("postgres")) as connection:
        rows = connection.execute("SELECT key FROM assistant.rates").fetchall()
    assert len(rows) == 499
    assert all(len(key) == 32 for (key,) in rows)
    async with pool.connection() as connection:
        assert (await connection.execute("SELECT 1 FROM assistant.rates")).rowcount == 0


def test_one_household_is_one_address() -> None:
    assert network("2001:db8:1:2:3::4") == network("2001:db8:1:2:ffff::1") != network("2001:db8:1:3::1")
    assert network("192.0.2.7") == "192.0.2.7"
    assert network("testclient") == "unknown"
