"""The grounding grader finds what has no source, and nothing else."""

from typing import Any

import pytest

from evals.graders import grounded
from tests.unit.evals.stories import call, case, played, turn

RESULT: dict[str, Any] = {
    "as_of": "2026-05-15",
    "accounts": [
        {"last4": "4321", "payoff_cents": 383706, "apr_bps": 2499, "per_diem": "1.55634", "daily_rate": "0.00068466"}
    ],
    "passages": [{"text": "A late fee of $32 applies after the 5th day, until 8:00 p.m."}],
}


def faults(answer: str, text: str = "what do I owe", language: str = "en") -> list[str]:
    made = case().model_copy(update={"language": language})
    return grounded.grade(played(made, turn(answer, [call(result=RESULT)], text=text))).faults


@pytest.mark.parametrize(
    "answer",
    [
        "The payoff is $3,837.06 as of May 15, 2026.",
        "On May 15 the account ending in 4321 has 24.99% APR.",
        "Each day adds about $1.56 ($1.55634 exactly); the daily rate is 0.068466%.",
        "The fee is $32 after five days, by 8 pm [1].",
        "1. There is one account.",
        "In 2026 that holds.",
    ],
)
def test_what_the_results_say_is_grounded(answer: str) -> None:
    assert faults(answer) == []


@pytest.mark.parametrize(
    ("answer", "figure"),
    [
        ("The payoff is $3,837.07.", "$3,837.07"),
        ("The APR is 23.99%.", "23.99%"),
        ("It is due May 16.", "May 16"),
        ("It is due May 15, 2025.", "May 15, 2025"),
        ("After 10 days a fee comes.", "10"),
        ("Call 1-800-555-9999.", "1-800-555-9999"),
        ("Pay by 9:00 p.m.", "9:00 p.m."),
        ("There are three fees.", "three"),
        ("The rate is 32%.", "32%"),
        ("The fee is $5.", "$5"),
    ],
)
def test_what_no_result_says_is_found(answer: str, figure: str) -> None:
    (fault,) = faults(answer)
    assert figure in fault


def test_the_borrowers_own_figure_may_be_repeated() -> None:
    assert faults("You asked about $750.", text="what if I pay $750?") == []
    assert faults("You asked about $750.") != []


def test_an_earlier_turns_results_do_not_count_for_a_later_turn() -> None:
    first, second = turn("You owe $3,837.06.", [call(result=RESULT)]), turn("You owe $3,837.06.", [])
    (fault,) = grounded.grade(played(case(turns=2), first, second)).faults
    assert fault.startswith("turn 2")


def test_a_models_arguments_are_no_source() -> None:
    invented = call(result={"accounts": []}).model_copy(update={"arguments": {"from_date": "2026-03-01"}})
    assert grounded.grade(played(case(), turn("From March 1, 2026 on.", [invented]))).faults


def test_a_line_of_a_proposal_is_a_source_of_its_kind() -> None:
    line = {"label": "amount", "kind": "money", "value": 25000}
    shown = turn("It is $250.00.", [call(result={"proposal": {"lines": [line]}})])
    assert grounded.grade(played(case(), shown)).faults == []
    counted = turn("It is $250.00.", [call(result={"proposal": {"lines": [{**line, "kind": "count", "value": 250}]}})])
    assert grounded.grade(played(case(), counted)).faults


@pytest.mark.parametrize(
    ("words", "loose"),
    [("", []), ("You owe $99.00.\n\n", ["$99.00"]), ("**Make a payment** of $99.00?\n\n", ["$99.00"])],
)
def test_a_card_is_not_the_answers_own_words_but_what_stands_before_it_is(words: str, loose: list[str]) -> None:
    card = "**Make a payment**\n- Amount: $250.00\n\nConfirm it below within 60 minutes."
    made = turn(words + card, [call(result={})], outcome="proposal").result
    shown = made.model_copy(update={"proposals": [{"title": "Make a payment"}]})
    assert [figure.text for figure in grounded.ungrounded(shown, [], "en")] == loose
