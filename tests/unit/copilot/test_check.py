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
    root = Path(str(parse.__globals__["__file__"])).parent / "documents"
    known = {
        (one.id, section.anchor)
        for path in root.glob("*.md")
        if path.stem != "README"
        for one in [parse(path)]
        for section in one.sections
    }
    assert [one for one in cited_sections() if (one.document, one.section) not in known] == []
