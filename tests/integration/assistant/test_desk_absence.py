"""An agent who leaves blocks nobody: the conversation waits again in its old place, once, and everybody is told."""

import asyncio
import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import timedelta

import psycopg
import pytest

from assistant.desk import hours
from assistant.desk.errors import AgentSpeaks, AssistantSpeaks, HandoffNotFound, HandoffOver
from assistant.desk.handoffs import HandoffState
from assistant.results import TurnRequest
from tests.clock import Clock
from tests.conftest import Database
from tests.integration.assistant.audit_desk import acting_as, pool_of
from tests.integration.assistant.floor_desk import BEN, GRANT, MAYA, OMAR, ROSA, Room, room_of

LONG = timedelta(minutes=hours.load().left_after_min, seconds=1)
NEARLY = timedelta(minutes=hours.load().left_after_min)
LEFT = "Maya Okonkwo is no longer in this conversation."


@pytest.fixture
async def room(assistant_db: Database, clock: Clock) -> AsyncGenerator[Room]:
    async with room_of(assistant_db, clock) as made:
        yield made


def run_id() -> str:
    return str(uuid.uuid4())


async def asking(room: Room) -> tuple[str, str]:
    """A conversation in which Rosa has asked Maya something."""
    thread_id, handoff_id = await room.accepted()
    await room.desk.say(MAYA, handoff_id, "Hello, I am Maya.", run_id())
    await room.reception.say(ROSA, thread_id, "Can the fee go?", run_id())
    return thread_id, handoff_id


async def stands(room: Room, thread_id: str) -> HandoffState:
    found = (await room.reception.standing(ROSA, thread_id)).handoff
    assert found is not None
    return found


def stored(room: Room, handoff_id: str) -> tuple[str, str | None]:
    """State and agent as they are, without looking by the service."""
    with psycopg.connect(room.database.url("postgres")) as connection:
        row = connection.execute(
            "SELECT state, agent FROM assistant.handoffs WHERE handoff_id = %s", [handoff_id]
        ).fetchone()
    assert row is not None
    return row


async def reads(room: Room, thread_id: str) -> None:
    await room.reception.standing(ROSA, thread_id)


async def looks_at_the_board(room: Room, _: str) -> None:
    await room.desk.board(BEN)


async def counts(room: Room, _: str) -> None:
    assert await room.desk.waiting(GRANT) == 1


async def writes(room: Room, thread_id: str) -> None:
    with pytest.raises(AssistantSpeaks):
        await room.reception.say(ROSA, thread_id, "hello?", run_id())


async def asks_again(room: Room, thread_id: str) -> None:
    assert (await room.reception.ask(ROSA, thread_id)).state == "waiting"


Looks = Callable[[Room, str], Awaitable[None]]


@pytest.mark.parametrize("look", [reads, looks_at_the_board, counts, writes, asks_again])
async def test_wherever_it_is_looked_at_it_waits_again(room: Room, clock: Clock, look: Looks) -> None:
    thread_id, handoff_id = await asking(room)
    clock.now += NEARLY
    await room.reception.standing(ROSA, thread_id)
    await room.desk.board(BEN)
    assert stored(room, handoff_id) == ("accepted", "S-1")
    clock.now += timedelta(seconds=1)
    await look(room, thread_id)
    assert stored(room, handoff_id) == ("waiting", None)
    with psycopg.connect(room.database.url("postgres")) as connection:
        kinds = connection.execute("SELECT kind FROM assistant.notices ORDER BY seq").fetchall()
        sent = connection.execute(
            "SELECT kind, body ->> 'state' FROM assistant.webhook_events ORDER BY seq DESC LIMIT 1"
        ).fetchone()
        kept = connection.execute(
            """SELECT about, ref, body ->> 'agent', seal IS NOT NULL FROM assistant.audit
               WHERE kind = 'desk' AND body ->> 'event' = 'left'"""
        ).fetchall()
    assert kinds == [("taken_over",), ("left_waiting",)]
    assert sent == ("handoff.requested", "waiting")
    assert kept == [("B-1", handoff_id, "S-1", True)]


async def test_it_keeps_its_place_and_the_next_agent_takes_it(room: Room, clock: Clock) -> None:
    thread_id, handoff_id = await asking(room)
    clock.now += timedelta(minutes=5)
    later, _ = await room.waiting(OMAR)
    clock.now += LONG
    assert [row.thread_id for row in await room.desk.board(BEN, state="waiting")] == [thread_id, later]
    assert ((await stands(room, thread_id)).position, (await room.reception.standing(ROSA, thread_id)).floor) == (
        1,
        "assistant",
    )
    with pytest.raises(HandoffOver, match="accept it first"):
        await room.desk.say(MAYA, handoff_id, "I am back.", run_id())
    taken = await room.desk.accept(BEN, handoff_id)
    assert [one.words.startswith(LEFT) for one in taken.notices] == [False, True, False]
    with pytest.raises(HandoffNotFound):
        await room.desk.say(MAYA, handoff_id, "I am back.", run_id())


