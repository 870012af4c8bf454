"""Who sees what at the desk, held by the database under the roles that the services use."""

from collections.abc import AsyncGenerator

import psycopg
import pytest
from psycopg import sql

from assistant.desk.errors import HandoffNotFound
from tests.clock import Clock
from tests.conftest import Database
from tests.integration.assistant.audit_desk import acting_as, pool_of
from tests.integration.assistant.floor_desk import ANALYST, BEN, GRANT, MAYA, OMAR, ROSA, Room, room_of
from tools.caller import Caller

_TABLES = ("threads", "turns", "notices", "desk_messages", "desk_notes")


@pytest.fixture
async def room(assistant_db: Database, clock: Clock) -> AsyncGenerator[Room]:
    async with room_of(assistant_db, clock) as made:
        yield made


async def counts(room: Room, caller: Caller) -> dict[str, int]:
    """How many rows of each table somebody sees over the desk's role."""
    found = dict[str, int]()
    async with room.desk.pool.looking(caller) as connection:
        for table in _TABLES:
            cursor = await connection.execute(
                sql.SQL("SELECT count(*) AS n FROM assistant.{}").format(sql.Identifier(table))
            )
            row = await cursor.fetchone()
            found[table] = row["n"] if row else -1
    return found


async def whole(room: Room) -> tuple[str, str]:
    """A conversation with something in every table, that Maya has."""
    thread_id, handoff_id = await room.accepted()
    await room.desk.say(MAYA, handoff_id, "Hello Rosa.", "m-1")
    await room.reception.say(ROSA, thread_id, "Hello.", "r-1")
    return thread_id, handoff_id


async def test_an_agent_sees_what_waits_and_what_is_theirs_and_nothing_else(room: Room) -> None:
    nothing = dict.fromkeys(_TABLES, 0)
    quiet = await room.threads.create("B-5")
    await room.turn(quiet, "only for the assistant", Caller("B-5", "borrower", 1))
    _, handoff_id = await whole(room)
    assert await counts(room, BEN) == nothing
    assert await counts(room, MAYA) == {**nothing, "threads": 1, "turns": 1, "notices": 1, "desk_messages": 2}
    for refused in (room.desk.look(BEN, handoff_id), room.desk.standing(BEN, handoff_id)):
        with pytest.raises(HandoffNotFound):
            await refused
    (row,) = await room.desk.board(BEN)
    assert (row.agent_name, row.borrower_id, row.borrower_name, row.preview) == ("Maya Okonkwo", None, None, "")
    await room.desk.transfer(MAYA, handoff_id, "fraud")
    assert (await counts(room, BEN))["desk_messages"] == 2
    (row,) = await room.desk.board(BEN)
    assert (row.borrower_id, row.borrower_name, row.preview) == ("B-1", "Rosa Diaz", "Hello.")
    await room.desk.accept(BEN, handoff_id)
    await room.desk.give_back(BEN, handoff_id, "a note")
    assert (await counts(room, BEN))["desk_notes"] == 1
    assert await counts(room, MAYA) == nothing


@pytest.mark.parametrize("caller", [GRANT, ANALYST])
async def test_who_supervises_or_analyses_sees_all(room: Room, caller: Caller) -> None:
    _, handoff_id = await whole(room)
    assert (await counts(room, caller))["desk_messages"] == 2
    assert (await room.desk.look(caller, handoff_id)).messages[0].text == "Hello Rosa."


@pytest.mark.parametrize(
    "caller", [ROSA, Caller("", "support_agent"), Caller("x", "service"), Caller("a", "anonymous")]
)
async def test_who_is_no_staff_sees_nothing_over_the_desks_role(room: Room, caller: Caller) -> None:
    await whole(room)
    assert await counts(room, caller) == dict.fromkeys(_TABLES, 0)
    assert await room.desk.board(caller) == []


