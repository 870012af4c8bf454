"""Sends a confirmed proposal's one request to the account system, and finds out what became of it.

An outcome that is not known is read, never sent again blindly: only where the account system says that it has no such
command is it sent, under the same key, which has one effect however often it arrives.
"""

import re
from collections.abc import Callable

from assistant.execution.standing import stopped
from assistant.proposals.records import Proposal, Receipt
from tools.authorize import Permissions
from tools.client import AccountsClient, JsonObject
from tools.drafting import Draft
from tools.errors import NotSent, OutcomeUnknown, Refused, ToolFailure

Mint = Callable[[str, str, str | None], str]
"""A token that may write, for a subject in a role, serving a borrower: given to the executor alone."""
CHANGED_SINCE = "changed-since"
"""The account changed after the proposal was shown: what was agreed to is not what would be done."""
_NOT_AN_ANSWER = frozenset({401, 408, 425, 429})
_CODE = re.compile(r"[a-z][a-z0-9.-]{0,63}")


async def outcome(
    accounts: AccountsClient, permissions: Permissions, mint: Mint, proposal: Proposal, draft: Draft
) -> Receipt | None:
    """What became of it, once it was sent; None while that is not known."""
    token = _token(mint, proposal, draft)
    key = proposal.proposal_id
    try:
        known = await accounts.command(key, token)
        if known is not None:
            return _done(known)
        if (refused := await stopped(accounts, permissions, token, draft)) is not None:
            return refused
        try:
            return _done(await accounts.perform(draft.operation, token, key))
        except Refused as refusal:
            if refusal.status in _NOT_AN_ANSWER:
                return None
            # what an earlier request did that had no answer by then is not undone by refusing this one
            known = await accounts.command(key, token)
            return _refused(refusal) if known is None else _done(known)
    except (OutcomeUnknown, NotSent, ToolFailure):
        return None


def _token(mint: Mint, proposal: Proposal, draft: Draft) -> str:
    """Who answers for it: whoever approved it where a second person had to, else who asked."""
    if proposal.checker is not None:
        return mint(proposal.checker, "supervisor", draft.about)
    return mint(draft.maker, draft.maker_role, None if draft.maker == draft.about else draft.about)


def _done(answer: JsonObject) -> Receipt:
    return Receipt(outcome="done", code="done", answer=answer)


def _refused(refusal: Refused) -> Receipt:
    code = CHANGED_SINCE if refusal.status == 412 else refusal.code
    return Receipt(outcome="refused", code=code if _CODE.fullmatch(code) else "refused", reasons=refusal.reasons)
