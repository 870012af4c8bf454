"""Every question that an empty conversation offers is answered by the local model, with a figure or a source."""

import pytest

from assistant.starters.offering import Rule, load
from tests.e2e.conftest import Desk

RULES = load().starters


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("rule", RULES, ids=[f"{n}-{rule.when[0]}" for n, rule in enumerate(RULES)])
async def test_what_is_offered_is_answered(desk: Desk, rule: Rule, language: str) -> None:
    person = None if "anonymous" in rule.when else desk.holder("cash_line", "instalment_loan")
    client = desk.client(person)
    answer = await client.say(await client.thread(), getattr(rule.text, language))
    assert answer["outcome"] == "answered"
    assert answer["citations"] or answer["tool_calls"]


async def test_the_offer_fits_the_person(desk: Desk) -> None:
    late = (await desk.client(desk.holder("instalment_loan", tag="dpd_60")).get("/v1/starters")).json()["starters"]
    visitor = (await desk.client(None).get("/v1/starters?language=es")).json()["starters"]
    assert late[0]["text"] == RULES[0].text.en
    assert [one["text"] for one in visitor] == [rule.text.es for rule in RULES if "anonymous" in rule.when]
    assert len(late) <= load().most
