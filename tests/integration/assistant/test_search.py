"""Staff who may search find conversations by what was said in them; how much is looked at is bounded and on record."""

import json
import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
import pytest

from assistant.desk import messages
from assistant.desk.connection import DeskPool
from assistant.desk.messages import Said
from assistant.memory import Memory, Place
from assistant.monitors import search
from assistant.monitors.search import Query, Results, Search, SearchRefused
from assistant.threads import Threads
from tests.conftest import Database
from tests.integration.assistant.audit_desk import acting_as, pool_of
from tests.integration.assistant.memory_desk import NOW, RING, converse, threads_at
from tools.caller import Caller

AUDITOR = Caller("S-9", "auditor", 1)


async def found(database: Database, query: Query, caller: Caller = AUDITOR) -> Results:
    async with pool_of(database, "assistant_desk", RING) as pool, DeskPool(pool).looking(caller) as connection:
        return await Search(connection, Memory(RING), caller).run(query)


async def ids(database: Database, **query: Any) -> list[str]:
    return [one.thread_id for one in (await found(database, Query(**query))).conversations]


@asynccontextmanager
async def talking(database: Database) -> AsyncGenerator[Threads]:
    async with threads_at(database.url("assistant_app")) as threads:
        yield threads


def act(database: Database, statement: str, *values: object) -> list[tuple[Any, ...]]:
    with psycopg.connect(database.url("postgres"), autocommit=True) as connection:
        cursor = connection.execute(statement.encode(), values)
        return cursor.fetchall() if cursor.description else []


async def test_words_are_found_in_questions_and_answers_whatever_their_accents(assistant_db: Database) -> None:
    async with talking(assistant_db) as threads:
        spanish = await converse(threads, "B-1", "hola", "¿Cuánto es mi pago MÍNIMO?")
        await converse(threads, "B-2", "late fee", "interest")
    (one,) = (await found(assistant_db, Query(words="pago minimo"))).conversations
    assert (one.thread_id, one.borrower_id, one.turns, one.outcomes) == (spanish, "B-1", 2, ["answered"])
    assert "pago MÍNIMO?" in one.snippet
    assert await ids(assistant_db, words="about HOLA: yes") == [spanish]
    assert await ids(assistant_db, words="late interest") == []  # said in two different turns


async def test_what_people_said_to_each_other_is_found(assistant_db: Database) -> None:
    async with talking(assistant_db) as threads:
        thread = await converse(threads, "B-1", "hello")
    handoff = "6f9619ff-8b86-4011-b42d-00c04fc964ff"
    act(
        assistant_db,
        """INSERT INTO assistant.handoffs (handoff_id, thread_id, subject, reason, queue, urgent, requested_at, state,
           agent) VALUES (%s, %s, 'B-1', 'complaint', 'support', false, now(), 'accepted', 'S-1')""",
        handoff,
        thread,
    )
    said = Said(thread, handoff, "B-1", "borrower", "B-1", "Ana", str(uuid.uuid4()), "the parcel never came")
    async with pool_of(assistant_db) as pool, acting_as(pool, "B-1") as connection:
        await messages.put(connection, RING, said)
    (one,) = (await found(assistant_db, Query(words="parcel"))).conversations
    assert (one.handoff_reason, one.snippet) == ("complaint", "the parcel never came")
    assert await ids(assistant_db, reason="complaint") == [thread]
    assert await ids(assistant_db, reason="bankruptcy") == []


async def test_a_cursor_goes_through_all_newest_first_and_none_comes_twice(
    assistant_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "PAGE", 4)
    async with talking(assistant_db) as threads:
        made = [await converse(threads, "B-1", f"payoff number {number}") for number in range(11)]
    later = "UPDATE assistant.threads SET created_at = created_at + make_interval(hours => %s) WHERE thread_id = %s"
    for number, thread in enumerate(made):  # three share an instant
        act(assistant_db, later, max(0, number - 2), thread)
    seen, before = list[str](), None
    while True:
        page = await found(assistant_db, Query(words="payoff", limit=3, before=before))
        seen += [one.thread_id for one in page.conversations]
        before = page.next
        assert (before is not None) == page.more
        if before is None:
            break
    assert seen[:8] == list(reversed(made[3:]))
    assert sorted(seen) == sorted(made)


