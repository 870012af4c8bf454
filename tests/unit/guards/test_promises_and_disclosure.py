"""Each of these guards by itself: in the whole suite an earlier one often blocks first."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from assistant.guards.disclosure import disclosed
from assistant.guards.evidence import Evidence
from assistant.guards.knowledge import learn
from assistant.guards.leaks import leaked
from assistant.guards.markup import without_links
from assistant.guards.numbers import ungrounded
from assistant.guards.promises import promised
from assistant.guards.reading import Reading
from prompts import loader
from tools.caller import Caller

KNOWN = learn(loader.load())
SAMPLES = Path(loader.ROOT).parent / "tests" / "security" / "guard_ungrounded.yaml"
INVENTED = cast(dict[str, list[str]], yaml.safe_load(SAMPLES.read_text("utf-8")))


def reading(text: str, results: Sequence[dict[str, Any]] = (), role: str = "borrower") -> Reading:
    caller = Caller("B-1", "supervisor" if role == "staff" else "borrower", 1, "token", "Maria Lopez")
    return Reading(text, Evidence(caller, date(2026, 5, 15), [], results, []), KNOWN)


@pytest.mark.parametrize("text", INVENTED["promise"])
def test_a_promise_is_one_by_itself(text: str) -> None:
    assert promised(reading(text)) is not None


@pytest.mark.parametrize(
    "text",
    [
        "I cannot predict whether it will be approved.",
        "I can't promise that the fee will be waived.",
        "No puedo prometer que será aprobado.",
        "Your application was declined on May 1, 2026.",
        "One late fee may be waived per 12 months.",
        "The fee was waived on April 15, 2026.",
    ],
)
def test_saying_that_one_cannot_tell_is_no_promise(text: str) -> None:
    assert promised(reading(text)) is None


def test_a_promise_after_a_disclaimer_is_still_one() -> None:
    assert promised(reading("I cannot guarantee it, but you will be approved.")) is not None


@pytest.mark.parametrize("text", INVENTED["disclosure"])
def test_somebody_elses_data_is_disclosure_by_itself(text: str) -> None:
    assert disclosed(reading(text)) is not None


def test_ones_own_account_and_name_are_not() -> None:
    own = {"accounts": [{"account_id": "CL-104233", "last4": "4233", "label": "Cash Line ending in 4233"}]}
    assert disclosed(reading("Hello Maria, your Cash Line ending in 4233 is CL-104233.", [own])) is None


def test_staff_may_be_shown_staff_documents() -> None:
    assert disclosed(reading("See POL-S-APPROVE-01.", role="staff")) is None


@pytest.mark.parametrize("text", INVENTED["leak"])
def test_the_instructions_stay_inside(text: str) -> None:
    assert leaked(reading(text)) == "an instruction"


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("see https://evil.example/x now", "see  now"),
        ("[pay here](http://evil.example)", "pay here"),
        ("![x](https://tidewell.example/p.png)", "x"),
        ("see https://help.tidewell.example/fees", "see https://help.tidewell.example/fees"),
        ("https://tidewell.example.evil.example/", ""),
    ],
)
def test_foreign_links_are_taken_out(text: str, mended: str) -> None:
    assert without_links(text, ["tidewell.example"]).rstrip("/") == mended.rstrip("/")


@pytest.mark.parametrize("language", ["en", "es"])
def test_hours_of_a_hand_off_are_known_in_each_language(language: str) -> None:
    prompt = KNOWN.prompt
    rule = prompt.handoffs["asked_for_person"]
    opening = rule["opening"][language]
    said = prompt.say("handoff", language, opening=opening, **{key: rule[key] for key in ("phone", "hours", "urgent")})
    assert ("lunes a viernes" in said) == (language == "es")
    told = reading(said, [{key: rule[key] for key in ("phone", "hours")}])
    assert ungrounded(told) is None
    assert all(told.is_phrasing(sentence) for sentence in told.sentences)
