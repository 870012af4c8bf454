"""Last node: a reply leaves only if every figure and claim has a source; otherwise it is rebuilt or withheld."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from langchain_core.messages import AIMessage
from langgraph.runtime import Runtime

from assistant.citing import cite
from assistant.events import StepFinished, StepStarted
from assistant.guards.evidence import Evidence, GuardReport
from assistant.nodes.compose import default_words
from assistant.results import GuardVerdict, Outcome
from assistant.state import TurnContext, TurnState
from assistant.stopwatch import measured

_KEPT: frozenset[Outcome] = frozenset({"handoff", "refused", "failed"})
"""Ends that stay what they are when the model's words are withheld; the fixed words for them are said instead."""


async def guard_output(state: TurnState, runtime: Runtime[TurnContext]) -> Mapping[str, Any]:
    context = runtime.context
    context.emit(StepStarted("guard_output"))
    evidence = Evidence(
        caller=context.tools.caller,
        business_date=context.tools.business_date,
        user_texts=context.user_texts,
        tool_results=[call.result for call in state["tool_calls"]],
        passages=state["passages"],
        tool_arguments=[call.arguments for call in state["tool_calls"]],
        citations=state["citations"],
    )
    report = await _check(state["answer"], evidence, context)
    if not report.blocked:
        change: Mapping[str, Any] = {"answer": report.text, "verdicts": report.verdicts}
    else:
        change = await _rebuild(state, evidence, report, context)
    context.emit(StepFinished("guard_output"))
    return change


async def _check(answer: str, evidence: Evidence, context: TurnContext) -> GuardReport:
    with measured(context.timings, "guards"):
        return await context.guard_output(answer, evidence)


async def _rebuild(
    state: TurnState, evidence: Evidence, failed: GuardReport, context: TurnContext
) -> Mapping[str, Any]:
    """Write the reply anew from the same results with the local model; withhold it if that does not pass either."""
    if any(call.name != "ask_clarification" for call in state["tool_calls"]):
        with measured(context.timings, "model"):
            messages = state["messages"]
            last = messages[-1]
            spoken = isinstance(last, AIMessage) and not last.tool_calls
            reply = await context.rebuilder.ainvoke(messages[:-1] if spoken else messages)
        answer, citations = cite(reply.text.strip(), state["passages"])
        report = await _check(answer, replace(evidence, citations=citations), context)
        if answer and not report.blocked:
            verdicts = [*_as_rebuilt(failed), *report.verdicts]
            return {"answer": report.text, "citations": citations, "verdicts": verdicts}
    outcome: Outcome = state["outcome"] if state["outcome"] in _KEPT else "abstained"
    words = default_words(state, outcome, context)
    return {"answer": words, "citations": [], "outcome": outcome, "verdicts": failed.verdicts}


def _as_rebuilt(failed: GuardReport) -> list[GuardVerdict]:
    return [
        verdict.model_copy(update={"verdict": "rebuild"}) if verdict.verdict == "block" else verdict
        for verdict in failed.verdicts
    ]
