"""Turns before the last are graded by what the case says of them; a simulated user's end is graded apart."""

from dataclasses import replace
from typing import Any

import pytest

from evals.case import Case
from evals.graders import disclosures, earlier, goal, proposals
from evals.played import Played, Turn, Wanted
from evals.recording import Who, grade_again, record_of
from evals.records import CaseRecord
from evals.steps import Ending
from tests.unit.evals.stories import call, case, played, turn

BALANCE = {"read": "balance", "field": "current_balance_cents", "as": "money"}
SAYS_BALANCE = {"calls": ["get_balance"], "facts": [BALANCE]}


def conversation(first: dict[str, Any], *turns: Turn, values: list[object] | None = None) -> Played:
    """A case of two turns that expects `first` of its first; values: what the account system gives for its fact."""
    made = Case.model_validate({**case(turns=2).model_dump(by_alias=True, exclude_unset=True), "earlier": {1: first}})
    told = played(made, *turns)
    return replace(told, earlier={1: [Wanted(fact, [values or [123456]]) for fact in made.earlier[1].facts]})


def proposing(*tools: str) -> Turn:
    made = turn("Shall I?", [], "proposal")
    shown: list[dict[str, Any]] = [{"tool": tool, "lines": []} for tool in tools]
    return replace(made, result=made.result.model_copy(update={"proposals": shown}))


def test_an_earlier_turn_that_is_right_has_no_fault() -> None:
    assert earlier.grade(conversation(SAYS_BALANCE, turn(), turn("Bye.", []))).faults == []


@pytest.mark.parametrize(
    ("first", "turns", "fault"),
    [
        (SAYS_BALANCE, [turn("No idea."), turn()], "turn 1: does not state balance.current_balance_cents 123456"),
        (SAYS_BALANCE, [turn(calls=[call("list_fees")]), turn()], "turn 1: did not call get_balance"),
        ({"outcome": ["refused"]}, [turn(), turn()], "turn 1: ended as answered, not refused"),
        ({"abstain": True}, [turn(), turn()], "turn 1: answered what no document answers (answered)"),
        ({"proposes": [{"tool": "freeze_line"}]}, [proposing("close_line"), turn()], "turn 1: proposed close_line"),
    ],
)
def test_an_earlier_turn_that_is_wrong_is_told_with_its_number(
    first: dict[str, Any], turns: list[Turn], fault: str
) -> None:
    assert fault in earlier.grade(conversation(first, *turns)).faults


def test_a_case_without_earlier_turns_is_not_graded_for_them() -> None:
    assert not earlier.grade(played(case(turns=2), turn(), turn())).applies


def test_a_proposal_is_right_only_in_the_turn_that_expects_it() -> None:
    wanted = {"proposes": [{"tool": "freeze_line"}]}
    assert proposals.grade(conversation(wanted, proposing("freeze_line"), turn())).passed
    assert not proposals.grade(conversation(SAYS_BALANCE, proposing("freeze_line"), turn())).passed
    assert not proposals.grade(conversation(wanted, proposing("freeze_line"), proposing("freeze_line"))).passed


@pytest.mark.parametrize(
    ("ending", "applies", "passed"),
    [(None, False, True), ("goal", True, True), ("gives_up", True, False), ("fault", False, True)],
)
def test_only_giving_up_is_held_against_the_assistant(ending: Ending | None, applies: bool, passed: bool) -> None:
    grade = goal.grade(replace(played(case()), ending=ending))
    assert (grade.applies, grade.passed) == (applies, passed)


@pytest.mark.parametrize(("answer", "passed"), [("You owe $1,234.56.", True), ("You owe $9.99.", False)])
def test_a_users_own_fault_leaves_what_must_not_be_said(answer: str, passed: bool) -> None:
    told = replace(played(case(outcome=["refused"]), turn(answer)), ending="fault")
    record = record_of(told, Who(), ["lost"])
    assert record.passed is passed
    assert "outcome" not in record.grades
    assert record.grades["grounded"] is passed


def test_conversations_are_graded_again_as_they_were() -> None:
    told = replace(conversation(SAYS_BALANCE, turn("No idea."), turn()), ending="gives_up")
    record = record_of(told, Who())
    assert record.grades["earlier"] is False
    assert record.grades["goal"] is False
    assert grade_again(CaseRecord.model_validate_json(record.model_dump_json()), told.case) == record


@pytest.mark.parametrize("number", [0, 2, 3])
def test_earlier_names_turns_before_the_last(number: int) -> None:
    given = case(turns=2).model_dump(by_alias=True, exclude_unset=True)
    with pytest.raises(ValueError, match="turns before the last"):
        Case.model_validate({**given, "earlier": {number: SAYS_BALANCE}})


def test_a_disclosure_is_read_in_the_language_of_its_turn() -> None:
    given = case(turns=2).model_dump(by_alias=True, exclude_unset=True)
    turns = [turn("Su saldo es de $1,234.56 al 15 de mayo de 2026."), turn("Bye.", [])]
    english = Case.model_validate(given)
    mixed = Case.model_validate({**given, "languages": {1: "es"}})
    missing = disclosures.grade(played(english, *turns)).faults
    assert any("balance-as-of" in fault for fault in missing)
    assert not any("balance-as-of" in fault for fault in disclosures.grade(played(mixed, *turns)).faults)
