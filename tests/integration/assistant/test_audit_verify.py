"""Whoever rewrites, deletes, swaps or adds audit records with all rights in the database is found out."""

from pathlib import Path

import psycopg
import pytest

from assistant import audit
from assistant.audit_chain import CHAINS, chain_of
from assistant.audit_old import delete_old
from assistant.audit_verify import Found, Witness, read_witness, verify, write_witness
from assistant.sealing import Keyring
from tests.conftest import Database
from tests.integration.assistant.audit_desk import acting_as, pool_of, record, ring

CHAIN = chain_of("B-1")
KEYS = ring()


@pytest.fixture
async def audited(assistant_db: Database) -> Database:
    """Five records about B-1, three about B-2, under one key."""
    async with pool_of(assistant_db, keys=KEYS) as pool:
        for person, count in (("B-1", 5), ("B-2", 3)):
            for number in range(1, count + 1):
                async with acting_as(pool, person) as connection:
                    await audit.append(connection, record(person, f"{person}-{number}", outcome="answered"))
    return assistant_db


def check(database: Database, keys: Keyring = KEYS, seen: Witness | None = None) -> Found:
    with psycopg.connect(database.url("assistant_ops"), autocommit=True) as connection:
        return verify(connection, keys, seen)


def tamper(database: Database, *statements: str) -> None:
    """As the superuser, with the triggers out of the way."""
    with psycopg.connect(database.url("postgres")) as connection:
        connection.execute("SET session_replication_role = replica")
        for statement in statements:
            connection.execute(statement.replace("CHAIN", str(CHAIN)).encode())


async def append(database: Database, keys: Keyring | None, ref: str) -> None:
    async with pool_of(database, keys=keys) as pool, acting_as(pool, "B-1") as connection:
        await audit.append(connection, record(ref=ref))


def test_untouched_chains_are_whole(audited: Database) -> None:
    found = check(audited)
    assert found.is_whole
    assert found.records == 8
    assert len(found.ends) == CHAINS
    assert found.ends[CHAIN][0] == 5


@pytest.mark.parametrize(
    ("statements", "seq", "what"),
    [
        (
            ["UPDATE assistant.audit SET body = '{\"outcome\": \"refused\"}' WHERE ref = 'B-1-3'"],
            3,
            "content was changed",
        ),
        (["UPDATE assistant.audit SET about = 'B-9' WHERE ref = 'B-1-3'"], 3, "content was changed"),
        (["UPDATE assistant.audit SET at = at - interval '1 day' WHERE ref = 'B-1-1'"], 1, "content was changed"),
        (["UPDATE assistant.audit SET seal = NULL WHERE ref = 'B-1-4'"], 4, "without the key"),
        (["DELETE FROM assistant.audit WHERE ref = 'B-1-2'"], 3, "between was deleted"),
        (["DELETE FROM assistant.audit WHERE ref = 'B-1-1'"], 2, "between was deleted"),
        (["DELETE FROM assistant.audit WHERE ref = 'B-1-5'"], 4, "names record 5"),
        (["DELETE FROM assistant.audit_heads WHERE chain = CHAIN"], 0, "head is gone"),
        (["UPDATE assistant.audit_heads SET seal = NULL WHERE chain = CHAIN"], 5, "head was written without the key"),
        (
            [
                "UPDATE assistant.audit SET seq = 0 - seq WHERE chain = CHAIN AND seq IN (2, 3)",
                "UPDATE assistant.audit SET seq = CASE seq WHEN -2 THEN 3 ELSE 2 END WHERE chain = CHAIN AND seq < 0",
            ],
            2,
            "does not continue",
        ),
        (
            [
                """UPDATE assistant.audit_heads h SET seq = a.seq, hash = a.hash, seal = a.seal
                   FROM assistant.audit a WHERE a.ref = 'B-1-4' AND h.chain = CHAIN""",
                "DELETE FROM assistant.audit WHERE ref = 'B-1-5'",
            ],
            4,
            "head was written without the key",
        ),
        (
            [
                """UPDATE assistant.audit_heads h SET from_seq = 3, from_hash = a.hash, from_seal = a.seal
                   FROM assistant.audit a WHERE a.ref = 'B-1-2' AND h.chain = CHAIN""",
                "DELETE FROM assistant.audit WHERE ref IN ('B-1-1', 'B-1-2')",
            ],
            2,
            "beginning was moved without the key",
        ),
    ],
)
def test_tampering_is_found_at_its_first_record(audited: Database, statements: list[str], seq: int, what: str) -> None:
    tamper(audited, "ALTER TABLE assistant.audit DROP CONSTRAINT audit_seq_check", *statements)
    (broken,) = check(audited).breaks
    assert (broken.chain, broken.seq) == (CHAIN, seq)
    assert what in broken.what


