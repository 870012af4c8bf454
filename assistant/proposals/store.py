"""Proposals in PostgreSQL: every function runs inside the caller's transaction and sees what its subject may see.

Time: one clock makes and judges proposals, by default the database's own, which all processes share. A draft brings
how long it lasts, not until when, so that a process whose clock is a day off neither ends nor prolongs anything.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, LiteralString

from psycopg import AsyncConnection, sql

from assistant.proposals.records import Proposal, seal
from assistant.proposals.states import State
from assistant.sealing import Keyring
from tools.drafting import Draft

Row = dict[str, Any]
_SELECT: LiteralString = """
    SELECT p.proposal_id::text, p.thread_id::text, p.turn_id::text, p.maker, p.about, p.tool, p.tool_version, p.state,
           p.digest, p.risk, p.assurance, p.approval, p.language, p.undoes::text, p.superseded_by::text, p.created_at,
           p.expires_at, p.confirmed_at, p.checker, p.settled_at, p.outcome_code, p.content, r.content AS receipt,
           (SELECT u.proposal_id::text FROM assistant.proposals u WHERE u.undoes = p.proposal_id
              AND u.state NOT IN ('rejected', 'superseded', 'expired', 'cancelled', 'refused')
              ORDER BY u.seq DESC LIMIT 1) AS undone_by,
           p.expires_at <= {now} AS due
    FROM assistant.proposals p LEFT JOIN assistant.receipts r USING (proposal_id)
"""
_OPEN = ("open", "awaiting_approval")


class ProposalTable:
    """The tables, under one clock: the database's own where none is given."""

    def __init__(self, clock: Callable[[], datetime] | None = None) -> None:
        self._clock = clock

    @property
    def _now(self) -> sql.Composable:
        if self._clock is None:
            return sql.SQL("clock_timestamp()")
        return sql.SQL("{}::timestamptz").format(sql.Literal(self._clock()))

    async def find(self, connection: AsyncConnection[Row], proposal_id: str) -> Proposal | None:
        """The proposal, if there is one that this subject may see."""
        found = await self._rows(connection, "WHERE p.proposal_id = %s", [proposal_id])
        return found[0] if found else None

    async def listed(
        self, connection: AsyncConnection[Row], *, state: State | None, thread_id: str | None, limit: int
    ) -> list[Proposal]:
        """What this subject may see, newest first."""
        where: LiteralString = """WHERE (%s::text IS NULL OR p.state = %s) AND (%s::uuid IS NULL OR p.thread_id = %s)
            ORDER BY p.seq DESC LIMIT %s"""
        return await self._rows(connection, where, [state, state, thread_id, thread_id, limit])

    async def due(self, connection: AsyncConnection[Row], limit: int = 100) -> list[Proposal]:
        """Those whose time has passed and that still wait, oldest first."""
        where = sql.SQL("WHERE p.state = ANY(%s) AND p.expires_at <= {} ORDER BY p.seq LIMIT %s").format(self._now)
        return await self._rows(connection, where, [list(_OPEN), limit])

    async def add(
        self,
        connection: AsyncConnection[Row],
        thread_id: str,
        turn_id: str | None,
        draft: Draft,
        keyring: Keyring,
        *,
        language: str = "en",
        undoes: str | None = None,
    ) -> None:
        """Keep the draft as an open proposal; it lasts from now on as long as the draft was made to last."""
        await connection.execute(
            sql.SQL(
                """INSERT INTO assistant.proposals (proposal_id, thread_id, turn_id, maker, about, tool, tool_version,
                     resource, state, digest, risk, assurance, approval, language, undoes, content, created_at,
                     expires_at)
                   SELECT %s, %s, %s, %s, %s, %s, %s, %s, 'open', %s, %s, %s, %s, %s, %s, %s, t.now, t.now + %s
                   FROM (SELECT {} AS now) t"""
            ).format(self._now),
            [
                draft.proposal_id,
                thread_id,
                turn_id,
                draft.maker,
                draft.about,
                draft.tool,
                draft.tool_version,
                draft.resource,
                draft.digest,
                draft.risk,
                draft.assurance,
                draft.approval,
                language,
                undoes,
                seal(draft, thread_id, keyring),
                draft.expires_at - draft.made_at,
            ],
        )

    async def older(
        self, connection: AsyncConnection[Row], thread_id: str, turn_id: str | None, draft: Draft
    ) -> list[Proposal]:
        """Open proposals of earlier turns of the thread that the draft takes the place of."""
        where: LiteralString = """WHERE p.thread_id = %s AND p.state = 'open' AND p.maker = %s AND p.tool = %s
            AND p.resource = %s AND (p.turn_id IS NULL OR p.turn_id IS DISTINCT FROM %s) AND p.proposal_id <> %s
            ORDER BY p.seq"""
        values = [thread_id, draft.maker, draft.tool, draft.resource, turn_id, draft.proposal_id]
        return await self._rows(connection, where, values)

    async def open_in(self, connection: AsyncConnection[Row], thread_id: str) -> list[Proposal]:
        """The thread's open proposals, oldest first."""
        return await self._rows(connection, "WHERE p.thread_id = %s AND p.state = 'open' ORDER BY p.seq", [thread_id])

    async def move(
        self,
        connection: AsyncConnection[Row],
        proposal: Proposal,
        to: State,
        *,
        superseded_by: str | None = None,
        checker: str | None = None,
    ) -> bool:
        """One conditional update from the state that was read; False where somebody was there before.

        Which way leads where, and who may take it, the table's own trigger holds as well (migration 0002).
        """
        is_confirmation = proposal.state == "open" and to in ("confirmed", "awaiting_approval")
        cursor = await connection.execute(
            sql.SQL(
                """UPDATE assistant.proposals SET state = %s, superseded_by = %s, checker = %s,
                     confirmed_at = CASE WHEN %s THEN {now} ELSE confirmed_at END
                   WHERE proposal_id = %s AND state = %s AND (NOT %s OR expires_at > {now})"""
            ).format(now=self._now),
            [
                to,
                superseded_by,
                checker,
                is_confirmation,
                proposal.proposal_id,
                proposal.state,
                to in ("confirmed", "awaiting_approval"),
            ],
        )
        return cursor.rowcount == 1

    async def _rows(
        self, connection: AsyncConnection[Row], where: LiteralString | sql.Composed, values: Sequence[object]
    ) -> list[Proposal]:
        tail = sql.SQL(where) if isinstance(where, str) else where
        cursor = await connection.execute(sql.SQL(_SELECT).format(now=self._now) + tail, values)
        return [Proposal(**row) for row in await cursor.fetchall()]
