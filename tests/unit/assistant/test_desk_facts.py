"""Facts are what tools answered, by the fields that the data names: newest value, own source, nothing computed."""

from typing import Any

import pytest

from assistant.desk import facts, words
from assistant.desk.facts import Kind
from assistant.results import ToolCall
from tools import registry

LINE = {"account_id": "CL-1", "label": "Cash Line ending in 4233"}


def call(tool: str, **fields: Any) -> ToolCall:
    return ToolCall(name=tool, arguments={}, result={"as_of": "2026-05-15", "accounts": [{**LINE, **fields}]})


def test_a_fact_has_its_value_account_and_source() -> None:
    (found,) = facts.of([call("get_rate_terms", apr_bps=2199, tier="B")])
    assert found.model_dump() == {
        "label": "APR",
        "value": "21.99%",
        "account": "Cash Line ending in 4233",
        "source": "get_rate_terms",
    }


def test_of_two_readings_the_newest_stands() -> None:
    found = facts.of(
        [call("get_balance", current_balance_cents=100), call("get_balance", current_balance_cents=250_099)]
    )
    assert [(one.label, one.value) for one in found] == [("Balance", "$2,500.99")]


@pytest.mark.parametrize(
    "result",
    [
        {"error": {"kind": "not_available", "message": "no", "retry": False}},
        {"accounts": None},
        {"accounts": ["IL-1"]},
        {"accounts": [{"label": "x", "current_balance_cents": None}]},
        {"accounts": [{"label": "x", "current_balance_cents": "12"}]},
    ],
)
def test_what_was_not_answered_is_no_fact(result: dict[str, Any]) -> None:
    assert facts.of([ToolCall(name="get_balance", arguments={}, result=result)]) == []


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("money", -105, "-$1.05"),
        ("money", 0, "$0.00"),
        ("rate", 905, "9.05%"),
        ("date", "2026-06-03", "Jun 3, 2026"),
        ("date", "soon", None),
        ("yes_no", False, "No"),
        ("count", True, None),
        ("text", "past_due", "past due"),
    ],
)
def test_values_as_staff_read_them(kind: Kind, value: object, said: str | None) -> None:
    assert facts.words(kind, value) == said


def test_only_tools_that_there_are_are_listed() -> None:
    assert set(facts.load()) <= set(registry.TOOLS)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_notice_names_the_agent_or_somebody(language: words.Language) -> None:
    assert words.notice("taken_over", language, {"agent": "Maya Okonkwo"}).startswith("Maya Okonkwo")
    assert words.notice("handed_back", language, {"agent": None}).startswith(words.load().somebody[language])