async def test_a_record_appended_without_the_key_is_found(audited: Database) -> None:
    await append(audited, None, "B-1-6")
    assert [(broken.seq, broken.ref) for broken in check(audited).breaks] == [(6, "B-1-6")]


def test_a_chain_rewritten_whole_under_another_key_is_found(audited: Database) -> None:
    assert {broken.what for broken in check(audited, ring()).breaks} == {"it was written without the key"}


async def test_an_older_state_put_back_is_found_by_the_witness(audited: Database, tmp_path: Path) -> None:
    path = tmp_path / "witness.json"
    tamper(audited, "CREATE TABLE kept AS SELECT * FROM assistant.audit_heads WHERE chain = CHAIN")
    await append(audited, KEYS, "B-1-6")
    write_witness(path, check(audited))
    tamper(
        audited,
        "DELETE FROM assistant.audit WHERE ref = 'B-1-6'",
        """UPDATE assistant.audit_heads h SET seq = k.seq, hash = k.hash, seal = k.seal
           FROM kept k WHERE h.chain = CHAIN""",
    )
    assert check(audited).is_whole
    (broken,) = check(audited, seen=read_witness(path)).breaks
    assert "the last check saw 6" in broken.what
    await append(audited, KEYS, "B-1-7")
    (broken,) = check(audited, seen=read_witness(path)).breaks
    assert "another record" in broken.what
    assert path.stat().st_mode & 0o777 == 0o600


async def test_records_under_an_older_key_stay_valid_after_rotation(audited: Database) -> None:
    newer = ring()
    rotated = Keyring({**KEYS.keys, **newer.keys}, newer.newest)
    await append(audited, rotated, "B-1-6")
    assert check(audited, rotated).is_whole
    assert not check(audited).is_whole


def test_old_records_go_only_through_the_function_and_only_from_the_beginning(audited: Database) -> None:
    call = "SELECT assistant.audit_delete_old(%s::smallint, %s, %s)"
    with psycopg.connect(audited.url("assistant_ops")) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(call, [CHAIN, 2, b""])
        connection.rollback()
    tamper(audited, "UPDATE assistant.audit SET at = at - interval '8 years' WHERE ref IN ('B-1-1', 'B-1-2', 'B-1-4')")
    with psycopg.connect(audited.url("assistant_ops")) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(call, [CHAIN, 4, b""])
        connection.rollback()
        assert connection.execute(call, [CHAIN, 2, b""]).fetchone() == (2,)
    with (
        psycopg.connect(audited.url("assistant_app")) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(call, [CHAIN, 1, b""])


def delete_as_operations(database: Database) -> int:
    with psycopg.connect(database.url("assistant_ops"), autocommit=True) as connection:
        return delete_old(connection, KEYS)


async def test_what_is_old_is_deleted_and_the_chain_begins_after_it_whole(assistant_db: Database) -> None:
    """The clock of the rule is wound forward in place of the records' own, which their hashes hold."""
    async with pool_of(assistant_db, keys=KEYS) as pool:
        for number in range(4):
            async with acting_as(pool, "B-1") as connection:
                await audit.append(connection, record(ref=f"B-1-{number}"))
    assert delete_as_operations(assistant_db) == 0
    age = "CREATE OR REPLACE FUNCTION assistant.audit_kept_for() RETURNS interval IMMUTABLE LANGUAGE sql AS "
    tamper(assistant_db, f"{age} $$ SELECT interval '-1 day' $$")
    hold = "INSERT INTO assistant.holds (hold_id, subject, reason, placed_by, placed_at) VALUES (gen_random_uuid(), "
    tamper(assistant_db, f"{hold} 'B-1', 'suit', 'operator:x', now())")
    assert delete_as_operations(assistant_db) == 0
    tamper(assistant_db, "UPDATE assistant.holds SET released_at = now(), released_by = 'operator:x'")
    assert delete_as_operations(assistant_db) == 4
    await append(assistant_db, KEYS, "B-1-5")
    found = check(assistant_db)
    assert found.is_whole
    assert (found.records, found.ends[CHAIN][0]) == (1, 5)
