"""The bare agent that a turn is compared with: LangGraph's ready tool agent, the same tools, the Postgres saver.

It has no guards, no citations, no stored turns, no leases, no row-level security and no bounds; its model is a stub
that asks for the tool calls which the assistant's model asked for on the same message and then says the same answer.
"""

import json
import time
import uuid
import warnings
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolCall
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.tools import StructuredTool

from tools import registry
from tools.context import ToolContext

Step = list[tuple[str, dict[str, Any]]]


@dataclass
class Script:
    """What the stub says in this turn, in order, and how long it was asked for (milliseconds)."""

    context: ToolContext
    replies: list[AIMessage]
    model_ms: float = 0.0
    said: int = field(default=0)


_script: ContextVar[Script] = ContextVar("script")


class StubModel(BaseChatModel):
    """Says the turn's script; the time around each call is the model time that is left out."""

    @property
    def _llm_type(self) -> str:
        return "stub"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Runnable[LanguageModelInput, AIMessage]:
        return cast(Runnable[LanguageModelInput, AIMessage], self)

    async def ainvoke(
        self, input: LanguageModelInput, config: RunnableConfig | None = None, **kwargs: Any
    ) -> AIMessage:
        started = time.perf_counter()
        try:
            return await super().ainvoke(input, config, **kwargs)
        finally:
            _script.get().model_ms += (time.perf_counter() - started) * 1000

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        script = _script.get()
        reply = script.replies[min(script.said, len(script.replies) - 1)]
        script.said += 1
        return ChatResult(generations=[ChatGeneration(message=reply)])


class Agent(Protocol):
    """The compiled agent, as far as it is used."""

    async def ainvoke(self, input: dict[str, Any], config: dict[str, Any]) -> dict[str, Any]: ...


class BareAgent:
    """Answers turns the bare way."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent

    async def run_turn(
        self, thread_id: str, text: str, context: ToolContext, steps: Sequence[Step], answer: str
    ) -> float:
        """The turn's own work in milliseconds, the stub's time left out."""
        script = Script(context, [*(_asking(step) for step in steps if step), AIMessage(answer)])
        token = _script.set(script)
        started = time.perf_counter()
        try:
            config = {"configurable": {"thread_id": thread_id}}
            await self._agent.ainvoke({"messages": [HumanMessage(text)]}, config)
        finally:
            _script.reset(token)
        return (time.perf_counter() - started) * 1000 - script.model_ms


def _asking(step: Step) -> AIMessage:
    return AIMessage("", tool_calls=[ToolCall(name=name, args=args, id=uuid.uuid4().hex) for name, args in step])


def _tool(spec: registry.ToolSpec) -> StructuredTool:
    """The tool as LangChain has it: a function with an argument schema, answering JSON text."""

    async def run(**arguments: Any) -> str:
        given = {name: value for name, value in arguments.items() if value is not None}
        return json.dumps(await registry.call(spec.name, given, _script.get().context), default=str)

    return StructuredTool.from_function(
        coroutine=run, name=spec.name, description=spec.name, args_schema=spec.arguments
    )


@asynccontextmanager
async def opened(checkpoints_url: str) -> AsyncGenerator[BareAgent]:
    """The agent over a database of its own (a role that may create tables). Raises psycopg.Error."""
    from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver

    async with AsyncPostgresSaver.from_conn_string(checkpoints_url) as saver:
        await saver.setup()
        yield made(saver)


def made(saver: object) -> BareAgent:
    """The agent over any LangGraph saver."""
    import langgraph.prebuilt

    tools = [_tool(spec) for spec in registry.TOOLS.values()]
    with warnings.catch_warnings():
        # It has a successor in langchain, which adds a middleware layer; this one is the bare agent.
        warnings.simplefilter("ignore")
        create = cast(Callable[..., Agent], vars(langgraph.prebuilt)["create_react_agent"])
        return BareAgent(create(StubModel(), tools, checkpointer=saver))
