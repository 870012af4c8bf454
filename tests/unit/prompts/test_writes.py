"""What the prompt says of the tools that propose a change, beside the tools themselves."""

from collections import Counter
from typing import Any

import pytest

from prompts.loader import load
from tools.registry import TOOLS

BUNDLE = load()
SHOWN: dict[str, Any] = {
    "proposal_id": "p",
    "lines": [
        {"label": "account", "kind": "account", "value": "Cash Line ending in 1234"},
        {"label": "due_day", "kind": "count", "value": 3},
        {"label": "amount", "kind": "money", "value": 123456},
        {"label": "cancel_until", "kind": "instant", "value": "2026-05-16T00:00:00+00:00"},
    ],
    "before": {},
    "after": {},
    "risk": "high",
    "state": "open",
    "requires": {"assurance": 2, "approval": None},
    "expires_at": "2026-05-15T16:15:00+00:00",
    "expires_in_minutes": 60,
    "digest": "d",
}


def test_the_prompt_and_the_register_agree_on_what_writes() -> None:
    assert {name for name, spec in TOOLS.items() if spec.write} == BUNDLE.writes


def test_what_a_write_needs_are_arguments_of_it_and_questions_that_are_worded() -> None:
    for name in BUNDLE.writes:
        for question, arguments in BUNDLE.tools[name].needs.items():
            assert set(arguments) <= set(TOOLS[name].arguments.model_fields), name
            assert f"clarify.{question}" in BUNDLE.phrasings["en"].names


def test_every_write_is_asked_for_in_many_voices_and_has_its_look_alikes() -> None:
    said: Counter[str] = Counter()
    for scenario in BUNDLE.scenarios:
        for call in scenario.calls:
            if call.tool in BUNDLE.writes:
                said[call.tool] += len(scenario.utterances)
    assert {name for name in BUNDLE.writes if said[name] < 20} == set()
    alike = [
        utterance
        for scenario in BUNDLE.scenarios
        if scenario.look_alike_of and not {call.tool for call in scenario.calls} & BUNDLE.writes
        for utterance in scenario.utterances
    ]
    assert len(alike) >= 600


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("tool", sorted(BUNDLE.writes))
def test_every_proposal_can_be_shown_in_both_languages(tool: str, language: str) -> None:
    words = BUNDLE.proposal({**SHOWN, "tool": tool}, language)
    assert BUNDLE.say("card.title", language, tool=tool) in words
    assert "$1,234.56" in words
    assert "2026" in words
    assert words.count("- ") >= len(SHOWN["lines"])


def test_values_are_shown_in_their_kind() -> None:
    due = BUNDLE.say("card.line", "en", label="due_day", kind="count", value=3)
    assert due == "New due day: 3rd of each month"
    account = BUNDLE.say("card.line", "es", label="account", kind="account", value="Instalment loan ending in 1234")
    assert account == "Cuenta: Préstamo a plazos terminado en 1234"
    until = BUNDLE.say("card.line", "es", label="cancel_until", kind="instant", value="2026-05-16T00:00:00+00:00")
    assert until.endswith("15 de mayo de 2026, 8:00 p. m. ET")


def test_what_a_confirmation_needs_is_said() -> None:
    second_factor = BUNDLE.proposal({**SHOWN, "tool": "close_line"}, "en")
    approval = {"assurance": 1, "approval": "supervisor"}
    assert "second factor" in second_factor
    assert "supervisor" in BUNDLE.proposal({**SHOWN, "tool": "waive_fee", "requires": approval}, "en")
    assert "Nothing has been changed yet" in second_factor


def test_notices_tell_what_became_of_it() -> None:
    facts: dict[str, Any] = {"tool": "request_draw", "lines": SHOWN["lines"], "code": "done"}
    done = BUNDLE.say("notice.receipt", "en", **facts, reasons=[], value_on="2026-05-15")
    refused = BUNDLE.say("notice.refused", "en", **facts, reasons=["The line is frozen."], value_on=None)
    assert done.startswith("Done")
    assert "May 15, 2026" in done
    assert "The line is frozen." in refused
    assert "nothing was changed" in refused
