"""The agent on one screen: guard input -> plan -> (act)* -> compose -> guard output.

START -> guard_input --blocked--> compose
             |
           plan <------+<-----------------+
           |  |        |                  | blocked: once more, by the local model
    calls  |  +-- text -> compose -> guard_output -> END
           v           |
          act ---------+

Act goes on to compose where the model only asked the person something, or a bound is reached.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, cast

from langchain_core.runnables import RunnableConfig
from langgraph.graph import END, START, StateGraph

from assistant.nodes.act import act, after_act
from assistant.nodes.compose import compose
from assistant.nodes.guard_input import after_guard_input, guard_input
from assistant.nodes.guard_output import after_guard_output, guard_output
from assistant.nodes.plan import after_plan, plan
from assistant.state import TurnContext, TurnState


class TurnGraph(Protocol):
    """The compiled graph: one turn's state in, its end state out."""

    async def ainvoke(
        self, state: TurnState | None, config: RunnableConfig, *, context: TurnContext, durability: str
    ) -> dict[str, Any]: ...
    def copy(self, update: Mapping[str, Any]) -> "TurnGraph": ...


_Paths = Sequence[str] | Mapping[str, str]


class _Builder(Protocol):
    """The part of LangGraph's StateGraph that is used here, without its unknown types."""

    def add_node(self, name: str, node: Callable[..., Any]) -> object: ...
    def add_edge(self, start: str, end: str) -> object: ...
    def add_conditional_edges(
        self, source: str, path: Callable[..., str], path_map: Sequence[str] | Mapping[str, str]
    ) -> object: ...
    def compile(self) -> TurnGraph: ...


def build_graph() -> TurnGraph:
    """The compiled graph; it keeps nothing between turns, so one serves all threads."""
    graph = cast(_Builder, StateGraph(TurnState, TurnContext))
    graph.add_node("guard_input", guard_input)
    graph.add_node("plan", plan)
    graph.add_node("act", act)
    graph.add_node("compose", compose)
    graph.add_node("guard_output", guard_output)
    graph.add_edge(START, "guard_input")
    graph.add_conditional_edges("guard_input", after_guard_input, ["plan", "compose"])
    graph.add_conditional_edges("plan", after_plan, ["act", "compose"])
    graph.add_conditional_edges("act", after_act, ["plan", "compose"])
    graph.add_edge("compose", "guard_output")
    graph.add_conditional_edges("guard_output", after_guard_output, {"plan": "plan", "end": END})
    return graph.compile()
