"""The relay: in order per account, at least once, whatever breaks between broker and database; one at a time."""

import json
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta

import psycopg
import pytest

from accounts.commands.draws import RequestDraw
from accounts.events.catalogue import UnknownEvent
from accounts.events.envelope import Message
from accounts.events.publisher import DeliveryFailed, MemoryPublisher
from accounts.events.relay import Relay
from tests.conftest import Database
from tests.integration.accounts.desk import OPENED, CommandDesk, command_desk

LINES = [f"CL-10000{n}" for n in range(1, 5)]


class Killed(BaseException):
    """The process ends here."""


@dataclass
class Broker(MemoryPublisher):
    """Remembers the sizes of batches; after each batch it has taken, `then` may go wrong or stop the relay."""

    sizes: list[int] = field(default_factory=list[int])
    then: Callable[["Broker"], None] = lambda broker: None

    def publish(self, batch: Sequence[Message]) -> None:
        self.sizes.append(len(batch))
        super().publish(batch)
        self.then(self)


@pytest.fixture
def books(accounts_db: Database) -> Database:
    """Four lines of two borrowers, each with a draw pending."""
    with command_desk(accounts_db) as desk:
        for n, account_id in enumerate(LINES):
            desk.line(account_id, f"B-{n // 2}")
        for account_id in LINES:
            desk.give(RequestDraw(amount_cents=10_000), account_id)
    return accounts_db


def relay(books: Database, broker: MemoryPublisher, batch: int = 7) -> Relay:
    return Relay(books.url("accounts_relay"), broker, batch, idle_s=0.01, longest_wait_s=0.02)


def outbox(books: Database, published: bool | None = None) -> list[int]:
    """Sequences in the outbox: all, those published or those not."""
    with psycopg.connect(books.url("accounts_auditor")) as connection:
        found = connection.execute("SELECT seq, published_at IS NOT NULL FROM outbox ORDER BY seq").fetchall()
    return [seq for seq, done in found if published is None or done == published]


def by_key(messages: Sequence[Message]) -> dict[bytes, list[int]]:
    """Per key the sequences as a consumer has them that ignores an event_id it has seen."""
    seen, found = set[str](), defaultdict[bytes, list[int]](list)
    for each in messages:
        body = json.loads(each.value)
        if body["event_id"] not in seen:
            seen.add(body["event_id"])
            found[each.key].append(body["sequence"])
    return found


def assert_complete_and_in_order(books: Database, messages: Sequence[Message]) -> None:
    found = by_key(messages)
    assert sorted(seq for sequences in found.values() for seq in sequences) == outbox(books)
    assert all(sequences == sorted(sequences) for sequences in found.values())
    assert outbox(books, published=False) == []


def test_all_is_published_in_batches_and_once(books: Database) -> None:
    broker = Broker()
    with relay(books, broker) as first:
        published = first.drain(threading.Event())
        assert first.drain(threading.Event()) == 0
    assert published == len(broker.messages) == len(outbox(books))
    assert max(broker.sizes) == 7
    assert [each.seq for each in broker.messages] == outbox(books)
    assert_complete_and_in_order(books, broker.messages)


@pytest.mark.parametrize("accepts", [0, 1, 6, 7, 10])
def test_what_a_broker_did_not_take_stays_and_comes_later(books: Database, accepts: int) -> None:
    broker = Broker(accepts=accepts)
    with relay(books, broker) as first:
        for _ in range(accepts // 7):
            first.step()
        with pytest.raises(DeliveryFailed):
            first.step()
    assert outbox(books, published=True) == outbox(books)[:accepts]
    broker.accepts = None
    with relay(books, broker) as second:
        second.drain(threading.Event())
    assert_complete_and_in_order(books, broker.messages)
    assert len(broker.messages) == len(outbox(books))


@pytest.mark.parametrize("batches", [1, 2])
def test_a_crash_between_delivery_and_marking_publishes_the_batch_again_and_loses_nothing(
    books: Database, batches: int
) -> None:
    def dies(broker: Broker) -> None:
        if len(broker.sizes) == batches:
            raise Killed

    broker = Broker(then=dies)
    with pytest.raises(Killed), relay(books, broker) as first:
        first.drain(threading.Event())
    before = len(broker.messages)
    assert len(outbox(books, published=True)) == 7 * (batches - 1)
    with relay(books, broker) as second:
        second.drain(threading.Event())
    again = [each.seq for each in broker.messages[before : before + 7]]
    assert again == [each.seq for each in broker.messages[before - 7 : before]]
    assert len(broker.messages) == len(outbox(books)) + 7
    assert_complete_and_in_order(books, broker.messages)


def test_a_broker_that_comes_and_goes_is_waited_out(books: Database) -> None:
    stop = threading.Event()

    def one_in_two(broker: Broker) -> None:
        if len(broker.sizes) % 2:
            raise DeliveryFailed("the broker went away after taking it")
        if not outbox(books, published=False)[7:]:
            stop.set()

    broker = Broker(then=one_in_two)
    with relay(books, broker) as patient:
        patient.run(stop)
    assert_complete_and_in_order(books, broker.messages)


def test_a_lost_database_connection_ends_the_turn_and_a_new_one_goes_on(books: Database) -> None:
    stop = threading.Event()
    end_relays = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'accounts_relay' AND datname = %s"
    )

    def cut(broker: Broker) -> None:
        if len(broker.sizes) == 2:
            with psycopg.connect(books.url("postgres"), autocommit=True) as admin:
                admin.execute(end_relays.encode(), [books.name])
        elif not outbox(books, published=False)[7:]:
            stop.set()

    broker = Broker(then=cut)
    with relay(books, broker) as persistent:
        persistent.run(stop)
    assert len(broker.messages) == len(outbox(books)) + 7
    assert_complete_and_in_order(books, broker.messages)


