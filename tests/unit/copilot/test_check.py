"""A draft is warned of for what it says, at the place where it says it, and otherwise left alone."""

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from assistant.copilot.check import check, cited_sections
from assistant.copilot.figures_said import Known
from policies.documents import parse
from prompts.bundle import PromptBundle
from stack.embedded import POLICIES

_DRAFTS = cast(dict[str, Any], yaml.safe_load((Path(__file__).parent / "drafts.yaml").read_text("utf-8")))
_HARMLESS: list[str] = _DRAFTS["harmless"]
_HARMFUL: list[dict[str, str]] = _DRAFTS["harmful"]


@pytest.mark.parametrize("draft", _HARMLESS)
def test_harmless_drafts_are_left_alone(draft: str, known: Known, prompt: PromptBundle) -> None:
    assert [(one.kind, one.words) for one in check(draft, known, prompt, {})] == []


@pytest.mark.parametrize("case", _HARMFUL, ids=lambda case: case["draft"])
def test_harmful_drafts_are_warned_of_at_their_place(case: dict[str, str], known: Known, prompt: PromptBundle) -> None:
    warnings = [one for one in check(case["draft"], known, prompt, {}) if one.kind == case["kind"]]
    assert warnings
    assert all(case["draft"][one.start : one.end] == one.words for one in warnings)
    assert case.get("words", warnings[0].words) in {one.words for one in warnings}


def test_every_section_that_a_rule_names_stands_in_a_document() -> None:
    files = [parse(path) for path in POLICIES.glob("POL-*.md")]
    known = {(one.id, section.anchor) for one in files for section in one.sections}
    assert [one for one in cited_sections() if (one.document, one.section) not in known] == []


@pytest.mark.parametrize("flag", ["bankruptcy", "deceased", "attorney_represented", "cease_contact"])
def test_a_flag_stops_talk_of_payment(flag: str, known: Known, prompt: PromptBundle) -> None:
    flagged = replace(known, flags=frozenset({flag}))
    assert [one.severity for one in check("You owe $1,512.83, please make a payment.", flagged, prompt, {})] == ["stop"]
    assert (
        check("I am passing this to Special Servicing; you do not have to pay anything here.", flagged, prompt, {})
        == []
    )


def test_a_receipt_and_a_recorded_reason_may_be_told(known: Known, prompt: PromptBundle) -> None:
    done, why = "I've waived your late fee.", "It was declined because Income insufficient for amount requested."
    assert check(done, known, prompt, {})
    assert check(why, known, prompt, {})
    told = replace(known, receipts=True, quotable=("Income insufficient for amount requested",))
    assert check(done, told, prompt, {}) == []
    assert check(why, told, prompt, {}) == []


def test_loans_have_no_billing_error_notice(known: Known, prompt: PromptBundle) -> None:
    draft = "I'll open a billing dispute for the $120."
    assert check(draft, replace(known, products=frozenset({"instalment_loan"})), prompt, {}) == []
