"""Fake turns for tests of who speaks."""

from typing import Any

from assistant.results import Handoff, Outcome, ToolCall, TurnResult
from evals.played import Turn


def call(name: str, result: dict[str, Any] | None = None, **arguments: Any) -> ToolCall:
    return ToolCall(name=name, arguments=arguments, result=result or {"ok": True})


def unclear(tool: str, argument: str, message: str) -> ToolCall:
    return call(tool, {"error": {"kind": "unclear", "argument": argument, "message": message, "retry": False}})


def asking(question: str) -> ToolCall:
    asked = {"question": question, "options": ["A person, please"]}
    return call("ask_clarification", asked, **asked)


def turn(
    outcome: Outcome = "answered",
    answer: str = "So it is.",
    calls: tuple[ToolCall, ...] = (),
    proposes: tuple[str, ...] = (),
    handoff: str | None = None,
    said: str = "a message",
) -> Turn:
    result = TurnResult(
        thread_id="t",
        turn_id="1",
        outcome=outcome,
        answer=answer,
        tool_calls=list(calls),
        proposals=[{"tool": tool, "lines": []} for tool in proposes],
        handoff=Handoff(handoff_id="h", reason=handoff, queue="support") if handoff else None,
        prompt="assistant@1#x",
        model="fake",
    )
    return Turn(said, result)