def test_a_second_relay_waits_until_the_first_lets_go(books: Database) -> None:
    busy, waiting = Broker(), Broker()
    with relay(books, busy) as first, relay(books, waiting) as second:
        assert first.step() == 7
        assert second.step() == 0
        assert second.drain(threading.Event()) == 0
        first.close()
        assert second.step() == 7
        assert first.step() == 0
    assert [each.seq for each in busy.messages + waiting.messages] == outbox(books)[:14]


def test_told_to_stop_it_finishes_the_batch_in_hand(books: Database) -> None:
    stop = threading.Event()
    broker = Broker(then=lambda _: stop.set())
    with relay(books, broker) as obedient:
        obedient.run(stop)
    assert [each.seq for each in broker.messages] == outbox(books, published=True) == outbox(books)[:7]


def test_told_to_stop_it_does_not_wait_for_a_broker(books: Database) -> None:
    stop = threading.Event()

    def fails(_: Broker) -> None:
        stop.set()
        raise DeliveryFailed("nobody there")

    with Relay(books.url("accounts_relay"), Broker(then=fails), longest_wait_s=3_600) as obedient:
        obedient.run(stop)
    assert outbox(books, published=True) == []


def test_an_event_that_this_release_does_not_know_holds_back_itself_and_what_follows(books: Database) -> None:
    before = outbox(books)
    with psycopg.connect(books.url("postgres")) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute("INSERT INTO accounts.outbox (type, subject_id, payload) VALUES ('weather.changed', 'W', '{}')")
    with command_desk(books) as desk:
        desk.owners = dict.fromkeys(LINES, "B-0")
        desk.give(RequestDraw(amount_cents=5_000), LINES[0], command_id="later")
    broker = Broker()
    with relay(books, broker) as older, pytest.raises(UnknownEvent, match="weather"):
        older.run(threading.Event())
    assert [each.seq for each in broker.messages] == before


def test_an_event_of_a_slow_transaction_is_not_passed_over(books: Database) -> None:
    broker = Broker()
    with relay(books, broker) as steady, psycopg.connect(books.url("accounts_ops")) as slow:
        slow.execute("UPDATE accounts SET due_day = 9 WHERE account_id = %s", [LINES[0]])
        with psycopg.connect(books.url("accounts_ops")) as quick:
            quick.execute("UPDATE accounts SET due_day = 9 WHERE account_id = %s", [LINES[1]])
        steady.drain(threading.Event())
        last = broker.messages[-1].seq
        slow.commit()
        assert steady.drain(threading.Event()) == 1
    assert broker.messages[-1].seq < last
    assert_complete_and_in_order(books, broker.messages)


def test_many_writers_on_the_same_accounts_while_the_relay_runs(books: Database) -> None:
    stop, broker = threading.Event(), Broker()
    with relay(books, broker, batch=25) as running, ThreadPoolExecutor(9) as pool:
        publishing = pool.submit(running.run, stop)
        given = list(pool.map(write, [(books, n) for n in range(8)]))
        stop.set()
        publishing.result()
        running.drain(threading.Event())
    assert sum(given) == 96
    assert_complete_and_in_order(books, broker.messages)
    assert {key for key in by_key(broker.messages) if key.startswith(b"CL")} == {line.encode() for line in LINES}


def write(task: tuple[Database, int]) -> int:
    """Three draws on each of the lines, one line after the other; how many."""
    books, writer = task
    with psycopg.connect(books.url("accounts_ops"), autocommit=True) as connection:
        desk = CommandDesk(connection, owners={line: f"B-{n // 2}" for n, line in enumerate(LINES)})
        for n in range(12):
            account_id = LINES[(writer + n) % len(LINES)]
            desk.give(RequestDraw(amount_cents=5_000 + n), account_id, command_id=f"w{writer}:{n}")
        return desk.given


def test_the_outbox_of_a_closed_week_is_told_in_order(books: Database) -> None:
    with command_desk(books) as desk:
        desk.close_until(OPENED + timedelta(days=9))
    broker = Broker()
    with relay(books, broker, batch=500) as running:
        running.drain(threading.Event())
    assert_complete_and_in_order(books, broker.messages)
    told = [json.loads(each.value)["type"] for each in broker.messages if each.key == LINES[0].encode()]
    assert told.index("account.open") < told.index("draw.pending") < told.index("draw.posted")
    assert told.index("draw.posted") < told.index("statement.recorded")
