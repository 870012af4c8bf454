"""Keys change, and nothing that was said is lost: old keys open, new ones seal, plain rows of before are sealed."""

import json
import uuid
from pathlib import Path

import psycopg
import pytest

from assistant import resealing, sealing
from assistant.desk import notes, suggestions
from assistant.desk.suggestions import Kept, Suggestion, Where
from assistant.sealing import Keyring, SealBroken
from tests.clock import Clock
from tests.conftest import Database
from tests.integration.assistant.floor_desk import MAYA, ROSA, Room, room_of
from tests.integration.assistant.memory_desk import NOW, converse, threads_at


async def test_after_a_rotation_old_turns_open_and_can_be_sealed_under_the_new_key(
    assistant_db: Database, tmp_path: Path
) -> None:
    url, ops = assistant_db.url("assistant_app"), assistant_db.url("assistant_ops")
    before = Keyring.load_or_create(tmp_path / "ring.json")
    async with threads_at(url, before) as threads:
        thread_id = await converse(threads, "B-1", "hello", "what do I owe")
        after = sealing.rotate(tmp_path / "ring.json")
        async with threads_at(url, after) as renewed:
            await converse(renewed, "B-1", "under the new key")
            assert len(await renewed.turns("B-1", thread_id)) == 2
        assert {row["title"] for row in await threads.listed("B-1")} == {"under the new key", "hello"}
    done = resealing.reseal(ops, after)
    assert (done.older, done.plain, done.refused) == (2, 0, [])
    assert resealing.reseal(ops, after).older == 0
    newest_alone = Keyring({after.newest: after.keys[after.newest]}, after.newest)
    async with threads_at(url, newest_alone) as threads:
        assert [row["user_text"] for row in await threads.turns("B-1", thread_id)] == ["hello", "what do I owe"]
    async with threads_at(url, before.parse(json.dumps(json.loads((tmp_path / "ring.json").read_text())[:1]))) as old:
        with pytest.raises(SealBroken, match="key"):
            await old.turns("B-1", thread_id)


async def test_what_an_older_version_kept_in_plain_text_is_sealed_and_not_read_before(assistant_db: Database) -> None:
    url, ops = assistant_db.url("assistant_app"), assistant_db.url("assistant_ops")
    ring = Keyring({b"key1": bytes(32)}, b"key1")
    async with threads_at(url, ring) as threads:
        thread_id, turn_id = await threads.create("B-1"), str(uuid.uuid4())
        old = {
            "thread_id": thread_id,
            "turn_id": turn_id,
            "outcome": "answered",
            "answer": "Ten.",
            "prompt": "p",
            "model": "m",
        }
        with psycopg.connect(assistant_db.url("postgres")) as connection:
            connection.execute("ALTER TABLE assistant.turns DROP CONSTRAINT turns_sealed")
            connection.execute(
                """INSERT INTO assistant.turns (turn_id, thread_id, subject, run_id, plain_text, plain_result, status,
                     received_at, lease_until)
                   VALUES (%s, %s, 'B-1', 'r-1', 'what do I owe', %s, 'finished', %s, %s)""",
                [turn_id, thread_id, json.dumps(old), NOW, NOW],
            )
        assert resealing.is_pending(ops)
        with pytest.raises(SealBroken, match="reseal"):
            await threads.turns("B-1", thread_id)
        done = resealing.reseal(ops, ring)
        assert (done.plain, done.refused, resealing.is_pending(ops)) == (1, [], False)
        (turn,) = await threads.turns("B-1", thread_id)
    assert (turn["user_text"], turn["result"]["answer"]) == ("what do I owe", "Ten.")


