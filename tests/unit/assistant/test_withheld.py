"""Where nobody is left to answer in its place, a reply that fails a guard is withheld."""

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest
from langgraph.runtime import Runtime

from assistant.guards.evidence import GuardReport
from assistant.nodes.guard_output import after_guard_output, guard_output
from assistant.results import Citation, GuardVerdict, Outcome, Timings, ToolCall
from assistant.state import TurnContext, TurnState

SAID = "You owe $9,876.54. [1]"
CITED = Citation(id=1, document="D", version=1, section="s", title="t", effective_from="2025-01-01", quote="q")


class Words:
    def say(self, name: str, language: str, **values: Any) -> str:
        return f"<{name}>"

    def proposal(self, shown: Mapping[str, Any], language: str) -> str:
        return f"<proposal {shown['tool']}>"


async def blocking(text: str, evidence: object) -> GuardReport:
    return GuardReport(text, [GuardVerdict(name="figures", direction="output", verdict="block", ms=0)], True, "figures")


def runtime(fallback: object) -> Runtime[TurnContext]:
    context = SimpleNamespace(
        tools=SimpleNamespace(
            caller=None, business_date=date(2026, 5, 15), language="en", handoffs={}, drafts=["draft"]
        ),
        fallback=fallback,
        first_messages=["first"],
        user_texts=["hi"],
        guard_output=blocking,
        wording=Words(),
        timings=Timings(),
        emit=list[object]().append,
    )
    return cast(Runtime[TurnContext], SimpleNamespace(context=context))


def state(outcome: Outcome, falls_back: bool) -> TurnState:
    return {
        "messages": [],
        "tool_calls": [],
        "passages": [],
        "drafts": [],
        "withdraws_open": False,
        "verdicts": [],
        "steps": 1,
        "falls_back": falls_back,
        "blocked": None,
        "outcome": outcome,
        "answer": SAID,
        "citations": [CITED],
    }


@pytest.mark.parametrize(("fallback", "falls_back"), [(None, False), ("local", True)], ids=["none", "failed as well"])
@pytest.mark.parametrize(("outcome", "ends"), [("answered", "abstained"), ("failed", "failed")])
async def test_a_reply_that_fails_is_withheld(
    fallback: object, falls_back: bool, outcome: Outcome, ends: Outcome
) -> None:
    before = state(outcome, falls_back)
    after = await guard_output(before, runtime(fallback))
    assert after["outcome"] == ends
    assert after["citations"] == []
    assert after["answer"].startswith("<")
    assert after_guard_output(cast(TurnState, {**before, **after})) == "end"


async def test_a_fallback_begins_from_the_first_messages() -> None:
    before = state("answered", falls_back=False)
    after = await guard_output(before, runtime("local"))
    assert (after["messages"], after["tool_calls"], after["steps"]) == (["first"], [], 0)
    assert [verdict.verdict for verdict in after["verdicts"]] == ["rebuild"]
    assert after_guard_output(cast(TurnState, {**before, **after})) == "plan"


async def test_a_proposal_is_shown_in_its_own_words_whatever_the_model_said() -> None:
    made = ToolCall(name="request_draw", arguments={}, result={"proposal": {"tool": "request_draw"}})
    told = await guard_output({**state("proposal", True), "tool_calls": [made]}, runtime(None))
    assert told["outcome"] == "proposal"
    assert told["answer"] == "<proposal request_draw>"


async def test_drafts_of_a_withheld_reply_are_dropped_with_it() -> None:
    there = runtime("local")
    await guard_output(state("answered", False), there)
    assert not there.context.tools.drafts
