"""What a model calls instead of acting: ask, decline, hand the conversation to a person."""

from prompts.schema import REASONS
from tools.arguments import Clarification, Decline, HandOff, NoArguments
from tools.client import JsonObject
from tools.context import ToolContext
from tools.errors import ToolFailure


async def ask_clarification(_: ToolContext, arguments: Clarification) -> JsonObject:
    return {"question": arguments.question, "options": arguments.options}


async def decline(_: ToolContext, arguments: Decline) -> JsonObject:
    known = REASONS["decline"]
    if arguments.reason not in known:
        raise ToolFailure("invalid", f"Unknown reason; known are: {', '.join(sorted(known))}.")
    return {"reason": arguments.reason}


async def withdraw_proposals(context: ToolContext, _: NoArguments) -> JsonObject:
    """The person does not want what was proposed in this thread after all: what is still open will not happen."""
    context.withdraws_open = True
    return {"withdrawn": True}


async def hand_off(context: ToolContext, arguments: HandOff) -> JsonObject:
    """What the hand-off rules (prompts/handoffs.yaml) say about this reason: queue, hours, phone."""
    rule = context.handoffs.get(arguments.reason)
    if rule is None:
        raise ToolFailure("invalid", f"Unknown reason; known are: {', '.join(sorted(context.handoffs))}.")
    shown = {key: rule[key] for key in ("queue", "phone", "hours", "urgent") if key in rule}
    return {"reason": arguments.reason, **shown, "opening": rule["opening"].get(context.language, "")}
