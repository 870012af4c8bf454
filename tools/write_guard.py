"""The second look at a write tool: the borrower's circumstances before it runs, and what it made after."""

from collections.abc import Awaitable, Callable
from typing import Any

from tools.authorize import Permissions
from tools.client import JsonObject
from tools.context import ToolContext
from tools.drafting import Draft
from tools.errors import ToolFailure
from tools.permission_request import Accounts, Circumstances, amount_cents


async def guarded(
    tool: str, most_cents: int | None, run: Callable[[], Awaitable[JsonObject]], context: ToolContext
) -> JsonObject:
    """The tool's result. Its drafts are taken back unless each is the caller's own, of this tool, and permitted.

    The borrower's flags are read from the account system first: where they stop the tool, it does not run.
    Raises ToolFailure (`not_available`, in the policy's own words).
    """
    flags = await running_flags(context)
    _check(tool, Circumstances(flags, most_cents=most_cents), context, context.caller.about or "")
    before = len(context.drafts)
    try:
        result = await run()
        for draft in context.drafts[before:]:
            _check_draft(tool, draft, context)
            _check(tool, Circumstances(flags, amount_cents(draft), most_cents), context, draft.about)
    except BaseException:
        del context.drafts[before:]
        raise
    return result


async def running_flags(context: ToolContext) -> frozenset[str]:
    """Kinds of the flags that run for the borrower concerned on the business date. Raises ToolFailure.

    None for a third party whom no information was allowed: what they may not read stops them at the account system.
    """
    if context.caller.role == "third_party" and "information" not in context.caller.scopes:
        return frozenset()
    profile = await context.profile()
    today = context.business_date.isoformat()
    rows: list[dict[str, Any]] = profile.get("flags", [])
    return frozenset(
        str(row["kind"]) for row in rows if str(row["since"]) <= today and (row.get("until") or today) >= today
    )


def _check(tool: str, circumstances: Circumstances, context: ToolContext, holder: str) -> None:
    decision = Permissions.load().decide(context.caller, tool, Accounts(holder), circumstances)
    if not decision.allowed:
        raise ToolFailure("not_available", " ".join(decision.says) or "That is not possible here.")


def _check_draft(tool: str, draft: Draft, context: ToolContext) -> None:
    if (draft.tool, draft.maker, draft.about) != (tool, context.caller.subject, context.caller.about):
        raise ToolFailure("not_allowed", "That is not possible here.")
