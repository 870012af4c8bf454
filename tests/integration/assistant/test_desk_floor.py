"""The floor is one's at a time: of twenty who accept one has it, and neither speaks while the other does."""

import asyncio
import uuid
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from assistant import retention
from assistant.desk.errors import (
    AgentSpeaks,
    AssistantSpeaking,
    AssistantSpeaks,
    HandoffNotFound,
    HandoffOver,
    HandoffTaken,
    UnknownQueue,
)
from assistant.desk.handoffs import HandoffState
from assistant.errors import RunConflict, ThreadNotFound
from assistant.proposals.errors import NotPermitted
from assistant.results import TurnRequest
from tests.clock import Clock
from tests.conftest import Database
from tests.integration.assistant.floor_desk import BEN, GRANT, MAYA, OMAR, ROSA, Room, room_of, wanted
from tests.integration.assistant.memory_desk import operations
from tools.caller import Caller


@pytest.fixture
async def room(assistant_db: Database, clock: Clock) -> AsyncGenerator[Room]:
    async with room_of(assistant_db, clock) as made:
        yield made


def run_id() -> str:
    return str(uuid.uuid4())


async def state(room: Room, thread_id: str) -> HandoffState:
    found = (await room.reception.standing(ROSA, thread_id)).handoff
    assert found is not None
    return found


async def test_of_twenty_who_accept_at_once_one_has_it_and_the_others_hear_who(room: Room) -> None:
    thread_id, handoff_id = await room.waiting()
    agents = [Caller(f"S-{number}", "support_agent", 1, name=f"Agent {number}") for number in range(20)]
    ended = await asyncio.gather(*(room.desk.accept(one, handoff_id) for one in agents), return_exceptions=True)
    refused = [one for one in ended if isinstance(one, HandoffTaken)]
    assert (len(refused), len(ended) - len(refused)) == (19, 1)
    taken = await state(room, thread_id)
    assert taken.state == "accepted"
    assert {str(one) for one in refused} == {f"{taken.agent_name} has this conversation."}
    with psycopg.connect(room.database.url("postgres")) as connection:
        told = connection.execute("SELECT count(*) FROM assistant.notices").fetchone()
        sent = connection.execute("SELECT kind FROM assistant.webhook_events ORDER BY seq").fetchall()
    assert (told, sent) == ((1,), [("handoff.requested",), ("handoff.accepted",)])


async def test_the_same_agent_accepts_again_and_nothing_more_happens(room: Room) -> None:
    _, handoff_id = await room.accepted()
    again = await room.desk.accept(MAYA, handoff_id)
    assert (again.floor, len(again.notices)) == ("agent", 1)


async def test_a_message_that_races_an_accept_is_answered_by_one_of_both(room: Room) -> None:
    """Whoever is first under the lock decides: a turn that was stored runs to its end, and the agent waits for it."""
    answered = refused = 0
    for attempt in range(12):
        thread_id, handoff_id = await room.waiting()
        accepting = asyncio.create_task(room.desk.accept(MAYA, handoff_id))
        for _ in range(attempt % 4):
            await asyncio.sleep(0)
        begun = (await asyncio.gather(room.begin(thread_id, "one more thing"), return_exceptions=True))[0]
        await accepting
        if isinstance(begun, AgentSpeaks):
            refused += 1
            await room.reception.say(ROSA, thread_id, "one more thing", run_id())
        else:
            assert not isinstance(begun, BaseException)
            answered += 1
            with pytest.raises(AssistantSpeaking):
                await room.desk.say(MAYA, handoff_id, "Hello.", run_id())
            await room.end(thread_id, begun)
        assert (await room.desk.say(MAYA, handoff_id, "Hello.", run_id())).text == "Hello."
    assert answered + refused == 12


async def test_an_agent_and_a_borrower_who_speak_at_once_are_both_heard_in_one_order(room: Room) -> None:
    thread_id, handoff_id = await room.accepted()
    said = await asyncio.gather(
        *(room.desk.say(MAYA, handoff_id, f"a{number}", run_id()) for number in range(8)),
        *(room.reception.say(ROSA, thread_id, f"b{number}", run_id()) for number in range(8)),
    )
    read = await room.reception.messages(ROSA, thread_id)
    assert [one.message_id for one in read] == [one.message_id for one in sorted(said, key=lambda one: one.order)]
    assert len({one.order for one in read}) == 16


