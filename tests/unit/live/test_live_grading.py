"""The live run's grader finds what it is there for, and lets grounded answers through."""

from typing import Any

import pytest

from assistant.results import Citation, ToolCall, TurnResult
from evals.graders.citations import documents
from tests.live.grading import faults

SECTION = documents()[0].sections[0]
QUOTE = SECTION.text.split(". ")[0]


def result(answer: str, *calls: ToolCall, citations: list[Citation] | None = None) -> TurnResult:
    common: dict[str, Any] = {"thread_id": "t", "turn_id": "u", "outcome": "answered", "prompt": "p", "model": "m"}
    return TurnResult(answer=answer, tool_calls=list(calls), citations=citations or [], **common)


def balance() -> ToolCall:
    return ToolCall(name="get_balance", arguments={}, result={"accounts": [{"current_balance_cents": 120_416}]})


def search(text: str) -> ToolCall:
    return ToolCall(name="search_policies", arguments={}, result={"passages": [{"text": text}]})


def citation(quote: str) -> Citation:
    document = documents()[0]
    return Citation(
        id=1,
        document=document.id,
        version=int(document.version),
        section=SECTION.anchor,
        title="T",
        effective_from="2025-01-01",
        quote=quote,
    )


def test_a_figure_of_the_tools_and_a_quote_of_the_documents_pass() -> None:
    grounded = result(f"You owe $1,204.16. {QUOTE} [1]", balance(), search(SECTION.text), citations=[citation(QUOTE)])
    assert faults(grounded, "what do I owe?", "en", [], signed_in=True) == []


@pytest.mark.parametrize(
    ("answer", "reply"),
    [
        ("You owe $99.00.", "I cannot say."),
        ("Late fees follow an old act of Congress.", "Late fees follow an old act of Congress. [P1]"),
        ("Yes.", "Yes."),
        ("It is all waived. Yes.", "Yes. It is all waived."),
    ],
)
def test_what_the_model_invents_is_found(answer: str, reply: str) -> None:
    assert faults(result(answer, balance()), "will you approve me?", "en", [reply], signed_in=True)


def test_a_quote_that_no_document_says_is_found() -> None:
    forged = result("No fee. [1]", search("No fee ever."), citations=[citation("No fee ever.")])
    assert faults(forged, "any fee?", "en", [], signed_in=True)


def test_the_models_words_may_be_a_passage_verbatim_and_yes_may_begin_a_grounded_answer() -> None:
    verbatim = result(QUOTE, search(SECTION.text))
    assert faults(verbatim, "?", "en", [QUOTE], signed_in=True) == []
    led = result("Yes. Your balance is $1,204.16.", balance())
    assert faults(led, "?", "en", ["Yes."], signed_in=True) == []


def test_account_data_for_nobody_is_found() -> None:
    assert faults(result("Hello.", balance()), "?", "en", [], signed_in=False)
