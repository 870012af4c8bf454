"""What people said to each other in a conversation: sealed rows, in one order with its turns and notices.

Every function runs in a transaction of whoever looks: the borrower's own, or the desk's.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, LiteralString

from psycopg import AsyncConnection
from pydantic import BaseModel

from assistant.errors import RunConflict
from assistant.sealing import Keyring

Connection = AsyncConnection[dict[str, Any]]
Author = Literal["borrower", "agent"]
_SELECT: LiteralString = """
    SELECT message_id::text, seq, thread_id::text, subject, author, author_id, author_name, run_id, content, sent_at
    FROM assistant.desk_messages
"""
_ADD = """
    INSERT INTO assistant.desk_messages
      (message_id, thread_id, handoff_id, subject, author, author_id, author_name, run_id, content)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
    RETURNING message_id::text, seq, thread_id::text, subject, author, author_id, author_name, run_id, content, sent_at
"""
_OTHER = "This run id belongs to another message; send this one with a fresh run id."


class DeskMessage(BaseModel):
    """order: goes on from the turns' own. run_id: its author's idempotency key."""

    message_id: str
    order: int
    author: Author
    author_name: str | None
    text: str
    sent_at: datetime
    run_id: str


@dataclass(frozen=True)
class Said:
    """A message on its way in. subject: whose thread it is; author_id: who wrote it."""

    thread_id: str
    handoff_id: str
    subject: str
    author: Author
    author_id: str
    author_name: str | None
    run_id: str
    text: str


async def known(connection: Connection, keyring: Keyring, said: Said) -> DeskMessage | None:
    """The message that its author stored under this run id before. Raises RunConflict where it was another one."""
    cursor = await connection.execute(
        _SELECT + "WHERE author_id = %s AND run_id = %s",
        [said.author_id, said.run_id],
    )
    row = await cursor.fetchone()
    if row is None:
        return None
    found = _opened(keyring, row)
    if (row["thread_id"], found.text) != (said.thread_id, said.text):
        raise RunConflict(_OTHER)
    return found


async def put(connection: Connection, keyring: Keyring, said: Said) -> DeskMessage:
    """Store it; the caller holds the thread's lock and has looked who has the floor."""
    message_id = str(uuid.uuid4())
    sealed = keyring.seal(said.text.encode(), *place(said.subject, said.thread_id, message_id))
    cursor = await connection.execute(
        _ADD,
        [
            message_id,
            said.thread_id,
            said.handoff_id,
            said.subject,
            said.author,
            said.author_id,
            said.author_name,
            said.run_id,
            sealed,
        ],
    )
    row = await cursor.fetchone()
    assert row is not None
    return _opened(keyring, row)


async def of_thread(connection: Connection, keyring: Keyring, thread_id: str, after: int = 0) -> list[DeskMessage]:
    """The thread's messages after `after`, in order, as the connection may see them. Raises SealBroken."""
    cursor = await connection.execute(
        _SELECT + "WHERE thread_id = %s AND seq > %s ORDER BY seq",
        [thread_id, after],
    )
    return [_opened(keyring, row) for row in await cursor.fetchall()]


def _opened(keyring: Keyring, row: Mapping[str, Any]) -> DeskMessage:
    plain = keyring.unseal(bytes(row["content"]), *place(row["subject"], row["thread_id"], row["message_id"]))
    return DeskMessage(
        message_id=row["message_id"],
        order=row["seq"],
        author=row["author"],
        author_name=row["author_name"],
        text=plain.decode(),
        sent_at=row["sent_at"],
        run_id=row["run_id"],
    )


def place(subject: str, thread_id: str, message_id: str) -> tuple[str, ...]:
    """What the seal is bound to."""
    return ("desk_message", subject, thread_id, message_id, "content")
