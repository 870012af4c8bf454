"""Runs the tool calls of one model message side by side, within the turn's bounds."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from langchain_core.messages import AIMessage, ToolMessage
from langchain_core.messages import ToolCall as RequestedCall
from langgraph.runtime import Runtime

from assistant.events import StepFinished, StepStarted, ToolFinished, ToolStarted
from assistant.guards.evidence import Passage
from assistant.results import ToolCall
from assistant.state import TurnContext, TurnState
from assistant.stopwatch import measured
from tools import registry
from tools.client import JsonObject
from tools.errors import ToolFailure
from tools.untrusted import marked

_SEARCH = "search_policies"


async def act(state: TurnState, runtime: Runtime[TurnContext]) -> Mapping[str, Any]:
    context = runtime.context
    last = state["messages"][-1]
    requested = last.tool_calls if isinstance(last, AIMessage) else []
    allowed = context.limits.max_tool_calls - len(state["tool_calls"])
    made = len(context.tools.drafts)
    context.emit(StepStarted("read"))
    results = await asyncio.gather(
        *(_run(call, context) if index < allowed else _too_many() for index, call in enumerate(requested))
    )
    passages = _label_passages(results, first=len(state["passages"]) + 1)
    context.emit(StepFinished("read"))
    return {
        "messages": [_message(call, result) for call, result in zip(requested, results, strict=True)],
        "tool_calls": [
            ToolCall(name=call["name"], arguments=call["args"], result=result)
            for call, result in zip(requested, results, strict=True)
        ],
        "passages": passages,
        "drafts": [draft.model_dump(mode="json") for draft in context.tools.drafts[made:]],
        "withdraws_open": state["withdraws_open"] or context.tools.withdraws_open,
    }


async def _run(call: RequestedCall, context: TurnContext) -> JsonObject:
    call_id = str(call["id"])
    context.emit(ToolStarted(call_id, call["name"], call["args"]))
    with measured(context.timings, "retrieval" if call["name"] == _SEARCH else "tools"):
        result = await registry.call(call["name"], call["args"], context.tools)
    context.emit(ToolFinished(call_id, call["name"], result))
    return result


async def _too_many() -> JsonObject:
    return ToolFailure("not_available", "No more tool calls in this turn; answer from what you have.").as_result()


def _message(call: RequestedCall, result: JsonObject) -> ToolMessage:
    """What the model sees of a result: other people's text in it is marked as such."""
    content = json.dumps(marked(call["name"], result), separators=(",", ":"), ensure_ascii=False)
    return ToolMessage(content, tool_call_id=str(call["id"]), name=call["name"])


def _label_passages(results: Sequence[JsonObject], first: int) -> list[Passage]:
    """Number passages over the turn (`P1`, `P2`, ...) inside the results themselves; a repeated one keeps its label."""
    labelled: dict[tuple[str, int, str, str], Passage] = {}
    for result in results:
        for row in result.get("passages", []):
            key = (row["document"], row["version"], row["section"], row["text"])
            if key not in labelled:
                labelled[key] = Passage(
                    f"P{first + len(labelled)}", *key[:3], row["title"], row["effective_from"], row["text"]
                )
            row["passage"] = labelled[key].label
    return list(labelled.values())


def after_act(state: TurnState, runtime: Runtime[TurnContext]) -> Literal["plan", "compose"]:
    """Back to the model, unless it only asked the person something or the bound on model calls is reached."""
    only_asked = all(call.name == "ask_clarification" and "error" not in call.result for call in state["tool_calls"])
    return "compose" if only_asked or state["steps"] >= runtime.context.limits.max_steps else "plan"
