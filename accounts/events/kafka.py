"""Publishing to Kafka: an idempotent producer that never gives up a message before the ones after it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from confluent_kafka import KafkaError, KafkaException, Producer
from confluent_kafka import Message as Delivered

from accounts.events.envelope import Message
from accounts.events.publisher import DeliveryFailed

Setting = str | int | float | bool


@dataclass
class _Reports:
    """Delivery reports of one batch. Called by librdkafka once a message, on this thread."""

    delivered: set[int] = field(default_factory=set[int])
    refused: KafkaError | None = None

    def of(self, message: Message, error: KafkaError | None) -> None:
        if error is None:
            self.delivered.add(message.seq)
        else:
            self.refused = self.refused or error


class KafkaPublisher:
    """One topic of a cluster. After a failure the next batch starts with a new producer, so nothing old is in flight.

    wait_s: how long a batch may take until it counts as failed. settings: more settings of librdkafka (TLS, SASL).
    Messages do not expire in the producer: one that did would let the next of its key pass it.
    """

    def __init__(self, brokers: str, topic: str, wait_s: float = 30.0, settings: Mapping[str, Setting] | None = None):
        self._topic, self._wait_s = topic, wait_s
        self._settings: dict[str, Setting] = {
            "bootstrap.servers": brokers,
            "client.id": "accounts-relay",
            "enable.idempotence": True,
            "acks": "all",
            "message.timeout.ms": 0,
            "linger.ms": 5,
            "partitioner": "murmur2_random",
            **(settings or {}),
        }
        self._producer: Producer | None = None

    def publish(self, batch: Sequence[Message]) -> None:
        """Send in order and return when all replicas have all of it. Raises DeliveryFailed."""
        reports = _Reports()
        try:
            self._send(self._connected(), batch, reports)
        except (KafkaException, BufferError) as error:
            self._drop()
            raise DeliveryFailed(f"the producer took no more: {error}", frozenset(reports.delivered)) from error
        if len(reports.delivered) < len(batch):
            why = str(reports.refused or f"no answer within {self._wait_s} s")
            self._drop()
            raise DeliveryFailed(why, frozenset(reports.delivered))

    def _send(self, producer: Producer, batch: Sequence[Message], reports: _Reports) -> None:
        for message in batch:

            def report(error: KafkaError | None, _taken: Delivered, message: Message = message) -> None:
                reports.of(message, error)

            producer.produce(self._topic, message.value, message.key, on_delivery=report, headers=[*message.headers])
            producer.poll(0)
        producer.flush(self._wait_s)

    def _connected(self) -> Producer:
        if self._producer is None:
            self._producer = Producer(self._settings)
        return self._producer

    def _drop(self) -> None:
        if self._producer is not None:
            self._producer.purge()
            self._producer.flush(1.0)
            self._producer = None

    def close(self) -> None:
        """Let go of the cluster; what was not delivered stays unpublished in the outbox."""
        self._drop()
