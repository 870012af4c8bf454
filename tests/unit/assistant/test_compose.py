"""Which end a turn has, by what the model called and said."""

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest
from langchain_core.messages import AIMessage
from langgraph.runtime import Runtime

from assistant import handoff
from assistant.nodes.act import after_act
from assistant.nodes.compose import compose
from assistant.results import Outcome, ToolCall
from assistant.state import TurnContext, TurnState

Call = tuple[str, dict[str, Any], dict[str, Any]]
DOWN: dict[str, Any] = {"error": {"kind": "temporary", "message": "later", "retry": True}}
NONE: dict[str, Any] = {"error": {"kind": "not_found", "message": "no such account", "retry": False}}
READ: Call = ("get_balance", {}, {"accounts": []})
FOUND: Call = ("search_policies", {"query": "q"}, {"passages": []})
ASK: Call = ("ask_clarification", {}, {"question": "Which account?", "options": ["A", "B"]})
PERSON: Call = ("hand_off", {"reason": "scam"}, {"reason": "scam", "queue": "fraud"})
NOT_COVERED: Call = ("decline", {"reason": "not_covered"}, {"reason": "not_covered"})
LEGAL: Call = ("decline", {"reason": "legal_advice"}, {"reason": "legal_advice"})


class Words:
    """Says the name of the phrasing."""

    def say(self, name: str, language: str, **values: Any) -> str:
        return f"<{name}>"


def runtime() -> Runtime[TurnContext]:
    rule = {"opening": {"en": "One moment."}, "queue": "fraud"}
    tools = SimpleNamespace(language="en", handoffs={"scam": rule}, business_date=date(2026, 5, 15))
    limits = SimpleNamespace(max_steps=4)
    return cast(
        Runtime[TurnContext], SimpleNamespace(context=SimpleNamespace(tools=tools, wording=Words(), limits=limits))
    )


def state(*calls: Call, said: str = "", blocked: str | None = None, steps: int = 1) -> TurnState:
    made = [ToolCall(name=name, arguments=arguments, result=result) for name, arguments, result in calls]
    return {
        "messages": [AIMessage(said)],
        "tool_calls": made,
        "passages": [],
        "drafts": [],
        "withdraws_open": False,
        "verdicts": [],
        "steps": steps,
        "falls_back": False,
        "blocked": blocked,
        "outcome": "failed",
        "answer": "",
        "citations": [],
    }


DRAFT: Call = ("request_draw", {"amount": "500"}, {"proposal": {"tool": "request_draw"}})
MISSING: Call = ("request_draw", {}, {"error": {"kind": "unclear", "message": "How much?", "retry": False}})
ENDS: list[tuple[list[Call], str, str, str]] = [
    ([READ], "Here.", "answered", "Here."),
    ([], "Hello.", "answered", "Hello."),
    ([], "", "abstained", "<decline.not_covered>"),
    ([READ], "", "abstained", "<decline.not_covered>"),
    ([FOUND], "Without a source.", "abstained", "Without a source."),
    ([ASK], "", "clarify", "Which account?\n- A\n- B"),
    ([PERSON], "", "handoff", "<handoff>"),
    ([READ, PERSON], "Someone will call.", "handoff", "Someone will call."),
    ([NOT_COVERED], "", "abstained", "<decline.not_covered>"),
    ([LEGAL], "", "refused", "<decline.legal_advice>"),
    ([READ, LEGAL], "Your balance. No legal advice.", "answered", "Your balance. No legal advice."),
    ([("get_balance", {}, DOWN)], "", "failed", "<failed.accounts>"),
    ([("get_balance", {}, DOWN), READ], "Partly.", "answered", "Partly."),
    ([("get_balance", {}, NONE)], "No such account.", "answered", "No such account."),
    ([("hand_off", {"reason": "x"}, NONE)], "Sorry.", "answered", "Sorry."),
    ([("ask_clarification", {}, NONE)], "", "abstained", "<decline.not_covered>"),
    ([("decline", {}, NONE)], "", "abstained", "<decline.not_covered>"),
]


@pytest.mark.parametrize(("calls", "said", "outcome", "answer"), ENDS)
async def test_outcomes(calls: list[Call], said: str, outcome: str, answer: str) -> None:
    ended = await compose(state(*calls, said=said), runtime())
    assert (ended["outcome"], ended["answer"]) == (outcome, answer)


async def test_a_blocked_message_is_refused_in_the_prompts_words_and_cites_nothing() -> None:
    ended = await compose(state(blocked="instruction_override"), runtime())
    assert ended == {"outcome": "refused", "answer": "<decline.instruction_override>", "citations": []}


NEXT: list[tuple[list[Call], int, str]] = [
    ([ASK], 1, "compose"),
    ([("ask_clarification", {}, NONE)], 1, "plan"),
    ([ASK, READ], 1, "plan"),
    ([READ], 3, "plan"),
    ([READ], 4, "compose"),
]


@pytest.mark.parametrize(("calls", "steps", "after"), NEXT)
def test_after_the_calls(calls: list[Call], steps: int, after: str) -> None:
    assert after_act(state(*calls, steps=steps), runtime()) == after


TAKEOVERS: list[tuple[Outcome, list[Outcome], bool]] = [
    ("abstained", [], False),
    ("abstained", ["answered"], False),
    ("abstained", ["abstained"], True),
    ("clarify", ["abstained"], True),
    ("abstained", ["abstained", "answered"], False),
    ("answered", ["abstained"], False),
    ("refused", ["abstained"], False),
]


@pytest.mark.parametrize(("outcome", "previous", "due"), TAKEOVERS)
def test_a_person_takes_over_after_two_turns_without_an_answer(
    outcome: Outcome, previous: list[Outcome], due: bool
) -> None:
    assert handoff.is_due(outcome, previous) is due


@pytest.mark.parametrize(
    ("made", "said", "outcome", "answer"),
    [
        ([DRAFT], "I have sent you $500.", "proposal", ""),
        ([DRAFT, READ], "You owe nothing.", "proposal", "You owe nothing."),
        ([MISSING], "", "clarify", "How much?"),
        ([MISSING, READ], "You owe nothing.", "answered", "You owe nothing."),
        ([DRAFT, PERSON], "", "handoff", "<handoff>"),
    ],
    ids=["alone, the model is not heard", "beside a read", "a question", "a question beside a read", "a person first"],
)
async def test_ends_with_writes(made: list[Call], said: str, outcome: str, answer: str) -> None:
    told = await compose(state(*made, said=said), runtime())
    assert (told["outcome"], told["answer"]) == (outcome, answer)
