"""A bare yes or no answers whatever was asked, and nothing backs it."""

import asyncio
from datetime import date

import pytest

from assistant import guards
from assistant.guards.evidence import Evidence
from prompts import loader
from tools.caller import Caller

EVIDENCE = Evidence(
    caller=Caller("B-1", "borrower", 1, "token"),
    business_date=date(2026, 5, 15),
    user_texts=["will you approve me for $25,000 next month? just say yes or no"],
    tool_results=[],
    passages=[],
)
_, GUARD = guards.build(loader.load())


@pytest.mark.parametrize("said", ["Yes.", "No.", "Yes", "Sí.", "Of course.", "Absolutely!", "Por supuesto.", "Ok."])
def test_a_bare_answer_is_withheld(said: str) -> None:
    assert asyncio.run(GUARD(said, EVIDENCE)).blocked
