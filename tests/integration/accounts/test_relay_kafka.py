"""The relay against real Kafka protocol: librdkafka's mock cluster, processes that are killed, brokers that hang."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import uuid4

import psycopg
import pytest
from confluent_kafka import Consumer, Producer, TopicPartition

from accounts.commands.draws import RequestDraw
from accounts.events.kafka import KafkaPublisher
from accounts.events.publisher import DeliveryFailed
from accounts.events.relay import Relay
from tests.conftest import Database
from tests.integration.accounts.desk import command_desk
from tests.integration.accounts.published import problem

LINES = [f"CL-10000{n}" for n in range(1, 7)]
QUIET = {"log_level": 0, "log.connection.close": False}
_CLUSTER = """
import sys
from confluent_kafka import Producer
host = Producer({"bootstrap.servers": "mock", "test.mock.num.brokers": 1, "log_level": 0})
print(",".join(f"{b.host}:{b.port}" for b in host.list_topics(timeout=10).brokers.values()), flush=True)
sys.stdin.read()
"""


@dataclass
class Taken:
    """A message as a consumer has it."""

    partition: int
    key: bytes
    headers: dict[str, bytes]
    body: dict[str, object]


@pytest.fixture(scope="module")
def brokers() -> Iterator[str]:
    """A mock cluster of three brokers; it lives as long as its client."""
    host = Producer({"bootstrap.servers": "mock", "test.mock.num.brokers": 3, **QUIET})
    yield addresses(host)
    host.flush(0)


def addresses(host: Producer) -> str:
    return ",".join(f"{broker.host}:{broker.port}" for broker in host.list_topics(timeout=10).brokers.values())


@pytest.fixture
def topic() -> str:
    return f"accounts-{uuid4().hex}"


@pytest.fixture
def books(accounts_db: Database) -> Database:
    """Six lines of three borrowers with ten draws each."""
    with command_desk(accounts_db) as desk:
        for n, account_id in enumerate(LINES):
            desk.line(account_id, f"B-{n // 2}")
        for n in range(60):
            desk.give(RequestDraw(amount_cents=5_000 + n), LINES[n % len(LINES)])
    return accounts_db


def consume(brokers: str, topic: str) -> list[Taken]:
    """All that is on the topic now, partition by partition."""
    settings = {"bootstrap.servers": brokers, "group.id": "test", "enable.partition.eof": True, **QUIET}
    consumer = Consumer({**settings, "auto.offset.reset": "earliest", "enable.auto.commit": False})
    partitions = consumer.list_topics(topic, timeout=10).topics[topic].partitions
    consumer.assign([TopicPartition(topic, number, 0) for number in partitions])
    found, ended = list[Taken](), set[int]()
    while len(ended) < len(partitions):
        message = consumer.poll(10)
        assert message is not None, "the mock cluster gave no answer"
        if message.error() is not None:
            ended.add(message.partition() or 0)
            continue
        key, value = message.key(), message.value()
        assert isinstance(key, bytes)
        assert isinstance(value, bytes)
        headers = dict(cast(list[tuple[str, bytes]], message.headers()))
        found.append(Taken(message.partition() or 0, key, headers, json.loads(value)))
    consumer.close()
    return found


def outbox(books: Database) -> tuple[set[str], int]:
    """Ids of all events, and how many are not marked as published."""
    with psycopg.connect(books.url("accounts_auditor")) as connection:
        rows = connection.execute("SELECT event_id::text, published_at FROM outbox").fetchall()
    return {row[0] for row in rows}, sum(1 for row in rows if row[1] is None)


def assert_complete_and_in_order(books: Database, taken: Sequence[Taken]) -> None:
    """Each event is there; without those seen before, the sequence of each key grows, on one partition."""
    seen, last, places = set[str](), dict[bytes, int](), defaultdict[bytes, set[int]](set)
    for each in taken:
        places[each.key].add(each.partition)
        event_id, sequence = str(each.body["event_id"]), each.body["sequence"]
        assert isinstance(sequence, int)
        if event_id not in seen:
            assert sequence > last.get(each.key, 0)
            last[each.key] = sequence
        seen.add(event_id)
    ids, unpublished = outbox(books)
    assert seen == ids
    assert unpublished == 0
    assert all(len(found) == 1 for found in places.values())


def relay(books: Database, brokers: str, topic: str, wait_s: float = 20.0, batch: int = 50) -> Relay:
    publisher = KafkaPublisher(brokers, topic, wait_s, settings=QUIET)
    return Relay(books.url("accounts_relay"), publisher, batch, idle_s=0.01, longest_wait_s=0.1)


def test_what_arrives_is_complete_ordered_and_as_its_schema_says(books: Database, brokers: str, topic: str) -> None:
    with relay(books, brokers, topic) as running:
        running.drain(threading.Event())
    taken = consume(brokers, topic)
    assert_complete_and_in_order(books, taken)
    assert len(taken) == len(outbox(books)[0])
    assert {each.key for each in taken} >= {line.encode() for line in LINES}
    assert len({each.partition for each in taken}) > 1
    for each in taken:
        assert problem(each.body) is None
        assert each.headers["event_id"].decode() == each.body["event_id"]
        assert each.headers["type"].decode() == each.body["type"]
        assert each.headers["version"] == b"1"


def test_with_nobody_there_nothing_is_marked_and_nothing_lost(books: Database, brokers: str, topic: str) -> None:
    ids, _ = outbox(books)
    with relay(books, "127.0.0.1:9", topic, wait_s=0.2) as early, pytest.raises(DeliveryFailed, match="no answer"):
        early.step()
    assert outbox(books) == (ids, len(ids))
    with relay(books, brokers, topic) as later:
        later.drain(threading.Event())
    assert_complete_and_in_order(books, consume(brokers, topic))


def test_a_cluster_that_hangs_is_waited_out(books: Database, topic: str) -> None:
    host = subprocess.Popen([sys.executable, "-c", _CLUSTER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert host.stdout is not None
    try:
        brokers = host.stdout.readline().strip()
        with relay(books, brokers, topic, batch=20) as running:
            running.step()
        with relay(books, brokers, topic, wait_s=0.5, batch=20) as running:
            host.send_signal(signal.SIGSTOP)
            for _ in range(2):
                with pytest.raises(DeliveryFailed):
                    running.step()
            host.send_signal(signal.SIGCONT)
        with relay(books, brokers, topic) as after:
            after.drain(threading.Event())
        assert_complete_and_in_order(books, consume(brokers, topic))
    finally:
        host.kill()
        host.wait()


def started(books: Database, brokers: str, topic: str, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "accounts", "relay", "--brokers", brokers, "--topic", topic, "--batch", "3"]
    environment = {**os.environ, "ACCOUNTS_DATABASE_URL": books.url("accounts_relay")}
    return subprocess.Popen(
        [*command, "-X", "log_level=0", *more],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


_WAITING = """
SELECT pid FROM pg_stat_activity WHERE usename = 'accounts_relay' AND datname = %s AND wait_event_type = 'Lock'
"""


def killed_before_marking(books: Database, brokers: str, topic: str, seq: int) -> None:
    """Start a relay that delivers the batch with this event, hold it up as it marks it, and kill it there."""
    with (
        psycopg.connect(books.url("postgres")) as holder,
        psycopg.connect(books.url("postgres"), autocommit=True) as eye,
    ):
        holder.execute("SELECT 1 FROM accounts.outbox WHERE seq = %s FOR UPDATE", [seq])
        process = started(books, brokers, topic)
        try:
            while not (found := eye.execute(_WAITING, [books.name]).fetchone()):
                assert process.poll() is None
        finally:
            process.kill()
            process.communicate()
        eye.execute("SELECT pg_terminate_backend(%s, 10000)", [found[0]])
        holder.rollback()


def test_killed_between_delivery_and_marking_it_goes_on_from_there(books: Database, brokers: str, topic: str) -> None:
    with psycopg.connect(books.url("accounts_auditor")) as connection:
        order = [row[0] for row in connection.execute("SELECT seq FROM outbox ORDER BY seq")]
    for place in (10, 50, 90):
        killed_before_marking(books, brokers, topic, order[place])
        left = outbox(books)[1]
        assert left == len(order) - place // 3 * 3
    last = started(books, brokers, topic, "--once")
    assert last.communicate(timeout=60) == (f"{left} events published\n", "")
    assert last.returncode == 0
    taken = consume(brokers, topic)
    assert len(taken) == len(order) + 3 * 3
    assert_complete_and_in_order(books, taken)


def test_asked_to_end_it_ends_well_and_the_one_that_waited_takes_over(
    books: Database, brokers: str, topic: str
) -> None:
    total = outbox(books)[1]
    first = started(books, brokers, topic)
    while outbox(books)[1] == total:
        assert first.poll() is None
    idle = started(books, brokers, topic, "--once")
    assert idle.communicate(timeout=60) == ("0 events published\n", "")
    first.terminate()
    assert first.communicate(timeout=60) == ("", "")
    assert (first.returncode, idle.returncode) == (0, 0)
    with relay(books, brokers, topic) as after:
        after.drain(threading.Event())
    assert_complete_and_in_order(books, consume(brokers, topic))


@pytest.mark.parametrize("missing", ["--url", "--brokers"])
def test_without_a_database_or_brokers_it_says_what_it_needs(missing: str) -> None:
    given = {"--url": "postgresql:///none", "--brokers": "127.0.0.1:9"}
    options = [part for name, value in given.items() if name != missing for part in (name, value)]
    environment = {name: value for name, value in os.environ.items() if name != "ACCOUNTS_DATABASE_URL"}
    command = [sys.executable, "-m", "accounts", "relay", *options]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert missing in done.stderr