async def test_the_same_run_id_is_the_same_message(room: Room) -> None:
    thread_id, handoff_id = await room.accepted()
    run = run_id()
    sent = await asyncio.gather(*(room.reception.say(ROSA, thread_id, "hello", run) for _ in range(5)))
    assert len({one.message_id for one in sent}) == 1
    with pytest.raises(RunConflict):
        await room.reception.say(ROSA, thread_id, "something else", run)
    await room.desk.give_back(MAYA, handoff_id)
    assert (await room.reception.say(ROSA, thread_id, "hello", run)).message_id == sent[0].message_id
    mine = run_id()
    with pytest.raises(HandoffOver):
        await room.desk.say(MAYA, handoff_id, "late", mine)


async def test_what_was_said_to_a_person_is_not_asked_of_the_assistant_again(room: Room) -> None:
    thread_id, handoff_id = await room.accepted()
    run = run_id()
    await room.reception.say(ROSA, thread_id, "hello", run)
    await room.desk.give_back(MAYA, handoff_id)
    with pytest.raises(AgentSpeaks):
        await room.threads.accept(TurnRequest(ROSA, thread_id, run, "hello"))
    begun = await room.threads.accept(TurnRequest(ROSA, thread_id, "turn-run", "and now?"))
    await room.end(thread_id, begun)
    again = (await room.reception.ask(ROSA, thread_id)).handoff_id
    await room.desk.accept(MAYA, again)
    with pytest.raises(RunConflict):
        await room.reception.say(ROSA, thread_id, "and now?", "turn-run")


async def test_nobody_speaks_without_the_floor(room: Room) -> None:
    thread_id, handoff_id = await room.waiting()
    with pytest.raises(AssistantSpeaks):
        await room.reception.say(ROSA, thread_id, "hello?", run_id())
    with pytest.raises(HandoffOver, match="accept it first"):
        await room.desk.say(MAYA, handoff_id, "hello", run_id())
    await room.desk.accept(MAYA, handoff_id)
    with pytest.raises(HandoffNotFound):
        await room.desk.say(BEN, handoff_id, "hello", run_id())
    with pytest.raises(HandoffTaken):
        await room.desk.say(GRANT, handoff_id, "hello", run_id())


async def test_withdrawing_races_an_accept_and_one_of_them_holds(room: Room) -> None:
    for _ in range(6):
        thread_id, handoff_id = await room.waiting()
        ended = await asyncio.gather(
            room.reception.withdraw(ROSA, thread_id), room.desk.accept(MAYA, handoff_id), return_exceptions=True
        )
        refused = [one for one in ended if isinstance(one, HandoffTaken | HandoffOver | HandoffNotFound)]
        assert len(refused) == 1, ended
        assert (await state(room, thread_id)).state == ("withdrawn" if refused[0] is ended[1] else "accepted")


async def test_a_conversation_moves_to_another_queue_and_waits_there_by_its_first_hour(
    room: Room, clock: Clock
) -> None:
    first, handoff_id = await room.accepted()
    clock.now += timedelta(minutes=10)
    second = await room.threads.create("B-2")
    begun = await room.begin(second, "a scam!", OMAR)
    await room.end(second, begun, OMAR, wanted(urgent=False))
    moved = await room.desk.transfer(MAYA, handoff_id, "fraud")
    assert (moved.state, moved.queue, moved.agent, moved.position) == ("waiting", "fraud", None, 1)
    assert [row.thread_id for row in await room.desk.board(BEN, queue="fraud")] == [first, second]
    assert (await room.reception.standing(ROSA, first)).floor == "assistant"
    with pytest.raises(UnknownQueue, match="fraud"):
        await room.desk.transfer(MAYA, handoff_id, "no_such_queue")


async def test_a_supervisor_hands_back_for_who_has_left(room: Room) -> None:
    thread_id, handoff_id = await room.accepted()
    with pytest.raises(HandoffNotFound):
        await room.desk.give_back(BEN, handoff_id)
    assert (await room.desk.give_back(GRANT, handoff_id)).state == "returned"
    assert (await room.desk.give_back(GRANT, handoff_id)).state == "returned"
    assert (await room.reception.standing(ROSA, thread_id)).floor == "assistant"
    with pytest.raises(HandoffOver):
        await room.desk.transfer(MAYA, handoff_id, "fraud")