async def test_a_borrower_never_sees_anothers_messages_nor_any_note(room: Room) -> None:
    thread_id, handoff_id = await whole(room)
    await room.desk.give_back(MAYA, handoff_id, "for colleagues")
    async with pool_of(room.database) as pool:
        for subject, seen in (("B-1", 2), ("B-2", 0), ("", 0), ("S-1", 0)):
            async with acting_as(pool, subject) as connection:
                cursor = await connection.execute("SELECT count(*) AS n FROM assistant.desk_messages")
                row = await cursor.fetchone()
                assert row == {"n": seen}, subject
        for table in ("desk_notes", "suggestions"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                async with acting_as(pool, "B-1") as connection:
                    await connection.execute(sql.SQL("SELECT FROM assistant.{}").format(sql.Identifier(table)))
    with pytest.raises(LookupError):
        await room.reception.messages(OMAR, thread_id)


async def test_the_database_refuses_to_speak_for_another(room: Room) -> None:
    thread_id, handoff_id = await whole(room)
    insert = """INSERT INTO assistant.desk_messages
        (message_id, thread_id, handoff_id, subject, author, author_id, run_id, content)
        VALUES (gen_random_uuid(), %s, %s, 'B-1', %s, %s, gen_random_uuid()::text, '\\x01')"""
    for caller, author, author_id in (
        (BEN, "agent", "S-2"),
        (MAYA, "agent", "S-2"),
        (MAYA, "borrower", "B-1"),
        (ANALYST, "agent", "S-1"),
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            async with room.desk.pool.looking(caller) as connection:
                await connection.execute(insert, [thread_id, handoff_id, author, author_id])
    async with pool_of(room.database) as pool:
        for subject, author, author_id in (
            ("B-2", "borrower", "B-2"),
            ("B-1", "agent", "B-1"),
            ("B-1", "borrower", "B-2"),
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                async with acting_as(pool, subject) as connection:
                    await connection.execute(insert, [thread_id, handoff_id, author, author_id])


async def test_a_conversation_cannot_be_taken_from_who_has_it(room: Room) -> None:
    _, handoff_id = await whole(room)
    for caller in (BEN, ANALYST):
        async with room.desk.pool.looking(caller) as connection:
            taken = await connection.execute(
                "UPDATE assistant.handoffs SET agent = %s WHERE handoff_id = %s", [caller.subject, handoff_id]
            )
            assert taken.rowcount == 0


async def test_words_are_sealed_for_their_place(room: Room) -> None:
    thread_id, _ = await whole(room)
    with psycopg.connect(room.database.url("postgres"), autocommit=True) as connection:
        stored = connection.execute("SELECT content FROM assistant.desk_messages").fetchall()
        assert not any(b"Hello" in row[0] for row in stored)
        connection.execute(
            """UPDATE assistant.desk_messages SET content =
                 (SELECT content FROM assistant.desk_messages WHERE author = 'agent') WHERE author = 'borrower'"""
        )
    with pytest.raises(ValueError, match="another place"):
        await room.reception.messages(ROSA, thread_id)


async def test_looking_taking_over_and_speaking_are_on_record_about_the_borrower(room: Room) -> None:
    _, handoff_id = await whole(room)
    await room.desk.look(MAYA, handoff_id, after=1)
    await room.desk.look(GRANT, handoff_id, after=1)
    await room.desk.give_back(MAYA, handoff_id)
    with psycopg.connect(room.database.url("postgres")) as connection:
        rows = connection.execute(
            """SELECT subject, about, body ->> 'event', seal IS NOT NULL FROM assistant.audit
               WHERE kind = 'desk' ORDER BY at"""
        ).fetchall()
    assert rows == [
        ("B-1", "B-1", "request", True),
        ("S-1", "B-1", "accept", True),
        ("S-1", "B-1", "message", True),
        ("S-9", "B-1", "look", True),
        ("S-1", "B-1", "return", True),
    ]


async def test_who_asks_before_writing_anything_has_a_name_for_who_may_open_it(room: Room) -> None:
    thread_id = await room.threads.create(ROSA.subject)
    asked = await room.reception.ask(ROSA, thread_id)
    (row,) = await room.desk.board(BEN)
    assert (row.borrower_id, row.borrower_name, row.preview) == ("B-1", "Rosa Diaz", "")
    with psycopg.connect(room.database.url("postgres")) as connection:
        stored = connection.execute("SELECT asked_by FROM assistant.handoffs").fetchone()
    assert stored is not None
    assert b"Rosa" not in stored[0]
    await room.desk.accept(MAYA, asked.handoff_id)
    (row,) = await room.desk.board(BEN)
    assert (row.borrower_id, row.borrower_name) == (None, None)


async def test_a_visitor_who_asks_has_no_name(room: Room) -> None:
    visitor = Caller("anon:1", "anonymous")
    await room.reception.ask(visitor, await room.threads.create(visitor.subject))
    (row,) = await room.desk.board(BEN)
    assert (row.borrower_id, row.borrower_name) == (None, None)
