"""Last node: a reply leaves only if every figure and claim has a source; otherwise it is rebuilt or withheld."""

from collections.abc import Mapping
from typing import Any, Literal

from langgraph.runtime import Runtime

from assistant.events import StepFinished, StepStarted
from assistant.guards.evidence import Evidence, GuardReport, Passage
from assistant.nodes.compose import default_words, drafted
from assistant.results import Outcome, ToolCall
from assistant.state import Afresh, TurnContext, TurnState
from assistant.stopwatch import measured
from tools.untrusted import parted

_KEPT: frozenset[Outcome] = frozenset({"handoff", "refused", "failed", "proposal"})
"""Ends that stay what they are when the model's words are withheld; the fixed words for them are said instead."""


async def guard_output(state: TurnState, runtime: Runtime[TurnContext]) -> Mapping[str, Any]:
    context = runtime.context
    context.emit(StepStarted("guard_output"))
    parts = [parted(call.name, call.result) for call in state["tool_calls"]]
    evidence = Evidence(
        caller=context.tools.caller,
        business_date=context.tools.business_date,
        user_texts=context.user_texts,
        tool_results=[call.result for call in state["tool_calls"]],
        passages=state["passages"],
        tool_arguments=[call.arguments for call in state["tool_calls"]],
        citations=state["citations"],
        own_results=[own for own, _ in parts],
        others_texts=[text for _, texts in parts for text in texts],
    )
    with measured(context.timings, "guards"):
        report = await context.guard_output(state["answer"], evidence)
    context.emit(StepFinished("guard_output"))
    if not report.blocked:
        return {"answer": _presented(report.text, state, context), "verdicts": report.verdicts}
    if context.fallback and not state["falls_back"]:
        return _begin_again(context, report)
    outcome: Outcome = state["outcome"] if state["outcome"] in _KEPT else "abstained"
    words = _presented(default_words(state, outcome, context), state, context)
    return {"answer": words, "citations": [], "outcome": outcome, "verdicts": report.verdicts, "falls_back": False}


def _presented(answer: str, state: TurnState, context: TurnContext) -> str:
    """The answer with each proposal's own words below: made from canonical values, so that no guard need read them.

    Where the turn goes to a person, nothing is proposed.
    """
    if state["outcome"] != "proposal":
        return answer
    shown = [context.wording.proposal(one, context.tools.language) for one in drafted(state["tool_calls"])]
    return "\n\n".join(part for part in (answer, *shown) if part)


def _begin_again(context: TurnContext, failed: GuardReport) -> Mapping[str, Any]:
    """The local model takes the turn from its start; of the failed reply only the verdict is kept."""
    context.tools.drafts.clear()
    context.tools.withdraws_open = False
    verdicts = [
        verdict.model_copy(update={"verdict": "rebuild"}) if verdict.verdict == "block" else verdict
        for verdict in failed.verdicts
    ]
    return {
        "messages": Afresh(context.first_messages),
        "tool_calls": Afresh[ToolCall](),
        "passages": Afresh[Passage](),
        "drafts": Afresh[dict[str, Any]](),
        "withdraws_open": False,
        "verdicts": verdicts,
        "steps": 0,
        "falls_back": True,
        "answer": "",
        "citations": [],
    }


def after_guard_output(state: TurnState) -> Literal["plan", "end"]:
    """Back to the plan where the local model takes over (there is no answer yet), else the end."""
    return "plan" if state["falls_back"] and not state["answer"] else "end"
