"""Notes that agents keep on a conversation, for colleagues; sealed, and never shown to the borrower."""

import uuid
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection
from pydantic import BaseModel

from assistant.sealing import Keyring

Connection = AsyncConnection[dict[str, Any]]


class Note(BaseModel):
    """agent: who wrote it, by their id."""

    note_id: str
    agent: str
    text: str
    made_at: datetime


async def put(
    connection: Connection, keyring: Keyring, *, thread_id: str, handoff_id: str, subject: str, agent: str, text: str
) -> Note:
    """Keep a note, in a transaction of its agent's. subject: whose thread it is."""
    note_id = str(uuid.uuid4())
    cursor = await connection.execute(
        """INSERT INTO assistant.desk_notes (note_id, thread_id, handoff_id, subject, agent, content)
           VALUES (%s, %s, %s, %s, %s, %s) RETURNING made_at""",
        [
            note_id,
            thread_id,
            handoff_id,
            subject,
            agent,
            keyring.seal(text.encode(), *place(subject, thread_id, note_id)),
        ],
    )
    row = await cursor.fetchone()
    assert row is not None
    return Note(note_id=note_id, agent=agent, text=text, made_at=row["made_at"])


async def of_thread(connection: Connection, keyring: Keyring, thread_id: str) -> list[Note]:
    """The notes on a conversation, oldest first, as the connection may see them. Raises SealBroken."""
    cursor = await connection.execute(
        """SELECT note_id::text, thread_id::text, subject, agent, content, made_at FROM assistant.desk_notes
           WHERE thread_id = %s ORDER BY made_at, note_id""",
        [thread_id],
    )
    rows = await cursor.fetchall()
    return [
        Note(
            note_id=row["note_id"],
            agent=row["agent"],
            text=keyring.unseal(
                bytes(row["content"]), *place(row["subject"], row["thread_id"], row["note_id"])
            ).decode(),
            made_at=row["made_at"],
        )
        for row in rows
    ]


def place(subject: str, thread_id: str, note_id: str) -> tuple[str, ...]:
    """What the seal is bound to."""
    return ("desk_note", subject, thread_id, note_id, "content")
