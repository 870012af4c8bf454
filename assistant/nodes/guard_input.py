"""First node: looks at the caller's words before any model does."""

from collections.abc import Mapping
from typing import Any, Literal

from langgraph.runtime import Runtime

from assistant.events import StepFinished, StepStarted
from assistant.state import TurnContext, TurnState
from assistant.stopwatch import measured


async def guard_input(state: TurnState, runtime: Runtime[TurnContext]) -> Mapping[str, Any]:
    context = runtime.context
    context.emit(StepStarted("guard_input"))
    with measured(context.timings, "guards"):
        report = await context.guard_input(context.user_texts[-1], context.tools.caller)
    context.emit(StepFinished("guard_input"))
    return {"verdicts": report.verdicts, "blocked": report.reason if report.blocked else None}


def after_guard_input(state: TurnState) -> Literal["plan", "compose"]:
    return "compose" if state["blocked"] else "plan"
