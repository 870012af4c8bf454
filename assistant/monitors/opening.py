"""Opens what was said in conversations, for those who may look into all of them."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import structlog
from psycopg import AsyncConnection

from assistant.conversations import Row
from assistant.desk import messages
from assistant.memory import Memory, Place
from assistant.sealing import SealBroken

MOST_IN_THREAD = 200
"""Turns of one conversation that a search opens: the newest."""
# The first turn tells what it began with; a search in the words needs the newest too.
_TURNS = """
SELECT thread_id::text, turn_id::text, subject, status, user_text, caller, result FROM (
    SELECT u.*, row_number() OVER (PARTITION BY thread_id ORDER BY seq DESC) AS newest,
        row_number() OVER (PARTITION BY thread_id ORDER BY seq) AS oldest
    FROM assistant.turns u WHERE thread_id = ANY(%s::uuid[])) u
WHERE oldest = 1 OR newest <= %s ORDER BY thread_id, seq
"""
_log = structlog.get_logger("assistant")


@dataclass
class Opened:
    """One conversation. borrower_id: whom it is about, None for somebody who was not signed in. name: of a borrower.

    texts: each turn's words with their answer, then what people said to each other.
    """

    borrower_id: str | None
    name: str | None = None
    texts: list[str] = field(default_factory=list[str])


async def of_conversations(
    connection: AsyncConnection[Row], memory: Memory, rows: Sequence[Row], *, whole: bool
) -> Mapping[str, Opened]:
    """By thread id. rows: thread_id, subject, about, messages. Without `whole`, only how each begins.

    What does not open is left out and logged: it hides no other conversation.
    """
    opened = {row["thread_id"]: Opened(_unless_anonymous(row["about"] or row["subject"])) for row in rows}
    cursor = await connection.execute(_TURNS, [list(opened), MOST_IN_THREAD if whole else 0])
    turns = await cursor.fetchall()
    await asyncio.to_thread(_open, memory, turns, opened)
    for row in rows:
        if row["messages"] and (whole or not row["turns"]):
            opened[row["thread_id"]].texts += await _messages(connection, memory, row["thread_id"])
    return opened


def _open(memory: Memory, turns: Sequence[Row], opened: Mapping[str, Opened]) -> None:
    for thread_id, of_thread in groupby(turns, key=lambda row: str(row["thread_id"])):
        one = opened[thread_id]
        for row in of_thread:
            place = Place(row["subject"], thread_id, row["turn_id"])
            try:
                result = memory.result(place, row)
                one.texts.append("\n".join([memory.text(place, row), result.answer if result else ""]).strip())
                _tell_who(one, memory, place, row)
            except SealBroken:
                _log.error("record_refused", thread_id=thread_id, turn_id=row["turn_id"])


def _tell_who(one: Opened, memory: Memory, place: Place, row: Row) -> None:
    """From the newest turn: people change their names."""
    caller = memory.caller(place, row)
    one.borrower_id = _unless_anonymous(caller.about or caller.subject) if caller.about or not caller.is_staff else None
    one.name = caller.name if caller.role == "borrower" else None


async def _messages(connection: AsyncConnection[Row], memory: Memory, thread_id: str) -> list[str]:
    try:
        return [one.text for one in await messages.of_thread(connection, memory.keyring, thread_id)]
    except SealBroken:
        _log.error("record_refused", thread_id=thread_id)
        return []


def _unless_anonymous(subject: str) -> str | None:
    return None if subject.startswith("anon:") else subject
