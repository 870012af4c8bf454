"""The relay: it publishes the outbox in order, at least once, and marks what the broker has taken."""

import logging
from collections.abc import Sequence
from threading import Event
from typing import Self

import psycopg
from psycopg.rows import class_row
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    sleep_using_event,
    stop_when_event_set,
    wait_exponential_jitter,
)

from accounts.events.catalogue import UnknownEvent
from accounts.events.envelope import Message, Recorded, message
from accounts.events.publisher import DeliveryFailed, Publisher

BATCH = 500
"""Events a batch: what is read, held in memory and in flight at one time."""
_TRANSIENT = (DeliveryFailed, psycopg.OperationalError)
_log = logging.getLogger(__name__)

_HOLD = "SELECT pg_try_advisory_lock(hashtextextended('accounts.outbox', 0))"
_NEXT = """
SELECT seq, event_id, type, version, borrower_id, account_id, subject_id, recorded_at, payload FROM accounts.outbox
WHERE published_at IS NULL ORDER BY seq LIMIT %s
"""
_MARK = """
UPDATE accounts.outbox SET published_at = clock_timestamp() WHERE seq = ANY(%s) AND published_at IS NULL
"""


class Relay:
    """Publishes unpublished events in the order of `seq` (role accounts_relay); one relay of a database at a time.

    Changes of one account are written one after the other (a command locks its account, an update its row), so `seq`
    is their order; events are marked after delivery, so a crash between the two publishes them again, same event_id.
    """

    def __init__(
        self, url: str, publisher: Publisher, batch: int = BATCH, idle_s: float = 0.5, longest_wait_s: float = 30.0
    ) -> None:
        self._url, self._publisher, self._batch = url, publisher, batch
        self._idle_s, self._longest_wait_s = idle_s, longest_wait_s
        self._connection: psycopg.Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the turn to another relay."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def run(self, stop: Event) -> None:
        """Publish until `stop` is set, after the batch in hand. Failures of broker or database are waited out.

        Raises UnknownEvent: what comes before such an event is published, it and all after it stay in the outbox.
        """
        while not stop.is_set():
            try:
                published = self._patiently(stop)(self.step)
            except _TRANSIENT:
                break
            if not published:
                stop.wait(self._idle_s)

    def drain(self, stop: Event) -> int:
        """Publish all that is there and return how many; 0 where another relay is at work. Raises as `run`."""
        total = 0
        while not stop.is_set() and (published := self._patiently(stop)(self.step)):
            total += published
        return total

    def step(self) -> int:
        """Publish and mark one batch; how many it were: 0 when nothing is new or another relay has its turn.

        Raises DeliveryFailed, UnknownEvent and psycopg.OperationalError; what was surely delivered is marked.
        """
        try:
            connection = self._held()
            if connection is None:
                return 0
            batch = self._next(connection)
            if batch:
                self._publish(connection, batch)
            return len(batch)
        except psycopg.OperationalError:
            self.close()
            raise

    def _patiently(self, stop: Event) -> Retrying:
        return Retrying(
            retry=retry_if_exception_type(_TRANSIENT),
            wait=wait_exponential_jitter(multiplier=0.1, max=self._longest_wait_s, jitter=0.1),
            stop=stop_when_event_set(stop),
            sleep=sleep_using_event(stop),
            before_sleep=_tell,
            reraise=True,
        )

    def _held(self) -> psycopg.Connection | None:
        """The connection that holds the relay's turn. Should it break, the turn ends with it."""
        if self._connection is None:
            connection = psycopg.connect(self._url, autocommit=True)
            if connection.execute(_HOLD).fetchone() != (True,):
                connection.close()
                return None
            self._connection = connection
        return self._connection

    def _next(self, connection: psycopg.Connection) -> list[Message]:
        batch = list[Message]()
        with connection.cursor(row_factory=class_row(Recorded)) as cursor:
            for event in cursor.execute(_NEXT, [self._batch]):
                try:
                    batch.append(message(event))
                except UnknownEvent:
                    if not batch:
                        raise
                    break
        return batch

    def _publish(self, connection: psycopg.Connection, batch: Sequence[Message]) -> None:
        try:
            self._publisher.publish(batch)
        except DeliveryFailed as failure:
            connection.execute(_MARK, [unbroken(batch, failure.delivered)])
            raise
        connection.execute(_MARK, [[each.seq for each in batch]])


def unbroken(batch: Sequence[Message], delivered: frozenset[int]) -> list[int]:
    """Of each key the messages delivered before its first gap: what may be marked so that the rest comes in order."""
    broken = set[bytes]()
    marked = list[int]()
    for each in batch:
        if each.seq in delivered and each.key not in broken:
            marked.append(each.seq)
        else:
            broken.add(each.key)
    return marked


def _tell(state: RetryCallState) -> None:
    why = state.outcome.exception() if state.outcome else None
    _log.warning("publishing failed (attempt %d), trying again: %s", state.attempt_number, why)
