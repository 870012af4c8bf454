"""A conversation as who serves in it sees it: all that was said, in one order, and the summary."""

from datetime import datetime
from typing import Any

from psycopg import AsyncConnection
from pydantic import BaseModel

from assistant import notices
from assistant.conversations import JUST, opened
from assistant.desk import messages, notes, standing, suggestions, summary
from assistant.desk.board import BoardRow, Found
from assistant.desk.floor import Floor
from assistant.desk.messages import DeskMessage
from assistant.desk.notes import Note
from assistant.desk.summary import Summary
from assistant.memory import Memory
from assistant.notices import NoticeView
from assistant.sealing import Keyring
from assistant.wording import Wording


class Conversation(BaseModel):
    """order: what has ended up to here stays as it is. suggestions_open: ids of those that nobody decided about."""

    handoff: BoardRow
    floor: Floor
    order: int
    summary: Summary
    turns: list[dict[str, Any]]
    notices: list[NoticeView]
    messages: list[DeskMessage]
    suggestions_open: list[str]
    notes: list[Note]


async def read(
    connection: AsyncConnection[dict[str, Any]],
    found: Found,
    keyring: Keyring,
    wording: Wording,
    now: datetime,
    after: int,
) -> Conversation:
    """The conversation after `after`, with the summary of the whole. Raises SealBroken."""
    handoff, thread_id = found.handoff, found.handoff.thread_id
    turns = await opened(connection, Memory(keyring), handoff.subject, thread_id, 0, now)
    told = await notices.of_thread(connection, thread_id, keyring, after)
    stands = (await standing.read(connection, thread_id, now))[0]
    suggested = await suggestions.of_handoff(connection, handoff.handoff_id)
    return Conversation(
        handoff=found.row,
        floor=stands.floor,
        order=stands.order,
        summary=await summary.of(connection, handoff, turns, keyring, wording),
        turns=[turn for turn in turns if turn["order"] > after or _just_ended(turn, now)],
        notices=[notices.shown(notice, wording) for notice in told],
        messages=await messages.of_thread(connection, keyring, thread_id, after),
        suggestions_open=[row["suggestion_id"] for row in suggested if row["outcome"] is None],
        notes=await notes.of_thread(connection, keyring, thread_id),
    )


def _just_ended(turn: dict[str, Any], now: datetime) -> bool:
    """Its end came after its number was read, perhaps."""
    return turn["finished_at"] is not None and turn["finished_at"] > now - JUST
