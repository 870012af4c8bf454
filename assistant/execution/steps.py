"""The three steps of an execution over the real tables and the account system."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from psycopg import AsyncConnection

from assistant import audit, notices
from assistant.conversations import Pool
from assistant.execution import correcting, rows, sending
from assistant.execution.workflow import AGAIN, EXECUTOR, PERFORM, REFUSED
from assistant.outages import OUTAGE, outlast
from assistant.proposals.records import Proposal, Receipt
from assistant.proposals.view import facts
from assistant.sealing import Keyring, SealBroken
from tools.authorize import Permissions
from tools.client import AccountsClient
from tools.permission_request import Proposed

_OUTLAST_S = 5.0
_P = ParamSpec("_P")


def _knowing_when_not(
    step: "Callable[Concatenate[Execution, _P], Coroutine[Any, Any, str]]",
) -> "Callable[Concatenate[Execution, _P], Coroutine[Any, Any, str]]":
    """A step that answers `AGAIN` where the database stays away."""

    @wraps(step)
    async def patient(self: "Execution", *args: _P.args, **kwargs: _P.kwargs) -> str:
        try:
            return await outlast(lambda: step(self, *args, **kwargs), _OUTLAST_S)
        except OUTAGE:
            return AGAIN

    return patient


@dataclass(frozen=True)
class Execution:
    """Executes proposals. mint: gives tokens that may write; nobody else holds it."""

    pool: Pool
    accounts: AccountsClient
    mint: sending.Mint
    keyring: Keyring
    permissions: Permissions

    @_knowing_when_not
    async def begin(self, proposal_id: str) -> str:
        """Whether what is stored is what was confirmed, and may still be done."""
        proposal = await self._find(proposal_id)
        if proposal is None:
            return "unknown"
        if proposal.state != "executing":
            return proposal.state
        try:
            draft = proposal.draft(self.keyring)
        except SealBroken:
            return f"{REFUSED}altered"
        allowed = self.permissions.decide(EXECUTOR, "execute", Proposed.of(draft, proposal.checker)).allowed
        return PERFORM if allowed else f"{REFUSED}not-permitted"

    @_knowing_when_not
    async def perform(self, proposal_id: str) -> str:
        """Send it once, and keep what the account system answered."""
        proposal = await self._find(proposal_id)
        if proposal is None:
            return f"{REFUSED}unknown"
        receipt = proposal.receipt_of(self.keyring)
        if receipt is None:
            draft = proposal.draft(self.keyring)
            if draft.operation.system == "assistant":
                return "done"
            receipt = await sending.outcome(self.accounts, self.permissions, self.mint, proposal, draft)
            if receipt is None:
                return AGAIN
            async with rows.about_one(self.pool, proposal_id) as connection:
                await rows.keep_answer(connection, proposal, receipt, self.keyring)
        return "done" if receipt.outcome == "done" else REFUSED + receipt.code

    @_knowing_when_not
    async def settle(self, proposal_id: str, outcome: str) -> str:
        """End it: state, receipt, notice, and audit record in one transaction."""
        async with rows.about_one(self.pool, proposal_id) as connection:
            proposal = await rows.find(connection, proposal_id)
            if proposal is None or proposal.state != "executing":
                return proposal.state if proposal else "unknown"
            receipt = proposal.receipt_of(self.keyring) or await self._decided(connection, proposal, outcome)
            if await rows.settle(connection, proposal, receipt, self.keyring):
                await notices.post(connection, self.notice(proposal, receipt), self.keyring)
                await self._own_effect(connection, proposal, receipt)
                await audit.append(connection, _record(proposal, receipt))
            return receipt.outcome

    def notice(self, proposal: Proposal, receipt: Receipt) -> notices.Notice:
        try:
            lines = proposal.draft(self.keyring).lines
        except SealBroken:
            lines = []
        return notices.Notice(
            thread_id=proposal.thread_id,
            subject=proposal.maker,
            kind="receipt" if receipt.outcome == "done" else "refused",
            content=facts(proposal.tool, lines, receipt),
            proposal_id=proposal.proposal_id,
            language=proposal.language,
        )

    async def _decided(self, connection: AsyncConnection[Any], proposal: Proposal, outcome: str) -> Receipt:
        """What the account system was not asked about: refused by the executor, or done in this very transaction."""
        if outcome.startswith(REFUSED):
            return Receipt(outcome="refused", code=outcome.removeprefix(REFUSED))
        return await correcting.outcome(connection, proposal, proposal.draft(self.keyring))

    async def _own_effect(self, connection: AsyncConnection[Any], proposal: Proposal, receipt: Receipt) -> None:
        if receipt.outcome == "done":
            draft = proposal.draft(self.keyring)
            if draft.operation.system == "assistant":
                await correcting.carry_out(connection, proposal, draft, self.keyring)

    async def _find(self, proposal_id: str) -> Proposal | None:
        async with rows.about_one(self.pool, proposal_id) as connection:
            return await rows.find(connection, proposal_id)


def _record(proposal: Proposal, receipt: Receipt) -> audit.Record:
    body = {
        "from": "executing",
        "to": receipt.outcome,
        "tool": proposal.tool,
        "version": proposal.tool_version,
        "digest": proposal.digest,
        "code": receipt.code,
        "maker": proposal.maker,
        "checker": proposal.checker,
    }
    return audit.Record("receipt", EXECUTOR.subject, proposal.about, proposal.proposal_id, body)
