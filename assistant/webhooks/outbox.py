"""The outbox: an event is stored in the transaction of what it tells, so that neither is there without the other."""

import uuid
from collections.abc import Mapping
from typing import Any, Literal, get_args

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from assistant import audit_body

Kind = Literal["handoff.requested", "handoff.accepted", "handoff.returned", "handoff.withdrawn"]
KINDS: tuple[Kind, ...] = get_args(Kind)


async def put(connection: AsyncConnection[Any], kind: Kind, body: Mapping[str, Any]) -> str:
    """Store the event in the caller's transaction, whose role is assistant_app or assistant_desk; gives its id.

    body: ids, states, queues, flags and instants (ISO); `handoff_id` keeps the events of one hand-off in their order.
    Raises BodyRefused for what could be a person's words or numbers, as an audit record would.
    """
    audit_body.check(body)
    event_id = str(uuid.uuid4())
    await connection.execute(
        "INSERT INTO assistant.webhook_events (event_id, kind, body) VALUES (%s, %s, %s)",
        [event_id, kind, Jsonb(dict(body))],
    )
    return event_id
