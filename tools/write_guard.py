"""The second look at a write tool: the borrower's circumstances before it runs, and what it made after."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import Any

from tools.authorize import Permissions
from tools.client import JsonObject
from tools.context import ToolContext
from tools.drafting import Draft
from tools.errors import ToolFailure
from tools.permission_request import Accounts, Circumstances, amount_cents
from tools.writes.specs import WRITES


async def guarded(tool: str, run: Callable[[], Awaitable[JsonObject]], context: ToolContext) -> JsonObject:
    """The tool's result. What was drafted meanwhile is taken back unless it is this tool's, the caller's and permitted.

    The borrower's flags are read from the account system first: where they stop the tool, it does not run.
    No other write tool of the turn may run meanwhile (registry.py).
    Raises ToolFailure (`not_available`, in the policy's own words).
    """
    flags = await running_flags(context)
    _check(tool, Circumstances(flags), context, context.caller.about or "")
    known = {draft.proposal_id for draft in context.drafts}
    try:
        result = await run()
    finally:
        made = [draft for draft in context.drafts if draft.proposal_id not in known]
        refused = [failure for draft in made if (failure := _refusal(tool, draft, flags, context))]
    if refused:
        raise refused[0]
    return result


async def running_flags(context: ToolContext) -> frozenset[str]:
    """Kinds of the flags that run for the borrower concerned on the business date. Raises ToolFailure.

    None for a third party whom no information was allowed: what they may not read stops them at the account system.
    """
    if context.caller.role == "third_party" and "information" not in context.caller.scopes:
        return frozenset()
    profile = await context.profile()
    return running(profile.get("flags", []), context.business_date)


def running(flags: Sequence[Mapping[str, Any]], on: date) -> frozenset[str]:
    """Kinds of those flags (`kind, since, until`) that run on a day, their first and last included."""
    day = on.isoformat()
    return frozenset(str(row["kind"]) for row in flags if str(row["since"]) <= day <= str(row.get("until") or day))


def _refusal(tool: str, draft: Draft, flags: frozenset[str], context: ToolContext) -> ToolFailure | None:
    """Why this draft was taken back; None where it stays."""
    caller = context.caller
    theirs = (tool, caller.subject, caller.role, caller.about)
    try:
        if (draft.tool, draft.maker, draft.maker_role, draft.about) != theirs:
            raise ToolFailure("not_allowed", "That is not possible here.")
        circumstances = Circumstances(flags, amount_cents(draft), WRITES[tool].most_cents)
        _check(tool, circumstances, context, draft.about)
    except ToolFailure as failure:
        context.drafts.remove(draft)
        return failure
    return None


def _check(tool: str, circumstances: Circumstances, context: ToolContext, holder: str) -> None:
    decision = Permissions.load().decide(context.caller, tool, Accounts(holder), circumstances)
    if not decision.allowed:
        raise ToolFailure("not_available", " ".join(decision.says) or "That is not possible here.")
