"""What a turn was about is told from what it called, by a table that knows every tool."""

from typing import Any

import pytest
from pydantic import ValidationError

from assistant.monitors.domains import Domains, load
from assistant.results import Citation, Handoff, ToolCall, TurnResult
from tools import registry

_OTHERWISE = {"search_policies", "ask_clarification", "decline", "withdraw_proposals", "hand_off"}


def turn(*called: str, documents: tuple[str, ...] = (), cited: str | None = None, handed: bool = False) -> TurnResult:
    found: dict[str, Any] = {"passages": [{"document": each} for each in documents]}
    calls = [ToolCall(name=name, arguments={}, result=found if name == "search_policies" else {}) for name in called]
    citation = Citation(id=1, document=cited or "", version=1, section="s", title="t", effective_from="", quote="q")
    return TurnResult(
        thread_id="t",
        turn_id="u",
        outcome="answered",
        answer="",
        citations=[citation] if cited else [],
        tool_calls=calls,
        handoff=Handoff(handoff_id="h", reason="asked_for_person", queue="support") if handed else None,
        prompt="assistant@1#0",
        model="local",
    )


def test_every_tool_that_is_about_something_stands_in_one_domain() -> None:
    named = {tool for domain in load().domains.values() for tool in domain.tools}
    assert named == set(registry.TOOLS) - _OTHERWISE


@pytest.mark.parametrize(
    ("ended", "domain"),
    [
        (turn("get_payoff_quote"), "payoff"),
        (turn("get_balance", "get_payoff_quote"), "balances"),
        (turn("get_balance", "move_due_date"), "due_dates"),
        (turn("search_policies", "get_autopay", documents=("POL-FEE-01",)), "autopay"),
        (turn("search_policies", documents=("POL-FEE-01", "POL-PAYOFF-01"), cited="POL-PAYOFF-01"), "payoff"),
        (turn("search_policies", documents=("POL-PAYOFF-01",)), "payoff"),
        (turn("search_policies", documents=("POL-CONTACT-01",)), "profile"),
        (turn("search_policies", documents=("POL-FEE-01.CA",)), "fees"),
        (turn("search_policies", documents=("POL-NEW-01",)), "policies"),
        (turn("search_policies"), "conversation"),
        (turn("hand_off", handed=True), "person"),
        (turn("ask_clarification"), "conversation"),
        (turn("no_such_tool"), "conversation"),
        (turn(), "conversation"),
    ],
)
def test_writes_before_reads_before_documents_before_a_hand_off(ended: TurnResult, domain: str) -> None:
    assert load().of(ended) == domain


def test_a_tool_in_two_domains_is_refused() -> None:
    one = {"tools": ["get_balance"], "documents": []}
    with pytest.raises(ValidationError, match="get_balance stands in more than one domain"):
        Domains.model_validate(
            {"none": "a", "hand_off": "b", "other_documents": "c", "domains": {"one": one, "two": one}}
        )
