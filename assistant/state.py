"""The graph's state for one turn, and what its nodes may reach. Nothing of it outlives the turn (see threads.py)."""

import operator
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, TypedDict

from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.runnables import Runnable

from assistant.events import Emit
from assistant.guards.evidence import InputGuards, OutputGuards, Passage
from assistant.results import Citation, GuardVerdict, Outcome, Timings, ToolCall, Usage
from assistant.wording import Wording
from tools.context import ToolContext


class TurnState(TypedDict):
    """Channels of the graph; lists only grow."""

    messages: Annotated[list[BaseMessage], operator.add]
    tool_calls: Annotated[list[ToolCall], operator.add]
    passages: Annotated[list[Passage], operator.add]
    verdicts: Annotated[list[GuardVerdict], operator.add]
    steps: int
    blocked: str | None
    outcome: Outcome
    answer: str
    citations: list[Citation]


@dataclass(frozen=True)
class Limits:
    """Bounds of one turn."""

    deadline_s: float
    model_deadline_s: float
    max_steps: int
    max_tool_calls: int


@dataclass
class TurnContext:
    """What the nodes of one turn may reach; `usage` and `timings` add up while it runs.

    rebuilder: the local model, which can write an answer from tool results alone when a provider's reply fails a guard.
    previous_outcomes: of this thread's earlier turns, newest last.
    """

    tools: ToolContext
    model: Runnable[LanguageModelInput, AIMessage]
    rebuilder: BaseChatModel
    guard_input: InputGuards
    guard_output: OutputGuards
    wording: Wording
    limits: Limits
    emit: Emit
    user_texts: Sequence[str]
    previous_outcomes: Sequence[Outcome] = ()
    usage: Usage = field(default_factory=Usage)
    timings: Timings = field(default_factory=Timings)
