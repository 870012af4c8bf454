"""What becomes of each parameter of the OpenAI protocol, and that the page about it is true."""

import inspect
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from openai.types.chat import completion_create_params

from api.openai.errors import RequestRefused
from api.openai.parameters import Parameters

PAGE = Path(__file__).resolve().parents[4] / "docs" / "protocols.md"
KNOWN = Parameters.load()


def test_every_parameter_of_the_package_is_read_ignored_or_refused() -> None:
    hints = get_type_hints(completion_create_params.CompletionCreateParamsStreaming)
    assert set(hints) <= {*KNOWN.read, *KNOWN.ignored, *KNOWN.refused}
    assert inspect.isclass(completion_create_params.CompletionCreateParamsNonStreaming)


def test_none_is_in_two_lists() -> None:
    assert len({*KNOWN.read, *KNOWN.ignored, *KNOWN.refused}) == len([*KNOWN.read, *KNOWN.ignored, *KNOWN.refused])


@pytest.mark.parametrize(
    "given", [{"n": 1}, {"n": None}, {"tools": []}, {"tool_choice": "auto"}, {"response_format": {"type": "text"}}]
)
def test_what_asks_for_nothing_is_taken(given: dict[str, Any]) -> None:
    KNOWN.check(given)


@pytest.mark.parametrize("name", sorted(KNOWN.refused))
def test_what_would_be_misunderstood_is_refused_by_its_name(name: str) -> None:
    with pytest.raises(RequestRefused) as refused:
        KNOWN.check({"temperature": 1, name: "something"})
    assert (refused.value.status, refused.value.code, refused.value.param) == (400, "unsupported_parameter", name)


@pytest.mark.parametrize("name", ["borrower", "account", "tidewell", "x" * 5_000])
def test_what_the_protocol_does_not_know_is_refused(name: str) -> None:
    with pytest.raises(RequestRefused) as refused:
        KNOWN.check({name: None})
    assert refused.value.code == "unknown_parameter"
    assert len(str(refused.value)) < 120


def test_the_page_names_every_parameter() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [name for name in (*KNOWN.read, *KNOWN.ignored, *KNOWN.refused) if f"`{name}`" not in page] == []
