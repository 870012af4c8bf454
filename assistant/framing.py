"""The system prompt of a turn: the business date, who is talking, and whose accounts the tools read."""

from typing import Literal

from prompts.bundle import PromptBundle
from tools import registry
from tools.caller import Caller
from tools.context import ToolContext

SignedIn = Literal["yes", "serving", "staff_serving", "staff", "no"]
_UNNAMED = "the borrower"


async def system_prompt(prompt: PromptBundle, tools: ToolContext) -> str:
    """Raises ToolFailure where the served borrower's name cannot be read."""
    signed_in = _signed_in(tools.caller)
    return prompt.render_system(
        business_date=tools.business_date.isoformat(),
        weekday=f"{tools.business_date:%A}",
        borrower_name=await _name(tools, signed_in),
        signed_in=signed_in,
        language=tools.language,
    )


def _signed_in(caller: Caller) -> SignedIn:
    """`serving`: a third party on behalf of one borrower; `staff_serving`: staff likewise; `staff`: serving nobody.

    Where staff want a reply to the borrower, the model talks with that borrower.
    """
    if caller.for_borrower:
        return "yes" if caller.has_accounts else "no"
    if caller.has_accounts:
        return "yes" if caller.role == "borrower" else "staff_serving" if caller.is_staff else "serving"
    return "staff" if caller.is_staff else "no"


async def _name(tools: ToolContext, signed_in: SignedIn) -> str:
    """Of the borrower whom the conversation is about."""
    if signed_in in ("serving", "staff_serving") or (tools.caller.for_borrower and signed_in == "yes"):
        return await _served(tools)
    return "" if tools.caller.for_borrower else tools.caller.name or ""


async def _served(tools: ToolContext) -> str:
    """The served borrower's name, where the caller may read it."""
    if not any(spec.name == "get_profile" for spec in registry.available(tools.caller)):
        return _UNNAMED
    return str((await tools.profile())["name"])
