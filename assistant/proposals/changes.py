"""Changes of a proposal's state, each in the caller's transaction with its notice and its audit record."""

from collections.abc import Sequence
from typing import Any, Literal

from psycopg import AsyncConnection

from assistant import notices
from assistant.audit import Record, append_all
from assistant.notices import Notice
from assistant.proposals.judging import WAITING
from assistant.proposals.records import Proposal
from assistant.proposals.states import State
from assistant.proposals.store import ProposalTable
from assistant.proposals.view import facts
from assistant.sealing import Keyring, SealBroken
from tools.drafting import Draft

Row = dict[str, Any]
_NOTICES: dict[tuple[State, State], Literal["approved", "rejected", "expired"]] = {
    ("awaiting_approval", "confirmed"): "approved",
    ("awaiting_approval", "rejected"): "rejected",
    ("awaiting_approval", "expired"): "expired",
    ("open", "expired"): "expired",
}


class Changes:
    """What may happen to proposals before they are executed."""

    def __init__(self, table: ProposalTable, keyring: Keyring) -> None:
        self._table = table
        self._keyring = keyring

    async def put(
        self,
        connection: AsyncConnection[Row],
        thread_id: str,
        turn_id: str | None,
        drafts: Sequence[Draft],
        *,
        language: str = "en",
        undoes: str | None = None,
    ) -> None:
        """Keep a turn's drafts as open proposals. Each takes the place of what earlier turns of the thread proposed
        with the same tool for the same resource; the same request twice in one turn is kept once."""
        records: list[Record] = []
        for draft in distinct(drafts):
            older = await self._table.older(connection, thread_id, turn_id, draft)
            await self._table.add(
                connection, thread_id, turn_id, draft, self._keyring, language=language, undoes=undoes
            )
            records.append(_proposed(draft, undoes))
            for proposal in older:
                if await self._table.move(connection, proposal, "superseded", superseded_by=draft.proposal_id):
                    records.append(_moved(proposal, "superseded", draft.maker))
        await append_all(connection, records)

    async def withdraw(self, connection: AsyncConnection[Row], thread_id: str, subject: str) -> None:
        """Take back what is open in the thread: "never mind"."""
        records = [
            _moved(proposal, "superseded", subject)
            for proposal in await self._table.open_in(connection, thread_id)
            if proposal.maker == subject and await self._table.move(connection, proposal, "superseded")
        ]
        await append_all(connection, records)

    async def move(self, connection: AsyncConnection[Row], proposal: Proposal, to: State, subject: str) -> bool:
        """Take the decision; False where another was taken before, and nothing is written."""
        record = await self._moved(connection, proposal, to, subject)
        await append_all(connection, [record] if record else [])
        return record is not None

    async def _moved(
        self, connection: AsyncConnection[Row], proposal: Proposal, to: State, subject: str
    ) -> Record | None:
        """Move it and post its notice; the record of it is for the caller to append, after the last other lock."""
        checks = proposal.state == "awaiting_approval" and to in ("confirmed", "rejected")
        if not await self._table.move(connection, proposal, to, checker=subject if checks else None):
            return None
        if kind := _NOTICES.get((proposal.state, to)):
            await notices.post(connection, self._notice(proposal, kind), self._keyring)
        return _moved(proposal, to, subject)

    async def refused(
        self, connection: AsyncConnection[Row], proposal: Proposal, event: str, subject: str, problem: Exception
    ) -> None:
        """Tell the audit record of a decision that was not taken."""
        body = {"event": event, "state": proposal.state, "tool": proposal.tool, "refused": type(problem).__name__}
        await append_all(connection, [Record("proposal", subject, proposal.about, proposal.proposal_id, body)])

    async def expire(self, connection: AsyncConnection[Row], subject: str) -> int:
        """End what this subject may see and whose time has passed; how many."""
        due = [proposal for proposal in await self._table.due(connection) if proposal.state in WAITING]
        ended = [await self._moved(connection, proposal, "expired", subject) for proposal in due]
        records = [record for record in ended if record]
        await append_all(connection, records)
        return len(records)

    def _notice(self, proposal: Proposal, kind: Literal["approved", "rejected", "expired"]) -> Notice:
        try:
            content = facts(proposal.tool, proposal.draft(self._keyring).lines)
        except SealBroken:
            content = facts(proposal.tool, [])
        return Notice(
            thread_id=proposal.thread_id,
            subject=proposal.maker,
            kind=kind,
            content=content,
            proposal_id=proposal.proposal_id,
            language=proposal.language,
        )


def distinct(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, each request once: the first of those that would be the same confirmation."""
    return list({draft.digest: draft for draft in reversed(drafts)}.values())[::-1]


def _proposed(draft: Draft, undoes: str | None) -> Record:
    body = {
        "event": "propose",
        "to": "open",
        "tool": draft.tool,
        "version": draft.tool_version,
        "digest": draft.digest,
        "risk": draft.risk,
        "sources": dict(draft.sources),
        "undoes": undoes,
    }
    return Record("proposal", draft.maker, draft.about, draft.proposal_id, body)


def _moved(proposal: Proposal, to: State, subject: str) -> Record:
    body = {
        "from": proposal.state,
        "to": to,
        "tool": proposal.tool,
        "version": proposal.tool_version,
        "digest": proposal.digest,
    }
    return Record("proposal", subject, proposal.about, proposal.proposal_id, body)
