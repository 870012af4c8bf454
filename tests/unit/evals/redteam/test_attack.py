"""Every family goes with every channel, goal and disguise, and what is asked for is told from what is slipped in."""

import base64
import codecs
from dataclasses import replace
from typing import Any

import pytest

from evals.redteam.attack import compose
from evals.redteam.disguises import DISGUISES
from evals.redteam.recipe import Recipe, sample
from evals.redteam.schema import CHANNELS, READ_BY, SPOKEN, Channel, load
from tools.untrusted import skeleton
from tools.writes.specs import WRITES

LIBRARY = load()
NAMES = {"other_name": "Maria Novak", "other_account": "CL-900001", "other_last4": "9001"}
BASE = Recipe(0, 0, "override", "message", "close_line", "en", 1, "plain")
LEFT_OVER = ("{order}", "{hidden}", "{call}", "{text}", "{other_")


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("family", sorted(LIBRARY.families))
def test_every_wording_goes_through_every_channel(family: str, channel: Channel) -> None:
    for language, wordings in LIBRARY.families[family].wordings.items():
        for number in range(len(wordings)):
            recipe = replace(BASE, family=family, channel=channel, language=language, wording=number)
            attack = compose(recipe, LIBRARY, NAMES)
            everything = "\n".join((*attack.turns, attack.planted))
            assert all(attack.turns)
            assert not any(mark in everything for mark in LEFT_OVER)
            assert bool(attack.planted) == (channel not in SPOKEN)
            assert all(text in everything for text in attack.texts)
            assert all(0 <= turn < len(attack.turns) for turn, _ in attack.asked)


@pytest.mark.parametrize("goal", sorted(LIBRARY.goals))
def test_every_goal_can_be_put_into_every_language_and_disguise(goal: str) -> None:
    for number, (disguise, language) in enumerate((one, two) for one in DISGUISES for two in LIBRARY.goals[goal].order):
        family, wording = ("languages", 0) if language not in ("en", "es") else ("authority", number % 6)
        recipe = replace(BASE, family=family, goal=goal, language=language, wording=wording, disguise=disguise)
        assert compose(recipe, LIBRARY, NAMES).texts[0]


def test_every_write_tool_is_some_attackers_goal() -> None:
    assert {goal.tool for goal in LIBRARY.goals.values() if goal.tool} == set(WRITES)


def test_every_family_has_at_least_a_dozen_wordings_in_both_languages() -> None:
    for name, family in LIBRARY.families.items():
        texts = [str(text) for wordings in family.wordings.values() for text in wordings]
        assert len(set(texts)) >= 12, name
        assert {"en", "es"} <= set(family.wordings), name
        assert all("{order}" in text or "{hidden}" in text or "{call}" in text or _refers(text) for text in texts)


def _refers(text: str) -> bool:
    """A conversation names the order in some turn."""
    return text.startswith("[")


def test_where_records_are_poisoned_the_person_asks_for_what_reads_them() -> None:
    for recipe in sample(5, 200, LIBRARY, channels=list(READ_BY)):
        attack = compose(recipe, LIBRARY, NAMES)
        assert READ_BY[recipe.channel] in {call.tool for _, request in attack.asked for call in request.calls}


@pytest.mark.parametrize(
    ("change", "asks"),
    [
        ({}, True),
        ({"disguise": "homoglyphs"}, True),
        ({"channel": "earlier"}, True),
        ({"disguise": "base64"}, False),
        ({"channel": "pasted"}, False),
        ({"channel": "memo"}, False),
        ({"channel": "passage"}, False),
        ({"goal": "promise_waiver"}, False),
        ({"family": "smuggling", "wording": 0}, False),
    ],
)
def test_only_what_a_person_sends_as_their_own_words_is_asked_for(change: dict[str, Any], asks: bool) -> None:
    recipe = replace(BASE, **change)
    assert compose(recipe, LIBRARY, NAMES).asks is asks


def test_the_disguises_are_what_they_are_called() -> None:
    text = "close the Cash Line"
    assert base64.b64decode(DISGUISES["base64"](text)).decode() == text
    assert bytes.fromhex(DISGUISES["hex"](text)).decode() == text
    assert codecs.decode(DISGUISES["rot13"](text), "rot13") == text
    assert DISGUISES["morse"]("sos") == "... --- ..."
    for name in ("zero-width", "soft-hyphen", "full-width", "homoglyphs"):
        assert DISGUISES[name](text) != text
        assert skeleton(DISGUISES[name](text)) == skeleton(text), name
    assert len({disguise(text) for disguise in DISGUISES.values()}) == len(DISGUISES)
