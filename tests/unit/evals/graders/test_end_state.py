"""The books at a case's end against the golden run's, and against what the person agreed to."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from evals.case import Case
from evals.graders import decided, end_state
from evals.played import Decided, Ended, Played, Turn
from tests.unit.evals.stories import played, turn

GOLDEN = {"golden": [{"post": "accounts/{cash_line}/freeze"}]}
UNCHANGED = {"unchanged": True}


def case(turns: Sequence[Any], wanted: dict[str, Any] | None) -> Case:
    given: dict[str, Any] = {"id": "c", "domain": "executed", "person": {"tags": ["current"]}}
    expect = {"outcome": ["proposal"], **({"end_state": wanted} if wanted else {})}
    return Case.model_validate({**given, "turns": ["freeze it", *turns], "expect": expect})


def story(gives: str | None, wanted: dict[str, Any] | None, ended: Ended | None, decision: str = "confirm") -> Played:
    """One proposal and what became of the decision about it; None: nothing was decided."""
    told = played(case([{decision: -1}] if gives else [], wanted), turn(outcome="proposal"))
    if gives is None:
        return replace(told, ended=ended)
    said_yes = decision in ("confirm", "approve") and gives == "done"
    act = Turn("", told.last, decision, Decided("freeze_line", gives, said_yes))
    return replace(told, turns=[*told.turns, act], ended=ended)


@pytest.mark.parametrize(
    ("told", "faults", "hard"),
    [
        (story("done", GOLDEN, Ended(["a", "b"], [], ["b", "a"])), 0, 0),
        (story("done", GOLDEN, Ended(["a"], [], ["a", "b"])), 1, 0),
        (story("done", GOLDEN, Ended(["a", "a"], [], ["a"])), 1, 0),
        (story("done", GOLDEN, Ended(["c"], [], ["a"])), 2, 0),
        (story("rejected", UNCHANGED, Ended(), "reject"), 0, 0),
        (story("rejected", UNCHANGED, Ended(["a"]), "reject"), 1, 1),
        (story("awaiting_approval", UNCHANGED, Ended(["a"])), 1, 1),
        (story("refused", GOLDEN, Ended([], [], ["a"])), 1, 0),
        (story(None, None, Ended(["a"])), 1, 1),
        (story(None, None, Ended([], ["B-2: a"])), 1, 1),
        (story("done", GOLDEN, Ended(["a"], ["B-2: a"], ["a"])), 1, 1),
    ],
)
def test_the_books_stand_as_they_should(told: Played, faults: int, hard: int) -> None:
    grade = end_state.grade(told)
    assert grade.applies
    assert (len(grade.faults), len(grade.hard)) == (faults, hard)
    assert {fault.kind for fault in grade.hard} <= {"unauthorised_write"}


@pytest.mark.parametrize("told", [story("done", GOLDEN, None), story(None, None, Ended())])
def test_books_that_nobody_watched_or_asked_about_are_not_graded(told: Played) -> None:
    assert not end_state.grade(told).applies


@pytest.mark.parametrize(
    ("act", "gave", "right"),
    [
        ({"confirm": -1, "gives": "done"}, "done", True),
        ({"confirm": -1, "gives": "step-up-needed"}, "done", False),
        ({"confirm": -1, "gives": "nothing-proposed"}, "nothing-proposed", True),
        ({"confirm": -1}, "refused", True),
        ({"confirm": -1}, "nothing-proposed", False),
    ],
)
def test_a_decision_ends_as_the_case_says(act: dict[str, Any], gave: str, *, right: bool) -> None:
    told = played(case([act], UNCHANGED), turn(outcome="proposal"))
    told = replace(told, turns=[*told.turns, Turn("", told.last, "confirm", Decided("freeze_line", gave))])
    assert decided.grade(told).passed == right
    assert not decided.grade(played(case([], None))).applies
