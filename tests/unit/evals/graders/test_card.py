"""A proposal's card is right as the product shows it, and each thing it has to show is missed when it is not there."""

from copy import deepcopy
from typing import Any

import pytest

from evals.graders import card
from evals.played import Turn
from tests.unit.evals.stories import case, played, turn

DRAW: dict[str, Any] = {
    "tool": "request_draw",
    "title": "Draw from the Cash Line",
    "says": "Waiting for your yes or no. Nothing has been done.",
    "lines": [
        {"label": "account", "kind": "account", "value": "Cash Line ending in 5587"},
        {"label": "amount", "kind": "money", "value": 20000},
        {"label": "arrives", "kind": "date", "value": "2026-05-18"},
        {"label": "cancel_until", "kind": "instant", "value": "2026-05-15T15:00:00-04:00"},
        {"label": "available_credit_before", "kind": "money", "value": 205797},
        {"label": "available_credit_after", "kind": "money", "value": 185797},
    ],
    "before": {"available_credit_cents": 205797},
    "after": {"available_credit_cents": 185797},
    "created_at": "2026-11-22T09:40:08+00:00",
    "expires_at": "2026-11-22T09:55:08+00:00",
    "can": ["confirm", "reject"],
}
WORDS = (
    "Account: Cash Line ending in 5587",
    "Amount: $200.00",
    "Arrives in the bank: May 18, 2026",
    "Can be cancelled until: May 15, 2026, 3:00 p.m. ET",
    "Available credit now: $2,057.97",
    "Available credit then: $1,857.97",
)
NEXT = "Nothing has been changed yet. To have it done, confirm it below within 15 minutes."


def _shown(words: tuple[str, ...] = WORDS, **changes: Any) -> dict[str, Any]:
    shown = deepcopy(DRAW) | changes
    for line, told in zip(shown["lines"], words, strict=False):
        line["words"] = told
    return shown


def _faults(answer: str | None = None, shown: dict[str, Any] | None = None) -> list[str]:
    made = turn(answer or _answer(), calls=[], outcome="proposal")
    result = made.result.model_copy(update={"proposals": [shown or _shown()]})
    grade = card.grade(played(case(outcome=["proposal"]), Turn(made.text, result)))
    assert grade.applies
    return grade.faults


def _answer(words: tuple[str, ...] = WORDS, after: str = NEXT) -> str:
    return "\n".join(["**Draw from the Cash Line**", *(f"- {one}" for one in words), "", after])


def test_the_products_card_is_right() -> None:
    assert _faults() == []


def test_a_turn_without_a_proposal_has_no_card() -> None:
    assert not card.grade(played(case(), turn())).applies


@pytest.mark.parametrize("dropped", range(len(WORDS)))
def test_each_line_that_is_not_shown_is_missed(dropped: int) -> None:
    left = tuple(one for at, one in enumerate(WORDS) if at != dropped)
    assert _faults(_answer(left)) == [f"request_draw: the line {DRAW['lines'][dropped]['label']} is not shown"]


def test_a_line_with_another_figure_is_wrong() -> None:
    words = (WORDS[0], "Amount: $20.00", *WORDS[2:])
    assert _faults(_answer(words), _shown(words)) == ["request_draw: the line amount says '$20.00', not '$200.00'"]


def test_an_account_may_have_a_name_of_its_own_but_no_other_number() -> None:
    words = ("Account: Cash Line no. 5587", *WORDS[1:])
    assert _faults(_answer(words), _shown(words)) == []
    words = ("Account: Cash Line ending in 5588", *WORDS[1:])
    assert len(_faults(_answer(words), _shown(words))) == 1


def test_a_line_without_its_name_is_wrong() -> None:
    words = (WORDS[0], ": $200.00", *WORDS[2:])
    assert _faults(_answer(words), _shown(words)) == ["request_draw: the line amount lacks its name or its value"]


def test_a_line_that_was_never_made_is_missed() -> None:
    lines = deepcopy(DRAW["lines"])[:3]
    faults = _faults(_answer(WORDS[:3]), _shown(lines=lines))
    assert "request_draw: the line cancel_until is missing" in faults
    assert "request_draw: available_credit goes from 205797 to 185797, the card says (None, None)" in faults


@pytest.mark.parametrize(
    ("after", "fault"),
    [
        ("To have it done, confirm it below.", "the card does not say that it ends in 15 minutes"),
        ("Confirm it below within 60 minutes.", "the card does not say that it ends in 15 minutes"),
        ("It ends in 15 minutes.", "the card does not say how to confirm"),
    ],
)
def test_how_long_and_how_to_say_yes_are_missed(after: str, fault: str) -> None:
    assert _faults(_answer(after=after)) == [f"request_draw: {fault}"]


def test_a_proposal_that_the_answer_does_not_show_is_wrong() -> None:
    assert _faults("Here you go.") == ["request_draw: the answer does not show 'Draw from the Cash Line'"]


def test_the_time_of_day_counts() -> None:
    words = (*WORDS[:3], "Can be cancelled until: May 15, 2026, 5:00 p.m. ET", *WORDS[4:])
    assert _faults(_answer(words), _shown(words)) == [
        "request_draw: the line cancel_until says 'may 15, 2026, 5:00 p.m. et', not '3:00'"
    ]
