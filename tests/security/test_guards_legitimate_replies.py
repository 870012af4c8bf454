"""No honest reply may be withheld: every phrasing, filled with plausible results, passes all output guards."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from assistant import guards
from assistant.citing import cite
from assistant.guards.evidence import Evidence, OutputGuards, Passage
from assistant.models.local.rows import context
from assistant.results import Citation
from prompts import loader
from prompts.bundle import PromptBundle
from tools.caller import Caller

RESULTS = cast(dict[str, dict[str, Any]], yaml.safe_load((Path(__file__).parent / "guard_results.yaml").read_text()))
DOCUMENTS = Path(loader.ROOT).parent / "policies" / "documents"
_SECTION = re.compile(r"^## (.+?) \{#([\w-]+)\}\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z¿¡])|\n+")
PROMPT = loader.load()
CALLER = Caller("B-1", "borrower", 1, "token", "Maria Lopez")
ARGUMENTS = {"get_payoff_quote": {"payoff_date": "2026-05-22"}, "list_transactions": {"from_date": "2026-04-01"}}
CASES = [
    (language, name)
    for language, phrasings in PROMPT.phrasings.items()
    for name in sorted(phrasings.names)
    if name.partition(".")[0] in RESULTS
]
FIXED = [
    (language, name)
    for language, phrasings in PROMPT.phrasings.items()
    for name in sorted(phrasings.names)
    if name.partition(".")[0] in ("chitchat", "clarify", "decline", "note", "sign_in_needed")
]


@pytest.fixture(scope="module")
def guard() -> OutputGuards:
    return guards.build(PROMPT)[1]


async def verdict(
    guard: OutputGuards,
    reply: str,
    results: Sequence[dict[str, Any]] = (),
    passages: Sequence[Passage] = (),
    asked: Sequence[dict[str, Any]] = (),
    citations: Sequence[Citation] = (),
) -> tuple[bool, str]:
    evidence = Evidence(CALLER, date(2026, 5, 15), [], results, passages, asked, citations)
    report = await guard(reply, evidence)
    return report.blocked, "; ".join(f"{v.name}: {v.detail}" for v in report.verdicts if v.detail)


@pytest.mark.parametrize(("language", "name"), CASES)
async def test_a_filled_phrasing_passes(guard: OutputGuards, language: str, name: str) -> None:
    tool = name.partition(".")[0]
    asked = ARGUMENTS.get(tool, {})
    reply = PROMPT.phrasings[language].render(name, **context(RESULTS[tool], asked))
    blocked, why = await verdict(guard, reply, [RESULTS[tool]], asked=[asked])
    assert not blocked, f"{why}\n{reply}"


@pytest.mark.parametrize(("language", "name"), FIXED)
async def test_fixed_words_pass(guard: OutputGuards, language: str, name: str) -> None:
    reply = PROMPT.say(name, language)
    blocked, why = await verdict(guard, reply, [])
    assert not blocked, f"{why}\n{reply}"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("reason", sorted(PROMPT.handoffs))
async def test_a_hand_off_passes(guard: OutputGuards, reason: str, language: str) -> None:
    rule = PROMPT.handoffs[reason]
    values = {key: rule[key] for key in ("phone", "hours", "urgent")}
    reply = PROMPT.say("handoff", language, opening=rule["opening"][language], **values)
    blocked, why = await verdict(guard, reply, [{"reason": reason, "queue": rule["queue"], **values}])
    assert not blocked, f"{why}\n{reply}"


async def test_every_policy_sentence_passes_when_it_is_quoted_with_its_source(guard: OutputGuards) -> None:
    withheld: list[str] = []
    quoted = 0
    for passage in policy_sections():
        sentences = [part for part in _SENTENCE.split(passage.text) if len(part.split()) > 3]
        reply, citations = cite(" ".join(f"{part} [P1]" for part in sentences), [passage])
        quoted += len(sentences)
        blocked, why = await verdict(guard, reply, passages=[passage], citations=citations)
        withheld += [f"{passage.document}#{passage.section}: {why}"] if blocked else []
    assert quoted > 1000
    assert withheld == []


def policy_sections() -> list[Passage]:
    found: list[Passage] = []
    for path in sorted(DOCUMENTS.glob("POL-*.md")):
        body = path.read_text("utf-8").split("---\n", 2)[2]
        for match in _SECTION.finditer(body):
            found.append(Passage("P1", path.name.split(".")[0], 1, match[2], match[1], "2025-01-01", match[3].strip()))
    return found


def test_the_samples_cover_the_account_tools() -> None:
    assert len(CASES) >= 60
    assert isinstance(PROMPT, PromptBundle)
