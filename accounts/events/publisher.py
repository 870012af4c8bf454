"""Where messages go: what the relay asks of a broker, and one in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from accounts.events.envelope import Message


class DeliveryFailed(ConnectionError):
    """Not every message was taken. `delivered` holds the seq of those that surely were; send the others again."""

    def __init__(self, why: str, delivered: frozenset[int] = frozenset()) -> None:
        super().__init__(why)
        self.delivered = delivered


class Publisher(Protocol):
    """A broker that keeps the order of messages with the same key."""

    def publish(self, batch: Sequence[Message]) -> None:
        """Send in order and return when all are taken for good. Raises DeliveryFailed."""
        ...

    def close(self) -> None:
        """Let go of connections; nothing is sent afterwards."""
        ...


@dataclass
class MemoryPublisher:
    """Keeps what is published, in order. With `accepts` it takes so many messages in all and then fails."""

    messages: list[Message] = field(default_factory=list[Message])
    accepts: int | None = None

    def publish(self, batch: Sequence[Message]) -> None:
        room = len(batch) if self.accepts is None else max(self.accepts - len(self.messages), 0)
        taken = batch[:room]
        self.messages.extend(taken)
        if len(taken) < len(batch):
            raise DeliveryFailed("no room for more messages", frozenset(each.seq for each in taken))

    def close(self) -> None:
        """There is nothing to let go of."""
