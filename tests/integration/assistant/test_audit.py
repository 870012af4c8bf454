"""The audit record in PostgreSQL: chained, each person's own, never changed, and safe to append from many places."""

import asyncio
from collections.abc import AsyncIterator

import psycopg
import pytest

from assistant import audit, audit_chain
from assistant.audit_body import BodyRefused
from tests.conftest import Database
from tests.integration.assistant.audit_desk import Pool, acting_as, pool_of, record, ring


@pytest.fixture
async def pool(assistant_db: Database) -> AsyncIterator[Pool]:
    async with pool_of(assistant_db, keys=ring()) as opened:
        yield opened


def rows(database: Database, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(database.url("postgres")) as connection:
        return connection.execute(query.encode()).fetchall()


async def test_a_record_follows_the_one_before_in_its_persons_chain(pool: Pool, assistant_db: Database) -> None:
    for ref in ("t-1", "t-2"):
        async with acting_as(pool, "B-1") as connection:
            await audit.append(connection, record(ref=ref, outcome="answered"))
    first, second = rows(
        assistant_db, "SELECT chain, seq, ref, prev_hash, hash, seal FROM assistant.audit ORDER BY seq"
    )
    assert first[:4] == (audit_chain.chain_of("B-1"), 1, "t-1", audit_chain.START)
    assert second[1:4] == (2, "t-2", first[4])
    assert rows(assistant_db, "SELECT seq, hash FROM assistant.audit_heads WHERE seq > 0") == [(2, second[4])]
    assert first[5] != second[5]


async def test_what_is_rolled_back_leaves_no_record(pool: Pool, assistant_db: Database) -> None:
    async with acting_as(pool, "B-1") as connection:
        await audit.append(connection, record())
        raise psycopg.Rollback
    assert rows(assistant_db, "SELECT 1 FROM assistant.audit") == []
    assert rows(assistant_db, "SELECT 1 FROM assistant.audit_heads WHERE seq > 0") == []


async def test_words_are_refused_before_anything_is_written(pool: Pool, assistant_db: Database) -> None:
    async with acting_as(pool, "B-1") as connection:
        with pytest.raises(BodyRefused):
            await audit.append(connection, record(said="move my due date"))
    assert rows(assistant_db, "SELECT 1 FROM assistant.audit") == []


async def test_each_sees_what_they_did_and_what_was_done_about_them(pool: Pool) -> None:
    async with acting_as(pool, "S-1") as connection:
        await audit.append(connection, record("S-1", "t-staff", about="B-1"))
    async with acting_as(pool, "B-2") as connection:
        await audit.append(connection, record("B-2", "t-other"))
    seen: dict[str, set[str]] = {}
    for subject in ("B-1", "S-1", "B-2", "B-3", ""):
        async with acting_as(pool, subject) as connection:
            cursor = await connection.execute("SELECT ref FROM assistant.audit")
            seen[subject] = {row["ref"] for row in await cursor.fetchall()}
    assert seen == {"B-1": {"t-staff"}, "S-1": {"t-staff"}, "B-2": {"t-other"}, "B-3": set(), "": set()}


async def test_nobody_records_in_the_name_of_others(pool: Pool) -> None:
    for subject in ("B-2", ""):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            async with acting_as(pool, subject) as connection:
                await audit.append(connection, record("B-1"))


@pytest.mark.parametrize("role", ["assistant_executor", "assistant_ops"])
async def test_the_services_record_about_anybody(assistant_db: Database, role: str) -> None:
    async with pool_of(assistant_db, role) as pool, pool.connection() as connection, connection.transaction():
        await audit.append_all(connection, [record("executor", about=f"B-{number}") for number in range(40)])
    assert rows(assistant_db, "SELECT count(*), count(DISTINCT chain) > 8 FROM assistant.audit") == [(40, True)]


@pytest.mark.parametrize(
    "role", ["assistant_app", "assistant_executor", "assistant_ops", "assistant_owner", "postgres"]
)
@pytest.mark.parametrize(
    "statement", ["UPDATE assistant.audit SET ref = 'x'", "DELETE FROM assistant.audit", "TRUNCATE assistant.audit"]
)
async def test_no_record_is_changed_or_deleted(assistant_db: Database, pool: Pool, role: str, statement: str) -> None:
    async with acting_as(pool, "B-1") as connection:
        await audit.append(connection, record())
    with psycopg.connect(assistant_db.url(role)) as connection:
        connection.execute("SELECT set_config('assistant.subject', 'B-1', true)")
        try:
            changed = connection.execute(statement.encode()).rowcount
        except psycopg.errors.InsufficientPrivilege:
            changed = 0
    assert changed == 0
    assert rows(assistant_db, "SELECT ref FROM assistant.audit") == [("t-1",)]


async def test_fifty_at_once_over_two_pools_all_get_their_place(assistant_db: Database) -> None:
    keys = ring()
    async with pool_of(assistant_db, keys=keys) as one, pool_of(assistant_db, keys=keys) as other:

        async def turn(number: int) -> None:
            person = f"B-{number % 10}"
            async with acting_as((one, other)[number % 2], person) as connection:
                batch = [record(person, f"t-{number}-{step}") for step in range(3)]
                await audit.append_all(connection, [*batch, record(person, f"t-{number}-s", about=f"B-{number}")])

        async with asyncio.timeout(60):
            await asyncio.gather(*(turn(number) for number in range(50)))
    chains = rows(
        assistant_db, "SELECT chain, count(*), max(seq), bool_and(seal IS NOT NULL) FROM assistant.audit GROUP BY 1"
    )
    assert sum(int(str(count)) for _, count, _, _ in chains) == 200
    assert all(count == last and whole for _, count, last, whole in chains)
    out_of_order = """SELECT 1 FROM assistant.audit a JOIN assistant.audit b ON b.chain = a.chain AND b.seq = a.seq + 1
        WHERE b.prev_hash <> a.hash OR b.at < a.at"""
    assert rows(assistant_db, out_of_order) == []
