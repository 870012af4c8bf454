"""What people do with proposals: see them, say yes or no, approve, take back. The only way in for API and command line.

Who may what is asked of the permissions, what is possible of the states; a decision is one conditional update, so that
of many at once one is taken. No connection is held while anybody is waited for.
"""

import asyncio
import uuid
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from psycopg import AsyncConnection

from assistant import notices
from assistant.notices import NoticeView
from assistant.proposals.changes import Changes
from assistant.proposals.errors import ProposalAltered, ProposalExpired, ProposalNotFound, UndoFailed
from assistant.proposals.judging import RUNNING, WAITING, Action, Judge, Refusal
from assistant.proposals.records import Proposal
from assistant.proposals.states import NotPossible, State
from assistant.proposals.store import ProposalTable
from assistant.proposals.undo import Undoing
from assistant.proposals.view import ProposalView, shown
from assistant.sealing import SealBroken
from assistant.threads import Pool
from assistant.wording import Wording
from tools.caller import Caller

Row = dict[str, Any]
_log = structlog.get_logger("assistant")
LISTED = 100
_FIRST_LOOK_S, _LONGEST_LOOK_S = 0.02, 0.25
_RACES = 8
"""How often a decision is judged anew because another was taken meanwhile: more than there are states to pass."""


@dataclass(frozen=True)
class Office:
    """What the service works with. undo_of: the write tools that can be taken back, with the tools that do it."""

    pool: Pool
    table: ProposalTable
    judge: Judge
    wording: Wording
    undoing: Undoing
    undo_of: Mapping[str, str]
    confirm_wait_s: float


