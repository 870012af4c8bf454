"""Runs one turn's graph: from its checkpoint where it was begun before, and on through a database that restarts."""

from collections.abc import Mapping
from typing import Any

from langchain_core.runnables import RunnableConfig

from assistant.checkpoints import TurnSaver
from assistant.graph import TurnGraph
from assistant.outages import outlast
from assistant.state import TurnContext, TurnState
from tools.drafting import Draft

_OUTAGE_S = 20.0


async def run(graph: TurnGraph, saver: TurnSaver, turn_id: str, context: TurnContext, first: TurnState) -> TurnState:
    """The graph's end state. What a checkpoint holds is not asked or read again.

    Raises SealBroken for a checkpoint that is refused, PlaceLost, and what the nodes raise.
    """
    runnable = graph.copy({"checkpointer": saver})
    config: RunnableConfig = {"configurable": {"thread_id": turn_id}}

    async def attempt() -> TurnState:
        found = await saver.aget_tuple(config)
        _take_up(context, found.checkpoint["channel_values"] if found else first)
        ended = await runnable.ainvoke(None if found else first, config, context=context, durability="async")
        return TurnState(**ended)

    return await outlast(attempt, _OUTAGE_S)


def _take_up(context: TurnContext, values: Mapping[str, Any]) -> None:
    """What the tools had made so far is put where they look for it."""
    context.tools.drafts[:] = [Draft.model_validate(made) for made in values["drafts"]]
    context.tools.withdraws_open = values["withdraws_open"]