def test_plain_text_cannot_be_written_any_more(assistant_db: Database) -> None:
    with psycopg.connect(assistant_db.url("assistant_app")) as connection:
        connection.execute("SELECT set_config('assistant.subject', 'B-1', true)")
        connection.execute("INSERT INTO assistant.threads VALUES (gen_random_uuid(), 'B-1', now())")
        with pytest.raises(psycopg.errors.CheckViolation):
            connection.execute(
                """INSERT INTO assistant.turns (turn_id, thread_id, subject, run_id, plain_text, status, received_at,
                     lease_until) SELECT gen_random_uuid(), thread_id, 'B-1', 'r', 'plain', 'waiting', now(), now()
                   FROM assistant.threads"""
            )


def test_a_ring_is_made_once_however_many_begin_at_the_same_time(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "ring.json"
    first = Keyring.load_or_create(path)
    assert Keyring.load_or_create(path).keys == first.keys
    rotated = sealing.rotate(path)
    sealed = rotated.seal(b"words", "here")
    assert first.unseal(sealed, "here") == b"words"
    assert path.stat().st_mode & 0o777 == 0o600


async def _written(room: Room) -> tuple[str, str]:
    """A conversation with every kind of text that people keep at the desk; a suggestion that was edited is in it."""
    thread_id, handoff_id = await room.waiting()
    await room.desk.accept(MAYA, handoff_id)
    await room.reception.say(ROSA, thread_id, "why is it higher", "r-1")
    made = Suggestion(suggestion_id=suggestions.new_id(), kind="reply", text="A fee.", model="m")
    async with room.desk.pool.looking(MAYA) as connection:
        where = Where(thread_id, handoff_id, ROSA.subject, MAYA.subject)
        await suggestions.put(connection, room.keys, where, made, Kept(text=made.text), "assistant@1#0")
    await room.desk.say(MAYA, handoff_id, "A late fee.", "m-1", made.suggestion_id)
    await room.desk.give_back(MAYA, handoff_id, "told about the fee")
    return thread_id, made.suggestion_id


async def test_what_people_wrote_at_the_desk_opens_without_the_old_key_once_it_is_sealed_again(
    assistant_db: Database, tmp_path: Path, clock: Clock
) -> None:
    before = Keyring.load_or_create(tmp_path / "ring.json")
    async with room_of(assistant_db, clock, before) as room:
        thread_id, suggestion_id = await _written(room)
    after = sealing.rotate(tmp_path / "ring.json")
    done = resealing.reseal(assistant_db.url("assistant_ops"), after)
    assert (done.desk, done.older, done.refused) == (5, 0, [])
    assert resealing.reseal(assistant_db.url("assistant_ops"), after).desk == 0
    newest = Keyring({after.newest: after.keys[after.newest]}, after.newest)
    async with room_of(assistant_db, clock, newest) as room:
        said = await room.reception.messages(ROSA, thread_id)
        assert [one.text for one in said] == ["why is it higher", "A late fee."]
        async with room.desk.pool.looking(MAYA) as connection:
            kept = await notes.of_thread(connection, newest, thread_id)
            suggested = await suggestions.one(connection, newest, MAYA.subject, suggestion_id)
            cursor = await connection.execute("SELECT final FROM assistant.suggestions")
            final = (await cursor.fetchall())[0]["final"]
        (row,) = await room.desk.board(MAYA)
    assert ([note.text for note in kept], suggested.text) == (["told about the fee"], "A fee.")
    where = suggestions.place(ROSA.subject, thread_id, suggestion_id, "final")
    assert newest.unseal(bytes(final), *where) == b"A late fee."
    assert (row.borrower_name, row.preview) == ("Rosa Diaz", "why is it higher")


async def test_what_does_not_open_at_the_desk_is_named_and_left_as_it_is(
    assistant_db: Database, tmp_path: Path, clock: Clock
) -> None:
    lost = Keyring({b"lost": bytes(32)}, b"lost")
    async with room_of(assistant_db, clock, lost) as room:
        await _written(room)
    done = resealing.reseal(assistant_db.url("assistant_ops"), Keyring.load_or_create(tmp_path / "ring.json"))
    assert (done.desk, sorted(one.split()[0] for one in done.refused)) == (
        0,
        ["desk_messages", "desk_messages", "desk_notes", "handoffs", "suggestions"],
    )
