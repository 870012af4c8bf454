"""The model's turn: it answers with tool calls, or with the words of the reply."""

import asyncio
from collections.abc import Mapping
from typing import Any, Literal

from langchain_core.messages import AIMessage
from langgraph.runtime import Runtime

from assistant.errors import ModelUnavailable
from assistant.events import StepFinished, StepStarted
from assistant.state import TurnContext, TurnState
from assistant.stopwatch import measured


async def plan(state: TurnState, runtime: Runtime[TurnContext]) -> Mapping[str, Any]:
    """Ask the model. Raises ModelUnavailable when it fails or does not answer within its own deadline."""
    context = runtime.context
    step = "answer" if state["tool_calls"] else "plan"
    context.emit(StepStarted(step))
    with measured(context.timings, "model"):
        reply = await _ask(context, state)
    if usage := reply.usage_metadata:
        context.usage.input_tokens += usage["input_tokens"]
        context.usage.output_tokens += usage["output_tokens"]
    context.emit(StepFinished(step))
    return {"messages": [reply], "steps": state["steps"] + 1}


async def _ask(context: TurnContext, state: TurnState) -> AIMessage:
    model = context.fallback if state["falls_back"] and context.fallback else context.model
    try:
        async with asyncio.timeout(context.limits.model_deadline_s):
            return await model.ainvoke(state["messages"])
    except TimeoutError as error:
        raise ModelUnavailable(f"no answer within {context.limits.model_deadline_s:g} s") from error
    except Exception as error:
        raise ModelUnavailable(f"{type(error).__name__}: {str(error)[:200]}") from error


def after_plan(state: TurnState) -> Literal["act", "compose"]:
    last = state["messages"][-1]
    return "act" if isinstance(last, AIMessage) and last.tool_calls else "compose"