async def test_of_many_who_look_at_once_it_goes_back_once(room: Room, clock: Clock) -> None:
    thread_id, _ = await asking(room)
    clock.now += LONG
    await asyncio.gather(
        *(room.desk.board(BEN) for _ in range(4)), *(room.reception.standing(ROSA, thread_id) for _ in range(4))
    )
    with psycopg.connect(room.database.url("postgres")) as connection:
        told = connection.execute("SELECT count(*) FROM assistant.notices WHERE kind = 'left_waiting'").fetchone()
    assert told == (1,)


async def test_who_writes_looks_or_follows_has_not_left(room: Room, clock: Clock) -> None:
    thread_id, handoff_id = await asking(room)
    signs: list[Callable[[], Awaitable[object]]] = [
        lambda: room.desk.look(MAYA, handoff_id, after=1),
        lambda: room.desk.standing(MAYA, handoff_id),
    ]
    for sign in signs:
        clock.now += NEARLY
        await sign()
        clock.now += NEARLY
        assert (await stands(room, thread_id)).state == "accepted"
    await room.desk.say(MAYA, handoff_id, "One moment.", run_id())
    await room.reception.say(ROSA, thread_id, "Thanks.", run_id())
    clock.now += NEARLY
    assert (await stands(room, thread_id)).state == "accepted"
    await room.desk.look(GRANT, handoff_id)
    clock.now += timedelta(seconds=1)
    assert (await stands(room, thread_id)).state == "waiting", "that a supervisor looks says nothing of the agent"


async def test_an_answered_borrower_is_taken_from_nobody_until_they_write(room: Room, clock: Clock) -> None:
    thread_id, handoff_id = await asking(room)
    await room.desk.say(MAYA, handoff_id, "It is gone.", run_id())
    clock.now += timedelta(hours=2)
    assert (await stands(room, thread_id)).state == "accepted"
    assert [row.state for row in await room.desk.board(BEN)] == ["accepted"]
    with pytest.raises(AssistantSpeaks):
        await room.reception.say(ROSA, thread_id, "And the interest?", run_id())
    assert stored(room, handoff_id) == ("waiting", None)


async def test_who_accepted_and_said_nothing_has_left_as_well(room: Room, clock: Clock) -> None:
    thread_id, _ = await room.accepted()
    clock.now += LONG
    assert (await stands(room, thread_id)).state == "waiting"


async def test_a_message_that_was_sent_before_stays_the_agents(room: Room, clock: Clock) -> None:
    thread_id, handoff_id = await room.accepted()
    run = run_id()
    sent = await room.reception.say(ROSA, thread_id, "hello", run)
    await room.desk.say(MAYA, handoff_id, "Hello.", run_id())
    clock.now += LONG
    assert (await room.reception.say(ROSA, thread_id, "hello", run)).message_id == sent.message_id
    assert stored(room, handoff_id) == ("accepted", "S-1")


async def test_the_assistant_takes_the_message_of_who_was_left(room: Room, clock: Clock) -> None:
    thread_id, _ = await asking(room)
    request = TurnRequest(ROSA, thread_id, run_id(), "hello?")
    assert not await room.reception.agent_left(ROSA, thread_id)
    clock.now += LONG
    with pytest.raises(AgentSpeaks):
        await room.threads.accept(request)
    assert await room.reception.agent_left(ROSA, thread_id)
    assert (await room.threads.accept(request)).claimed


async def test_the_notice_is_in_the_borrowers_language(room: Room, clock: Clock) -> None:
    thread_id = await room.threads.create("B-1")
    handoff_id = (await room.reception.ask(ROSA, thread_id, "es")).handoff_id
    await room.desk.accept(MAYA, handoff_id)
    clock.now += LONG
    await room.reception.standing(ROSA, thread_id)
    notices = (await room.desk.look(GRANT, handoff_id)).notices
    assert notices[-1].words.startswith("Maya Okonkwo ya no está en esta conversación.")


async def test_nobody_else_puts_a_conversation_back(room: Room) -> None:
    """Over the services' own roles as well: only for who may look at it, and only where its agent is gone."""
    _, handoff_id = await asking(room)
    release = "SELECT assistant.release_left(%s, now() + interval '1 day', true) AS released"
    async with pool_of(room.database) as pool, acting_as(pool, "B-2") as connection:
        row = await (await connection.execute(release, [handoff_id])).fetchone()
        assert row == {"released": False}
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await connection.execute("SELECT assistant.left_handoffs(now())")
    assert stored(room, handoff_id) == ("accepted", "S-1")