async def test_one_search_looks_at_so_much_and_says_where_to_go_on(
    assistant_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "PAGE", 2)
    monkeypatch.setattr(search, "MOST_CONVERSATIONS", 4)
    async with talking(assistant_db) as threads:
        for _ in range(6):
            await converse(threads, "B-1", "hello")
    first = await found(assistant_db, Query(words="nowhere"))
    assert (first.searched, first.more, first.conversations) == (4, True, [])
    rest = await found(assistant_db, Query(words="nowhere", before=first.next))
    assert (rest.searched, rest.conversations) == (2, [])
    assert (rest.more, rest.next) == (False, None)
    monkeypatch.setattr(search, "MOST_CONVERSATIONS", 100)
    monkeypatch.setattr(search, "MOST_TURNS", 3)
    assert (await found(assistant_db, Query(words="nowhere"))).searched == 4


async def test_filters(assistant_db: Database) -> None:
    async with talking(assistant_db) as threads:
        one = await converse(threads, "B-1", "one")
        two = await converse(threads, "B-2", "two")
        served = await converse(threads, "S-1", "three", about="B-2")
        anonymous = await converse(threads, "anon:key", "four")
    act(assistant_db, "UPDATE assistant.turns SET outcome = 'abstained' WHERE thread_id = %s", one)
    earlier = "UPDATE assistant.turns SET received_at = received_at - interval '9 days' WHERE thread_id = %s"
    act(assistant_db, earlier, two)
    assert await ids(assistant_db, outcome="abstained") == [one]
    assert set(await ids(assistant_db, borrower="B-2")) == {two, served}
    assert set(await ids(assistant_db, since=NOW)) == {one, served, anonymous}
    assert await ids(assistant_db, until=NOW) == [two]
    by_id = {each.thread_id: each for each in (await found(assistant_db, Query())).conversations}
    assert by_id[anonymous].borrower_id is None
    assert by_id[two].snippet.startswith("two")


async def test_a_borrower_is_found_by_part_of_the_name(assistant_db: Database) -> None:
    async with talking(assistant_db) as threads:
        thread = await converse(threads, "B-1", "hello")
        await converse(threads, "B-2", "hello")
        memory = Memory(RING)
        (turn,) = await threads.turns("B-1", thread)
        place = Place("B-1", thread, turn["turn_id"])
        sealed = memory.seal_caller(place, Caller("B-1", "borrower", 1, name="José Ibáñez"))
    act(assistant_db, "UPDATE assistant.turns SET caller = %s WHERE turn_id = %s", sealed, turn["turn_id"])
    (one,) = (await found(assistant_db, Query(borrower="ibanez"))).conversations
    assert (one.thread_id, one.borrower_name) == (thread, "José Ibáñez")


async def test_a_record_that_does_not_open_hides_no_other(assistant_db: Database) -> None:
    async with talking(assistant_db) as threads:
        broken = await converse(threads, "B-1", "payoff", "payoff again")
        whole = await converse(threads, "B-2", "payoff")
    act(assistant_db, "UPDATE assistant.turns SET user_text = %s WHERE thread_id = %s", b"forged", broken)
    assert await ids(assistant_db, words="payoff") == [whole]


async def test_each_search_is_on_record_without_its_words(assistant_db: Database) -> None:
    async with talking(assistant_db) as threads:
        thread = await converse(threads, "B-1", "quillfeather")
    await found(assistant_db, Query(words="quillfeather"))
    await found(assistant_db, Query(words="quillfeather", borrower="B-1"))
    rows = act(assistant_db, "SELECT subject, about, body FROM assistant.audit WHERE kind = 'desk' ORDER BY at")
    assert [(subject, about) for subject, about, _ in rows] == [("S-9", None), ("S-9", "B-1")]
    body = rows[0][2]
    assert (body["event"], body["shown"], body["searched"]) == ("search", [thread], 1)
    assert "quillfeather" not in json.dumps([row[2] for row in rows])


async def test_an_agent_sees_only_what_waits_or_is_theirs(assistant_db: Database) -> None:
    """Even where a route forgot to ask: the database does not show the rest."""
    async with talking(assistant_db) as threads:
        await converse(threads, "B-1", "payoff")
    for caller in (Caller("S-1", "support_agent", 1), Caller("B-2", "borrower", 1)):
        async with pool_of(assistant_db, "assistant_desk", RING) as pool, DeskPool(pool).looking(caller) as connection:
            page = await Search(connection, Memory(RING), caller).run(Query(words="payoff"))
        assert (page.conversations, page.searched) == ([], 0)


@pytest.mark.parametrize("before", ["x", "", "bm90fmE=", "MjAyNg"])
async def test_a_cursor_of_somebody_elses_making_is_refused(assistant_db: Database, before: str) -> None:
    with pytest.raises(SearchRefused):
        await found(assistant_db, Query(before=before))
