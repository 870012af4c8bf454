"""What makes a recorded answer the answer to a question, and what does not."""

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage

from evals.lanes.keys import Asked

TOOL: dict[str, Any] = {
    "type": "function",
    "function": {"name": "get_balance", "description": "The balance.", "parameters": {}},
}


def asked(**changes: Any) -> Asked:
    """A second call of a turn, after a tool's answer."""
    given: dict[str, Any] = {
        "model": "openai:gpt-4o-mini",
        "messages": conversation("5f0e1f5c-1111-4222-8333-444455556666", "call_1", "2026-05-15T09:30:00+00:00"),
        "tools": [TOOL],
        "parameters": {"temperature": 0},
        "epoch": 0,
    }
    return Asked(**{**given, **changes})


def conversation(generated: str, call: str, instant: str, system: str = "Be exact.") -> list[BaseMessage]:
    return [
        SystemMessage(system),
        HumanMessage("what do I owe"),
        AIMessage("", tool_calls=[{"name": "get_balance", "args": {}, "id": call}]),
        ToolMessage(f'{{"balance_cents": 12345, "id": "{generated}", "as_of": "{instant}"}}', tool_call_id=call),
    ]


def test_generated_ids_and_instants_make_no_difference() -> None:
    other = conversation("00000000-aaaa-4bbb-8ccc-dddddddddddd", "call_other", "2027-01-01 00:00:00Z")
    assert asked().key == asked(messages=other).key


CHANGED_TOOL: dict[str, Any] = {
    **TOOL,
    "function": {"name": "get_balance", "description": "The balance!", "parameters": {}},
}
SAME = ("5f0e1f5c-1111-4222-8333-444455556666", "call_1", "2026-05-15T09:30:00+00:00")


@pytest.mark.parametrize(
    "changes",
    [
        {"model": "openai:gpt-4o"},
        {"messages": conversation(*SAME, system="Be exact!")},
        {"messages": conversation(*SAME)[:-1]},
        {"tools": [CHANGED_TOOL]},
        {"tools": []},
        {"parameters": {"temperature": 0.1}},
        {"epoch": 1},
    ],
    ids=["model", "prompt", "fewer messages", "tool description", "no tools", "parameters", "epoch"],
)
def test_whatever_else_changes_is_another_question(changes: dict[str, Any]) -> None:
    assert asked(**changes).key != asked().key


@given(st.text(string.ascii_letters + " ?", max_size=40), st.text(string.ascii_letters + " ?", max_size=40))
def test_different_words_never_share_a_key(one: str, other: str) -> None:
    assert (asked(messages=[HumanMessage(one)]).key == asked(messages=[HumanMessage(other)]).key) == (one == other)
