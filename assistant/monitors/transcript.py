"""One conversation with all that belongs to it, for those who may look into any. Each look is on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from psycopg import AsyncConnection
from pydantic import BaseModel

from assistant import audit, notices
from assistant.audit import Record
from assistant.conversations import Row, check_thread, thread_uuid
from assistant.desk import handoffs, messages
from assistant.desk.handoffs import Handoff, HandoffState
from assistant.desk.messages import DeskMessage
from assistant.memory import Memory, Place
from assistant.monitors.opening import of_conversations
from assistant.notices import NoticeView
from assistant.proposals.service import Proposals
from assistant.proposals.view import ProposalView
from assistant.sealing import SealBroken
from assistant.wording import Wording
from tools.caller import Caller

MOST_TURNS = 500
_THREAD = """SELECT thread_id::text, subject, about, created_at,
    (SELECT count(*) FROM assistant.turns u WHERE u.thread_id = t.thread_id) AS turns, 0 AS messages
    FROM assistant.threads t WHERE thread_id = %s"""
_TURNS = """SELECT * FROM (
    SELECT turn_id::text, seq AS "order", run_id, status, outcome, received_at, finished_at, subject, user_text, result
    FROM assistant.turns WHERE thread_id = %s ORDER BY seq DESC LIMIT %s) u ORDER BY "order" """
_FEEDBACK = """SELECT turn_id::text, liked, f.reason, given_at
    FROM assistant.feedback f JOIN assistant.turns u USING (turn_id) WHERE u.thread_id = %s ORDER BY given_at"""
_log = structlog.get_logger("assistant")


class TurnSeen(BaseModel):
    """A turn as its person saw it. opens: False where its record was changed; what was said is null then."""

    turn_id: str
    order: int
    run_id: str
    status: str
    outcome: str | None
    received_at: datetime
    finished_at: datetime | None
    user_text: str | None
    result: dict[str, Any] | None
    opens: bool


class Opinion(BaseModel):
    turn_id: str
    liked: bool
    reason: str | None
    given_at: datetime


class Transcript(BaseModel):
    """turns: the newest 500. `order` puts turns, notices and messages in one row; proposals come newest first.

    asked_by: id of who wrote the turns (staff in a conversation about a borrower); null for a visitor, whose id is the
    key to the conversation.
    """

    thread_id: str
    asked_by: str | None
    borrower_id: str | None
    borrower_name: str | None
    started_at: datetime
    turns: list[TurnSeen]
    notices: list[NoticeView]
    messages: list[DeskMessage]
    handoffs: list[HandoffState]
    feedback: list[Opinion]
    proposals: list[ProposalView]


@dataclass(frozen=True)
class Looking:
    """Over a connection of role assistant_desk, in a transaction of `caller`. now: an aware instant."""

    connection: AsyncConnection[Row]
    memory: Memory
    proposals: Proposals
    wording: Wording
    caller: Caller
    now: datetime

    async def into(self, thread_id: str) -> Transcript:
        """Raises ThreadNotFound."""
        await check_thread(self.connection, thread_id)
        thread = str(thread_uuid(thread_id))
        cursor = await self.connection.execute(_THREAD, [thread])
        (row,) = await cursor.fetchall()
        who = (await of_conversations(self.connection, self.memory, [row], whole=False))[thread]
        found = await notices.of_thread(self.connection, thread, self.memory.keyring)
        transcript = Transcript(
            thread_id=thread,
            asked_by=None if row["subject"].startswith("anon:") else row["subject"],
            borrower_id=who.borrower_id,
            borrower_name=who.name,
            started_at=row["created_at"],
            turns=await self._turns(thread),
            notices=[notices.shown(notice, self.wording) for notice in found],
            messages=await messages.of_thread(self.connection, self.memory.keyring, thread),
            handoffs=await self._handoffs(thread),
            feedback=[Opinion(**each) for each in await self._rows(_FEEDBACK, thread)],
            proposals=await self.proposals.looked_at(self.connection, self.caller, thread),
        )
        about = who.borrower_id or row["subject"]
        body = {"event": "look", "role": self.caller.role}
        await audit.append(self.connection, Record("desk", self.caller.subject, about, thread, body))
        return transcript

    async def _turns(self, thread_id: str) -> list[TurnSeen]:
        return [self._turn(row, thread_id) for row in await self._rows(_TURNS, thread_id, MOST_TURNS)]

    def _turn(self, row: Row, thread_id: str) -> TurnSeen:
        place = Place(row.pop("subject"), thread_id, row["turn_id"])
        try:
            said, result = self.memory.text(place, row), self.memory.result(place, row)
        except SealBroken:
            _log.error("record_refused", thread_id=thread_id, turn_id=row["turn_id"])
            return TurnSeen.model_validate({**row, "user_text": None, "result": None, "opens": False})
        told = result.model_dump(mode="json") if result else None
        return TurnSeen.model_validate({**row, "user_text": said, "result": told, "opens": True})

    async def _handoffs(self, thread_id: str) -> list[HandoffState]:
        query = handoffs.SELECT + "WHERE h.thread_id = %s AND h.state <> 'merged' ORDER BY h.requested_at"
        rows = await self._rows(query, thread_id)
        return [handoffs.shown(Handoff(**row), self.now) for row in rows]

    async def _rows(self, query: str, *values: object) -> Sequence[Row]:
        cursor = await self.connection.execute(query.encode(), values)
        return await cursor.fetchall()
