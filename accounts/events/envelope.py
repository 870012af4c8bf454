"""From a row of the outbox to the message that is published: what its schema names, and nothing else of the row."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from accounts.events.catalogue import Schema, payload_schema


@dataclass(frozen=True, slots=True)
class Recorded:
    """A row of `accounts.outbox`; `seq` grows with every change of one account, or of one borrower without account."""

    seq: int
    event_id: UUID
    type: str
    version: int
    borrower_id: str | None
    account_id: str | None
    subject_id: str
    recorded_at: datetime
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """What goes to a topic. Messages of one key arrive in the order in which they are sent."""

    seq: int
    key: bytes
    value: bytes
    headers: tuple[tuple[str, bytes], ...]


def message(event: Recorded) -> Message:
    """The event as a message, keyed by account, else by borrower. Raises UnknownEvent where it has no schema."""
    value = json.dumps(envelope(event), separators=(",", ":"), ensure_ascii=False).encode()
    known = {"event_id": str(event.event_id), "type": event.type, "version": str(event.version)}
    headers = tuple((name, text.encode()) for name, text in known.items())
    return Message(event.seq, (event.account_id or event.borrower_id or event.subject_id).encode(), value, headers)


def envelope(event: Recorded) -> dict[str, Any]:
    """The JSON object of an event, as `schemas/envelope.v1.json` and the schema of its subject have it."""
    payload = _shown(event.payload, payload_schema(event.type, event.version))
    whose = {"account_id": event.account_id, "borrower_id": event.borrower_id}
    return {
        "event_id": str(event.event_id),
        "type": event.type,
        "version": event.version,
        "occurred_at": event.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
        **{name: known for name, known in whose.items() if known is not None},
        "subject_id": event.subject_id,
        "sequence": event.seq,
        "payload": payload,
    }


def _shown(value: object, schema: Schema) -> object:
    """The value with only those properties that the schema names, at every depth; constants come from the schema.

    A schema is the list of what may leave the books: names, words of people and bank details are in none.
    """
    if isinstance(value, dict) and "properties" in schema:
        row = cast(dict[str, Any], value)
        named: dict[str, Schema] = schema["properties"]
        constants = {name: part["const"] for name, part in named.items() if "const" in part}
        return {name: _shown(row[name], part) for name, part in named.items() if name in row} | constants
    if isinstance(value, list) and "items" in schema:
        return [_shown(each, schema["items"]) for each in cast(list[Any], value)]
    return cast(object, value)
