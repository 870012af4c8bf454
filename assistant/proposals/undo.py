"""Taking back: a new draft of the tool that undoes, with arguments from the receipt and nothing from any text."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from assistant.proposals.errors import NotPermitted, UndoFailed
from assistant.proposals.judging import Judge
from assistant.proposals.records import Proposal
from tools import registry
from tools.caller import Caller
from tools.context import Picked, ToolContext
from tools.drafting import Draft

OpenTools = Callable[[Caller, str, Callable[[str], bool]], Awaitable[ToolContext]]
"""A turn's reach for this caller, in this language, with what the person asks for."""


class Undoing(Protocol):
    """Makes the draft that takes a done proposal back."""

    async def draft(self, caller: Caller, done: Proposal, judge: Judge, tool: str) -> Draft:
        """Raises NotPermitted, UndoFailed."""
        ...


class UndoByTool:
    """By the undo tool that the write tool names (tools.registry.WriteSpec.undo), run like in a turn."""

    def __init__(self, open_tools: OpenTools) -> None:
        self._open_tools = open_tools

    async def draft(self, caller: Caller, done: Proposal, judge: Judge, tool: str) -> Draft:
        draft, receipt = judge.opened(done), done.receipt_of(judge.keyring)
        decision = judge.may(caller, "undo", done, draft)
        if not decision.allowed:
            raise NotPermitted(" ".join(decision.says) or "This is not yours to take back.")
        if receipt is None:
            raise UndoFailed("There is no receipt of this; a person on our team can look into it.")
        # The person presses a button that names the tool: what they ask for is that tool, and nothing else.
        context = await self._open_tools(caller, done.language, lambda asked: asked == tool)
        given = _arguments(tool, draft, receipt.resource)
        context.words = Picked(str(value) for value in given.values())
        answer = await registry.call(tool, given, context)
        if "error" in answer or len(context.drafts) != 1:
            problem: dict[str, Any] = answer.get("error", {})
            raise UndoFailed(str(problem.get("message") or "It cannot be taken back as things stand."))
        return context.drafts[0]


def _arguments(tool: str, draft: Draft, resource: Any) -> dict[str, Any]:
    """What the undo tool takes, by name: the account of the request, and ids of what the receipt says was made."""
    given: dict[str, Any] = {}
    for name in registry.TOOLS[tool].arguments.model_fields:
        if name == "account":
            given[name] = draft.operation.account_id
        elif f"{name}_id" in resource:
            given[name] = resource[f"{name}_id"]
    return given