async def test_asked_for_again_it_is_one_and_urgency_takes_it_to_its_queue(room: Room) -> None:
    thread_id, handoff_id = await room.waiting()
    await room.end(thread_id, await room.begin(thread_id, "I was scammed"), handoff=wanted())
    now = await state(room, thread_id)
    assert (now.handoff_id, now.urgent, now.queue, now.reason) == (handoff_id, True, "fraud", "scam")
    await room.desk.accept(MAYA, handoff_id)
    begun = room.begin(thread_id, "again")
    with pytest.raises(AgentSpeaks):
        await begun
    with psycopg.connect(room.database.url("postgres")) as connection:
        rows = connection.execute("SELECT state FROM assistant.handoffs ORDER BY requested_at, state").fetchall()
    assert sorted(rows) == [("accepted",), ("merged",)]


async def test_a_turn_that_ends_after_the_accept_adds_to_the_open_one(room: Room) -> None:
    thread_id, handoff_id = await room.waiting()
    begun = await room.begin(thread_id, "get me somebody, it is a scam")
    await room.desk.accept(MAYA, handoff_id)
    await room.end(thread_id, begun, handoff=wanted())
    now = await state(room, thread_id)
    assert (now.handoff_id, now.state, now.queue, now.urgent) == (handoff_id, "accepted", "support", True)


async def test_the_place_in_the_queue_counts_the_urgent_and_the_earlier(room: Room, clock: Clock) -> None:
    threads = list[str]()
    for person in ("B-11", "B-12", "B-13"):
        thread_id, _ = await room.waiting(Caller(person, "borrower", 1))
        threads.append(thread_id)
        clock.now += timedelta(minutes=1)
    urgent = await room.threads.create("B-1")
    await room.end(urgent, await room.begin(urgent, "help"), handoff=wanted("vulnerable", "support"), language="es")
    places = [await room.reception.standing(Caller(f"B-1{n}", "borrower", 1), threads[n - 1]) for n in (1, 2, 3)]
    assert [one.handoff.position if one.handoff else None for one in places] == [2, 3, 4]
    first = await state(room, urgent)
    assert (first.position, first.hours.split()[0]) == (1, "lunes")
    assert [row.position for row in await room.desk.board(MAYA, state="waiting")] == [1, 2, 3, 4]
    assert await room.desk.waiting(MAYA) == 4


async def test_staff_wait_for_nobody(room: Room) -> None:
    thread_id = await room.threads.create(MAYA.subject)
    with pytest.raises(NotPermitted):
        await room.reception.ask(MAYA, thread_id)
    begun = await room.begin(thread_id, "hand me over", MAYA)
    await room.end(thread_id, begun, MAYA, wanted(), language=None)
    assert await room.desk.waiting(GRANT) == 0


async def test_whose_thread_it_is_not_cannot_ask(room: Room) -> None:
    thread_id, _ = await room.waiting()
    for act in (room.reception.ask(OMAR, thread_id), room.reception.withdraw(OMAR, thread_id)):
        with pytest.raises(ThreadNotFound):
            await act


async def test_retention_takes_the_desk_with_its_conversation_and_counts_from_what_people_said(room: Room) -> None:
    _, handoff_id = await room.accepted()
    await room.desk.say(MAYA, handoff_id, "Hello.", run_id())
    await room.desk.give_back(MAYA, handoff_id, "a note")
    said_now = datetime.now(UTC)
    async with operations(room.database.url("assistant_ops"), room.keys) as ops:
        for later, gone in ((timedelta(days=30 * 35), 0), (timedelta(days=31 * 37), 1)):
            swept = await retention.sweep(ops, retention.rules(), said_now + later, "S-9", dry_run=False)
            assert len(swept.threads) == gone
    with psycopg.connect(room.database.url("postgres")) as connection:
        left = connection.execute(
            """SELECT (SELECT count(*) FROM assistant.desk_messages) + (SELECT count(*) FROM assistant.desk_notes)
                    + (SELECT count(*) FROM assistant.handoffs) + (SELECT count(*) FROM assistant.notices)"""
        ).fetchone()
    assert left == (0,)