class Proposals:
    """The service. Every method sees what its caller may see and nothing else."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._table = office.table
        self._judge = office.judge
        self.changes = Changes(office.table, office.judge.keyring)

    @asynccontextmanager
    async def _as(self, caller: Caller) -> AsyncGenerator[AsyncConnection[Row]]:
        async with self._office.pool.connection() as connection, connection.transaction():
            await connection.execute(
                "SELECT set_config('assistant.subject', %s, true), set_config('assistant.role', %s, true)",
                [caller.subject, caller.role],
            )
            yield connection

    async def listed(
        self, caller: Caller, *, state: State | None = None, thread_id: str | None = None
    ) -> list[ProposalView]:
        """The caller's own and those about them, newest first; a supervisor's also those that await approval."""
        async with self._as(caller) as connection:
            await self.changes.expire(connection, caller.subject)
            found = await self._table.listed(
                connection, state=state, thread_id=_uuid(thread_id) if thread_id else None, limit=LISTED
            )
        return self._views(caller, found)

    async def one(self, caller: Caller, proposal_id: str) -> ProposalView:
        """Raises ProposalNotFound, ProposalAltered."""
        return self._view(caller, await self._found(caller, proposal_id))

    async def looked_at(self, connection: AsyncConnection[Row], caller: Caller, thread_id: str) -> list[ProposalView]:
        """Those of a thread, newest first, over a connection by which staff may look into it."""
        return self._views(caller, await self._table.listed(connection, state=None, thread_id=thread_id, limit=LISTED))

    async def activity(self, caller: Caller) -> tuple[list[ProposalView], list[NoticeView]]:
        """What the caller asked for over all threads, and what was put right, each newest first."""
        views = await self.listed(caller)
        async with self._as(caller) as connection:
            corrections = await notices.corrections(connection, self._judge.keyring)
        return views, [notices.shown(notice, self._office.wording) for notice in corrections]

    async def notices_of(self, caller: Caller, thread_id: str, after: int = 0) -> list[NoticeView]:
        """The notices of a thread of the caller's own after `after`, in order; what is due expires first."""
        async with self._as(caller) as connection:
            await self.changes.expire(connection, caller.subject)
            found = await notices.of_thread(connection, _uuid(thread_id), self._judge.keyring, after)
        return [notices.shown(notice, self._office.wording) for notice in found]

    async def confirm(self, caller: Caller, proposal_id: str, digest: str) -> ProposalView:
        """The maker's yes. Waits a few seconds for the execution's end; the state tells whether it has come.

        The same yes again answers what became of it. Raises ProposalNotFound, NotPermitted, StepUpNeeded,
        ProposalAltered, ProposalExpired, NotPossible.
        """
        return await self._ended(caller, await self._decided(caller, proposal_id, "confirm", digest))

    async def approve(self, caller: Caller, proposal_id: str, digest: str) -> ProposalView:
        """A second person's yes; raises as `confirm`."""
        return await self._ended(caller, await self._decided(caller, proposal_id, "approve", digest))

    async def reject(self, caller: Caller, proposal_id: str, digest: str | None = None) -> ProposalView:
        """The maker's no to what is open, a second person's to what awaits approval; raises as `confirm`."""
        return self._view(caller, await self._decided(caller, proposal_id, "reject", digest))

    async def cancel(self, caller: Caller, proposal_id: str, digest: str | None = None) -> ProposalView:
        """The maker takes back what awaits approval; raises as `confirm`."""
        return self._view(caller, await self._decided(caller, proposal_id, "cancel", digest))

    async def undo(self, caller: Caller, proposal_id: str) -> ProposalView:
        """A new open proposal that takes back what was done; the one that is there already, where there is one.

        Raises ProposalNotFound, NotPermitted, NotPossible, UndoFailed.
        """
        done = await self._found(caller, proposal_id)
        if done.undone_by:
            return await self.one(caller, done.undone_by)
        tool = self._office.undo_of.get(done.tool)
        if done.state != "done":
            raise NotPossible(f"A proposal that is {done.state.replace('_', ' ')} cannot be taken back.")
        if tool is None:
            raise UndoFailed("This cannot be taken back here. A person on our team can look into it.")
        draft = await self._office.undoing.draft(caller, done, self._judge, tool)
        async with self._as(caller) as connection:
            await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [done.proposal_id])
            again = await self._table.find(connection, proposal_id)
            if again is None or not again.undone_by:
                await self.changes.put(
                    connection, done.thread_id, None, [draft], language=done.language, undoes=done.proposal_id
                )
        return await self.one(caller, again.undone_by if again and again.undone_by else draft.proposal_id)

    async def _decided(self, caller: Caller, proposal_id: str, action: Action, digest: str | None) -> Proposal:
        """Judge and move, again where another decision came between; a refusal is told to the audit record first."""
        for _ in range(_RACES):
            async with self._as(caller) as connection:
                proposal = await self._seen(connection, proposal_id)
                try:
                    to = self._judge.next_state(caller, action, proposal, digest)
                except Refusal as problem:
                    refusal = problem
                    await self._not_taken(connection, caller, action, proposal, problem)
                else:
                    if to is None:
                        return proposal
                    if await self.changes.move(connection, proposal, to, caller.subject):
                        return await self._seen(connection, proposal_id)
                    continue
            raise refusal
        raise NotPossible("Other decisions on this proposal were taken at the same moment; look at it again.")

    async def _not_taken(
        self, connection: AsyncConnection[Row], caller: Caller, action: Action, proposal: Proposal, problem: Exception
    ) -> None:
        if isinstance(problem, ProposalExpired) and proposal.state in WAITING:
            await self.changes.move(connection, proposal, "expired", caller.subject)
        await self.changes.refused(connection, proposal, action, caller.subject, problem)

    async def _ended(self, caller: Caller, proposal: Proposal) -> ProposalView:
        """Look until the execution has ended, at most `confirm_wait_s`."""
        clock = asyncio.get_running_loop()
        deadline, pause_s = clock.time() + self._office.confirm_wait_s, _FIRST_LOOK_S
        while proposal.state in RUNNING and clock.time() < deadline:
            await asyncio.sleep(pause_s)
            pause_s = min(_LONGEST_LOOK_S, pause_s * 1.5)
            async with self._as(caller) as connection:
                proposal = await self._seen(connection, proposal.proposal_id)
        return self._view(caller, proposal)

    async def _found(self, caller: Caller, proposal_id: str) -> Proposal:
        async with self._as(caller) as connection:
            return await self._seen(connection, proposal_id)

    async def _seen(self, connection: AsyncConnection[Row], proposal_id: str) -> Proposal:
        """Raises ProposalNotFound."""
        found = await self._table.find(connection, _uuid(proposal_id))
        if found is None:
            raise ProposalNotFound(f"There is no proposal {proposal_id!r} of yours.")
        return found

    def _views(self, caller: Caller, found: Sequence[Proposal]) -> list[ProposalView]:
        """Those that can be shown: a record that was tampered with does not hide the others."""
        views: list[ProposalView] = []
        for proposal in found:
            try:
                views.append(self._view(caller, proposal))
            except (ProposalAltered, SealBroken):
                _log.error("proposal_altered", proposal_id=proposal.proposal_id)
        return views

    def _view(self, caller: Caller, proposal: Proposal) -> ProposalView:
        return shown(proposal, caller, self._judge, self._office.wording, self._office.undo_of)


def _uuid(given: str) -> str:
    try:
        return str(uuid.UUID(given))
    except ValueError:
        raise ProposalNotFound("There is no such proposal of yours; ids are UUIDs.") from None
