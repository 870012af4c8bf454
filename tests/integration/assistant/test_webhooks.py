"""Hand-off events reach an outside desk: signed, in order, again after failures, given up in the end, never doubled."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, LiteralString

import psycopg
import pytest
from psycopg.rows import dict_row
from pydantic import SecretStr

from assistant.audit_body import BodyRefused
from assistant.settings import Settings
from assistant.webhooks import outbox, schedule, store
from assistant.webhooks.delivery import Delivery, delivering
from assistant.webhooks.endpoint import Endpoint, client
from assistant.webhooks.outbox import Kind
from tests.conftest import Database
from tests.integration.assistant.audit_desk import pool_of
from tests.integration.assistant.webhook_receiver import NEVER, SECRET, Receiver, receiving

HANDOFF = "6f9619ff-8b86-4011-b42d-00c04fc964ff"
AT_ONCE = schedule.load().model_copy(update={"first_pause_s": 0.0, "timeout_s": 0.15, "attempts": 4})


async def put(database: Database, kind: Kind = "handoff.requested", handoff_id: str = HANDOFF) -> str:
    """As the service stores it, with the hand-off."""
    async with pool_of(database) as pool, pool.connection() as connection:
        return await outbox.put(connection, kind, {"handoff_id": handoff_id, "queue": "support", "state": "waiting"})


def rows(database: Database, query: LiteralString = "SELECT * FROM assistant.webhook_events ORDER BY seq") -> Any:
    with psycopg.Connection[dict[str, Any]].connect(
        database.url("postgres"), autocommit=True, row_factory=dict_row
    ) as connection:
        cursor = connection.execute(query)
        return cursor.fetchall() if cursor.description else None


@asynccontextmanager
async def sending(database: Database, receiver: Receiver, **changed: Any) -> AsyncGenerator[Delivery]:
    plan = AT_ONCE.model_copy(update=changed)
    async with pool_of(database, "assistant_desk") as pool, client(plan.timeout_s) as http:
        yield Delivery(pool, Endpoint.of(receiver.url, SECRET), http, plan)


async def test_a_receiver_that_fails_is_late_and_then_takes_it_books_it_once(assistant_db: Database) -> None:
    event_id = await put(assistant_db)
    async with receiving(500, NEVER, 200) as receiver, sending(assistant_db, receiver) as delivery:
        assert [await delivery.sweep() for _ in range(4)] == [1, 1, 1, 0]
    assert receiver.heard == [event_id] * 3
    assert list(receiver.booked) == [event_id]
    told = receiver.booked[event_id]
    assert (told["type"], told["data"]["handoff_id"], told["data"]["queue"]) == (
        "handoff.requested",
        HANDOFF,
        "support",
    )
    (row,) = rows(assistant_db)
    assert (row["state"], row["attempts"], row["last_status"]) == ("delivered", 3, 200)
    assert row["delivered_at"]


async def test_what_nobody_takes_is_given_up_after_its_attempts_and_can_be_begun_again(assistant_db: Database) -> None:
    event_id = await put(assistant_db)
    async with receiving(503) as receiver, sending(assistant_db, receiver) as delivery:
        assert [await delivery.sweep() for _ in range(5)] == [1, 1, 1, 1, 0]
        (row,) = rows(assistant_db)
        assert (row["state"], row["attempts"], row["last_status"]) == ("failed", 4, 503)
        receiver.answers = [204]
        async with delivery.pool.connection() as connection:
            assert await store.retry(connection, None) == 1
        assert await delivery.sweep() == 1
        async with delivery.pool.connection() as connection:
            (shown,) = await store.listed(connection, "delivered", 10)
            assert await store.retry(connection, event_id) == 0
    assert (shown["event_id"], shown["attempts"]) == (event_id, 1)
    assert list(receiver.booked) == [event_id]


@pytest.mark.parametrize(("status", "state"), [(302, "pending"), (410, "failed"), (404, "pending")])
async def test_a_redirect_is_not_followed_and_gone_ends_it(assistant_db: Database, status: int, state: str) -> None:
    await put(assistant_db)
    async with receiving(status) as receiver, sending(assistant_db, receiver) as delivery:
        await delivery.sweep()
    assert len(receiver.heard) == 1
    assert [(row["state"], row["last_status"]) for row in rows(assistant_db)] == [(state, status)]


async def test_events_of_one_hand_off_come_in_order_and_others_do_not_wait(assistant_db: Database) -> None:
    first = await put(assistant_db)
    second = await put(assistant_db, "handoff.accepted")
    other = await put(assistant_db, handoff_id="0f9619ff-8b86-4011-b42d-00c04fc964ff")
    async with receiving(500, 200) as receiver, sending(assistant_db, receiver) as delivery:
        assert await delivery.sweep() == 2
        assert await delivery.sweep() == 1
        assert await delivery.sweep() == 1
    assert sorted(receiver.heard[:2]) == sorted([first, other])
    assert receiver.heard[-1] == second
    assert set(receiver.booked) == {first, second, other}


async def test_several_processes_send_each_event_once(assistant_db: Database) -> None:
    sent = {await put(assistant_db, handoff_id=f"{number}f9619ff-8b86-4011-b42d-00c04fc964ff") for number in range(8)}
    async with (
        receiving(200) as receiver,
        sending(assistant_db, receiver, at_once=3) as one,
        sending(assistant_db, receiver, at_once=3) as two,
    ):
        while sum(await asyncio.gather(one.sweep(), two.sweep())):
            pass
    assert sorted(receiver.heard) == sorted(sent)


async def test_a_process_that_died_while_sending_leaves_the_event_to_another(assistant_db: Database) -> None:
    await put(assistant_db)
    async with receiving(200) as receiver, sending(assistant_db, receiver) as delivery:
        async with delivery.pool.connection() as connection:
            assert len((await store.claim(connection, 9, 60, 9999))[0]) == 1
        assert await delivery.sweep() == 0
        rows(assistant_db, "UPDATE assistant.webhook_events SET next_attempt_at = now() - interval '1 second'")
        assert await delivery.sweep() == 1
    assert len(receiver.booked) == 1


async def test_a_sender_that_comes_late_does_not_undo_a_delivery(assistant_db: Database) -> None:
    await put(assistant_db)
    async with receiving(200) as receiver, sending(assistant_db, receiver) as delivery:
        async with delivery.pool.connection() as connection:
            ((slow,), _) = await store.claim(connection, 9, 0, 9999)
        await delivery.sweep()
        async with delivery.pool.connection() as connection:
            await store.settle(connection, slow, "pending", None)
    assert [row["state"] for row in rows(assistant_db)] == ["delivered"]


async def test_news_of_last_week_is_not_sent(assistant_db: Database) -> None:
    await put(assistant_db)
    rows(assistant_db, "UPDATE assistant.webhook_events SET created_at = now() - interval '4 days'")
    async with receiving(200) as receiver, sending(assistant_db, receiver) as delivery:
        assert await delivery.sweep() == 0
    assert receiver.heard == []
    assert [row["state"] for row in rows(assistant_db)] == ["failed"]


async def test_the_loop_of_the_service_delivers(assistant_db: Database) -> None:
    await put(assistant_db)
    async with receiving(200) as receiver, pool_of(assistant_db, "assistant_desk") as pool:
        settings = Settings(webhook_url=receiver.url, webhook_secret=SecretStr(SECRET))
        async with delivering(pool, settings), asyncio.timeout(5):
            await receiver.took.wait()
    assert receiver.kinds == ["handoff.requested"]


async def test_each_of_two_secrets_opens_it(assistant_db: Database) -> None:
    await put(assistant_db)
    other = "whsec_" + "q" * 43 + "="
    async with receiving(200) as receiver:
        receiver.secret = other
        async with pool_of(assistant_db, "assistant_desk") as pool, client(1) as http:
            await Delivery(pool, Endpoint.of(receiver.url, f"{SECRET} {other}"), http, AT_ONCE).sweep()
    assert len(receiver.booked) == 1


async def test_an_event_of_a_transaction_that_fails_is_not_there(assistant_db: Database) -> None:
    async with pool_of(assistant_db) as pool:
        async with pool.connection() as connection, connection.transaction():
            await outbox.put(connection, "handoff.withdrawn", {"handoff_id": HANDOFF})
            raise psycopg.Rollback
        async with pool.connection() as connection:
            with pytest.raises(BodyRefused):
                await outbox.put(connection, "handoff.requested", {"said": "my card is lost"})
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                await connection.execute("SELECT 1 FROM assistant.webhook_events")
    assert rows(assistant_db) == []


async def test_the_payload_is_the_same_at_every_attempt(assistant_db: Database) -> None:
    await put(assistant_db)
    async with receiving(500, 200) as receiver, sending(assistant_db, receiver) as delivery:
        now = datetime.now(UTC)
        delivery.clock = lambda: now
        await delivery.sweep()
        delivery.clock = lambda: now + timedelta(seconds=1)
        await delivery.sweep()
    one, two = receiver.headers
    assert one["webhook-id"] == two["webhook-id"]
    assert one["content-length"] == two["content-length"]
    assert int(two["webhook-timestamp"]) == int(one["webhook-timestamp"]) + 1
