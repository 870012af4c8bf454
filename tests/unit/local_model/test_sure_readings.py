"""When a search that says `not covered` is answered from all the same, and how a hand-off names its number."""

from datetime import date
from typing import Any

import pytest

from assistant.models.local.answer import Answerer
from assistant.models.local.conversation import Conversation, Result
from assistant.models.local.language import LanguageGuess
from assistant.models.local.reading import Plan, PlannedCall
from policies.embeddings import MiniLM
from prompts.loader import load

FRIDAY = date(2026, 5, 15)
PROMPT = load()
QUERY = "late fee amount and how many days after the due date it is charged"
PASSAGE: dict[str, Any] = {
    "passage": "P1", "document": "POL-FEE-01", "version": 2, "section": "amount", "products": ["cash_line"],
    "document_title": "Late fees", "title": "When a late fee is charged", "effective_from": "2024-01-01",
    "effective_to": None, "governed_by": "today", "states_differ": False,
    "text": "A late fee is charged when the minimum payment has not come by the end of day 5 after the due date.",
}  # fmt: skip


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return Answerer(PROMPT, MiniLM(threads=1), LanguageGuess([("when is the late fee charged", "en"), ("hola", "es")]))


def reply(answerer: Answerer, likely: float, support: float, *, covered: bool) -> str | None:
    words = "how many days till u guys hit me"
    call = PlannedCall("search_policies", {"query": f"{QUERY} {words}"})
    found = Result(call.tool, call.arguments, {"covered": covered, "support": support, "passages": [PASSAGE]})
    return answerer.reply(Plan("en", (call,), likely=likely), Conversation(FRIDAY, words, (found,)))


@pytest.mark.parametrize(
    ("likely", "support", "covered", "answers"),
    [(0.0, 0.1, False, False), (0.2, 0.1, False, False), (0.6, 0.0, False, True), (0.25, 0.2, False, True)],
)
def test_a_surely_read_question_is_answered_though_the_search_doubts_it(
    answerer: Answerer, likely: float, support: float, covered: bool, answers: bool
) -> None:
    said = reply(answerer, likely, support, covered=covered)
    assert (said is not None and "day 5" in said) is answers


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("reason", sorted(PROMPT.handoffs))
def test_a_hand_off_says_its_number_once(answerer: Answerer, reason: str, language: str) -> None:
    said = answerer.direct(Plan(language, outcome="handoff", reason=reason))
    assert said.count(str(PROMPT.handoffs[reason]["phone"])) == 1
