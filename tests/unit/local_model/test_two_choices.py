"""Where a message names two values of one choice, neither is taken: the person is asked."""

from datetime import date
from typing import Any

from assistant.models.local.arguments import extract
from assistant.toolbox import tool_schema
from prompts.loader import load
from tools.registry import TOOLS

TODAY = date(2026, 5, 15)


def stated(message: str) -> dict[str, Any]:
    function: Any = tool_schema(TOOLS["set_autopay"], load())["function"]
    return extract(function["parameters"], message, TODAY)


def test_an_amount_told_beside_another_wish_is_not_what_autopay_pays() -> None:
    both = stated("why is my autopay 35 dollars and can u make it pay the full statement balance instead")
    assert "fixed_amount" not in both
    assert both.get("amount_kind") != "fixed"


def test_what_something_is_to_be_instead_of_is_not_wished_for() -> None:
    assert stated("make my autopay 50 instead of the minimum") == {"amount_kind": "fixed", "fixed_amount": "50.00"}
    assert stated("autopay the statement balance rather than the minimum") == {"amount_kind": "statement_balance"}
