"""Retention: what is past its time goes whole and leaves a record; what is held or young stays; the database agrees."""

from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
import yaml
from pydantic import ValidationError

from assistant import holds, retention
from tests.conftest import Database
from tests.integration.assistant.memory_desk import NOW, converse, operations, threads_at

OLD = NOW - timedelta(days=37 * 31)
YOUNG = NOW - timedelta(days=30 * 30)


def threads_left(database: Database) -> int:
    with psycopg.connect(database.url("postgres")) as connection:
        return len(connection.execute("SELECT 1 FROM assistant.threads").fetchall())


async def test_only_what_is_past_its_time_is_deleted_and_each_deletion_is_recorded(assistant_db: Database) -> None:
    url = assistant_db.url("assistant_app")
    async with threads_at(url, now=OLD) as then:
        gone = await converse(then, "B-1", "long ago", "and again")
        lasting = await converse(then, "B-1", "long ago too")
    async with threads_at(url, now=YOUNG) as later:
        young = await converse(later, "B-2", "recently")
        with psycopg.connect(assistant_db.url("postgres")) as connection:
            connection.execute(
                "UPDATE assistant.turns SET finished_at = %s WHERE thread_id::text = %s", [YOUNG, lasting]
            )
        async with operations(assistant_db.url("assistant_ops")) as ops:
            dry = await retention.sweep(ops, retention.rules(), NOW, "S-9", dry_run=True)
            assert (dry.threads, threads_left(assistant_db)) == ([gone], 3)
            done = await retention.sweep(ops, retention.rules(), NOW, "S-9", dry_run=False)
        assert (done.threads, done.turns) == ([gone], 2)
        assert [row["thread_id"] for row in await later.listed("B-1")] == [lasting]
        assert [row["thread_id"] for row in await later.listed("B-2")] == [young]
    with psycopg.connect(assistant_db.url("postgres")) as connection:
        records = connection.execute("SELECT kind, subject, about, ref, body FROM assistant.audit").fetchall()
    assert records == [("deletion", "S-9", "B-1", gone, {"what": "conversation", "turns": 2})]


@pytest.mark.parametrize("held", ["person", "thread", "served"])
async def test_what_is_held_stays_until_it_is_released(assistant_db: Database, held: str) -> None:
    async with threads_at(assistant_db.url("assistant_app"), now=OLD) as then:
        thread_id = await converse(then, "S-1" if held == "served" else "B-1", "long ago", about="B-1")
    named = {"thread_id": thread_id} if held == "thread" else {"subject": "B-1"}
    async with operations(assistant_db.url("assistant_ops")) as ops:
        placed = await holds.place(ops, "Smith v. Tidewell", "S-9", NOW, **named)
        done = await retention.sweep(ops, retention.rules(), NOW, "S-9", dry_run=False)
        assert (done.threads, done.held) == ([], [thread_id])
        assert (await ops.execute("DELETE FROM assistant.threads")).rowcount == 0
        assert (await ops.execute("DELETE FROM assistant.turns")).rowcount == 0
        await holds.release(ops, placed, "S-9", NOW)
        with pytest.raises(holds.HoldNotFound):
            await holds.release(ops, placed, "S-9", NOW)
        done = await retention.sweep(ops, retention.rules(), NOW, "S-9", dry_run=False)
        listed = await holds.listed(ops)
    assert done.threads == [thread_id]
    assert [row["released_by"] for row in listed] == ["S-9"]
    with psycopg.connect(assistant_db.url("postgres")) as connection:
        kinds = connection.execute("SELECT kind, body ->> 'event' FROM assistant.audit ORDER BY at").fetchall()
    assert kinds == [("hold", "placed"), ("hold", "released"), ("deletion", None)]


async def test_a_conversation_in_which_people_still_spoke_stays_and_old_events_go(assistant_db: Database) -> None:
    async with threads_at(assistant_db.url("assistant_app"), now=OLD) as then:
        spoken = await converse(then, "B-1", "long ago")
    with psycopg.connect(assistant_db.url("postgres"), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            """INSERT INTO assistant.desk_messages
                 (message_id, thread_id, handoff_id, subject, author, author_id, run_id, content, sent_at)
               VALUES (gen_random_uuid(), %s, gen_random_uuid(), 'B-1', 'agent', 'S-1', 'r-1', '', %s)""",
            [spoken, YOUNG],
        )
        for at in (OLD, NOW):
            connection.execute(
                """INSERT INTO assistant.webhook_events (event_id, kind, body, created_at)
                   VALUES (gen_random_uuid(), 'handoff.requested', '{}', %s)""",
                [at],
            )
    async with operations(assistant_db.url("assistant_ops")) as ops:
        dry = await retention.sweep(ops, retention.rules(), NOW, "S-9", dry_run=True)
        done = await retention.sweep(ops, retention.rules(), NOW, "S-9", dry_run=False)
    assert (dry.events, done.events, done.threads) == (0, 1, [])


async def test_the_service_itself_can_delete_nothing_said(assistant_db: Database) -> None:
    async with threads_at(assistant_db.url("assistant_app"), now=OLD) as then:
        await converse(then, "B-1", "long ago")
    with psycopg.connect(assistant_db.url("assistant_app")) as connection:
        connection.execute("SELECT set_config('assistant.subject', 'B-1', true)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM assistant.turns")


def test_a_rule_that_keeps_less_long_than_its_source_asks_is_refused(tmp_path: Path) -> None:
    written = yaml.safe_load(retention.RULES.read_text())
    written["rules"][0]["months"] = 30
    path = tmp_path / "retention.yaml"
    path.write_text(yaml.safe_dump(written))
    with pytest.raises(ValidationError, match=r"1006\.100"):
        retention.rules(path)
    assert {rule.kind for rule in retention.rules()} == {"conversation", "act", "event"}
