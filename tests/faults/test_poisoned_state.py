"""Poisoned, swapped and downgraded checkpoints and memory: refused with a clear error, and no code is run."""

from collections.abc import AsyncGenerator
from functools import partial
from pathlib import Path
from random import Random

import psycopg
import pytest

from assistant.memory import Place
from assistant.sealing import SealBroken
from tests.conftest import Database
from tests.faults.poisons import MOVES, forged_parts, spoil_memory
from tests.faults.report import full, record
from tests.faults.stored_turns import InFlight, Stored, pool_at

CHECKPOINTS, RECORDS = (150, 50) if full() else (24, 8)
SEED = 20_260_515


@pytest.fixture
async def stored(assistant_db: Database) -> AsyncGenerator[Stored]:
    async with pool_at(assistant_db.url("assistant_app")) as pool:
        yield Stored(pool)


async def refused(stored: Stored, turn: InFlight) -> str | None:
    """What was wrong with what came of a spoiled checkpoint; None where it was refused in words without content."""
    try:
        found = await stored.checkpoint(turn)
    except SealBroken as error:
        return f"told {error}" if turn.words in str(error) or "touch" in str(error) else None
    return f"was taken: {found}"


async def is_refused(stored: Stored, place: Place) -> bool:
    """Whether the conversation of a spoiled record is not shown."""
    try:
        await stored.threads.turns(place.subject, place.thread_id)
    except SealBroken:
        return True
    return False


async def test_spoiled_checkpoints_are_refused(stored: Stored, assistant_db: Database, tmp_path: Path) -> None:
    random, canary, failures, seen = Random(SEED), tmp_path / "canary", list[str](), set[str]()
    with psycopg.connect(assistant_db.url("postgres"), autocommit=True) as attacker:
        for run in range(CHECKPOINTS):
            turn = await stored.in_flight("B-1")
            other = await stored.in_flight(random.choice(["B-1", "B-2"]))
            whole = await stored.checkpoint(turn)
            assert whole is not None
            assert whole.checkpoint["channel_values"]["messages"][0].content == f"{turn.words} 2"
            tried = {name: partial(move, attacker, turn, other) for name, move in MOVES.items()}
            tried |= forged_parts(attacker, turn, random, canary)
            left = sorted(set(tried) - seen) or sorted(tried)
            name = left[run % len(left)]
            seen.add(name)
            tried[name]()
            if wrong := await refused(stored, turn):
                failures.append(f"{run} {name}: {wrong}")
            if canary.exists():
                failures.append(f"{run} {name}: code was run")
    record("spoiled checkpoints", CHECKPOINTS, len(failures), f"{len(seen)} kinds", SEED)
    assert failures == []


async def test_spoiled_memory_is_refused(stored: Stored, assistant_db: Database, tmp_path: Path) -> None:
    random, canary, failures, seen = Random(SEED), tmp_path / "canary", list[str](), set[str]()
    with psycopg.connect(assistant_db.url("postgres"), autocommit=True) as attacker:
        for run in range(RECORDS):
            place = await stored.ended("B-1")
            assert await stored.threads.turns("B-1", place.thread_id)
            others = {
                "another turn": await stored.ended("B-1", place.thread_id),
                "another thread": await stored.ended("B-1"),
                "another person": await stored.ended("B-2"),
            }
            done = spoil_memory(attacker, place, others, random, canary)
            seen.add(done)
            if not await is_refused(stored, place):
                failures.append(f"{run} {done}: was taken")
            if canary.exists():
                failures.append(f"{run} {done}: code was run")
    record("spoiled memory", RECORDS, len(failures), f"{len(seen)} kinds", SEED)
    assert failures == []
