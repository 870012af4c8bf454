"""The graph's state for one turn, and what its nodes may reach. Nothing of it outlives the turn (see threads.py)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, TypedDict, TypeVar

from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.runnables import Runnable

from assistant.events import Emit
from assistant.guards.evidence import InputGuards, OutputGuards, Passage
from assistant.results import Citation, GuardVerdict, Outcome, Timings, ToolCall, Usage
from assistant.wording import Wording
from tools.context import ToolContext

_Row = TypeVar("_Row")


class Afresh(list[_Row]):
    """An update that replaces a growing channel: the turn begins again with these rows."""


def grow(before: list[_Row], update: list[_Row]) -> list[_Row]:
    """Channels grow by their updates, unless one says to begin afresh."""
    return list(update) if isinstance(update, Afresh) else [*before, *update]


class TurnState(TypedDict):
    """Channels of the graph. `falls_back`: the local model answers, since the chosen one's reply failed a guard.

    drafts: what write tools made, as JSON; withdraws_open: the person takes back what the thread proposed before.
    """

    messages: Annotated[list[BaseMessage], grow]
    tool_calls: Annotated[list[ToolCall], grow]
    passages: Annotated[list[Passage], grow]
    drafts: Annotated[list[dict[str, Any]], grow]
    withdraws_open: bool
    verdicts: Annotated[list[GuardVerdict], grow]
    steps: int
    falls_back: bool
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

    fallback: the local model, which answers in a provider's place when its reply fails a guard; None where the local
    model is the chosen one.
    first_messages: what the model is given at the start, to begin again from.
    previous_outcomes: of this thread's earlier turns, newest last.
    """

    tools: ToolContext
    model: Runnable[LanguageModelInput, AIMessage]
    fallback: Runnable[LanguageModelInput, AIMessage] | None
    guard_input: InputGuards
    guard_output: OutputGuards
    wording: Wording
    limits: Limits
    emit: Emit
    user_texts: Sequence[str]
    first_messages: Sequence[BaseMessage]
    previous_outcomes: Sequence[Outcome] = ()
    usage: Usage = field(default_factory=Usage)
    timings: Timings = field(default_factory=Timings)


def first_state(messages: Sequence[BaseMessage]) -> TurnState:
    """Of a turn that has not begun: nothing called, said or decided."""
    return {
        "messages": list(messages),
        "tool_calls": [],
        "passages": [],
        "drafts": [],
        "withdraws_open": False,
        "verdicts": [],
        "steps": 0,
        "falls_back": False,
        "blocked": None,
        "outcome": "failed",
        "answer": "",
        "citations": [],
    }
