"""A record holds what is needed to grade what was played again, without the stack."""

from dataclasses import replace
from typing import Any

import pytest

from evals.case import Case
from evals.played import Decided, Ended, Played, Turn
from evals.recording import CaseChanged, Who, broken, errored, grade_again, record_of, slices_of
from evals.records import CaseRecord
from tests.unit.evals.stories import case, played, turn

ANA: dict[str, Any] = {"handle": "ana-reyes", "name": "Ana Reyes", "role": "borrower"}
WHO = Who(asks=ANA, met=ANA)
BALANCE = {"read": "balance", "field": "current_balance_cents", "as": "money"}
FREEZE = '{"table": "accounts"}'


def stored(record: CaseRecord) -> CaseRecord:
    """The record as it comes back from a file."""
    return CaseRecord.model_validate_json(record.model_dump_json())


def decided(case: Case, gave: str = "done", *, own: list[str] | None = None) -> Played:
    """A case with one decision, which changed the golden row."""
    told = played(case, turn(outcome="proposal"))
    act = Turn("", told.last, "confirm", Decided("freeze_line", gave, said_yes=gave == "done"))
    return replace(told, turns=[*told.turns, act], ended=Ended([FREEZE] if own is None else own, [], [FREEZE]))


def executed() -> Case:
    return Case.model_validate(
        {
            "id": "made-by-hand",
            "domain": "executed",
            "person": {"tags": ["current"]},
            "turns": ["what do I owe", {"confirm": -1, "gives": "done"}],
            "expect": {"outcome": ["proposal"], "end_state": {"golden": [{"post": "accounts/{cash_line}/freeze"}]}},
        }
    )


@pytest.mark.parametrize("values", [[123456], [999]])
def test_grading_again_gives_the_same_grades(values: list[object]) -> None:
    made = case(facts=[BALANCE])
    record = record_of(played(made, values=values), WHO)
    assert record.grades["facts"] == (values == [123456])
    assert grade_again(stored(record), made) == record


@pytest.mark.parametrize(("gave", "own"), [("done", None), ("refused", []), ("done", ["something else"])])
def test_decisions_and_end_states_are_graded_again(gave: str, own: list[str] | None) -> None:
    made = executed()
    record = record_of(decided(made, gave, own=own), WHO)
    assert record.grades["end_state"] == (own is None)
    assert record.grades["decided"] == (gave == "done")
    assert grade_again(stored(record), made) == record


def test_another_grade_of_the_same_answer_shows() -> None:
    made = case(facts=[BALANCE])
    record = stored(record_of(played(made, values=[123456]), WHO))
    record.turns[0]["result"]["answer"] = "You owe nothing."
    again = grade_again(record, made)
    assert (record.grades["facts"], again.grades["facts"]) == (True, False)
    assert again.faults


def test_a_case_that_was_rewritten_is_not_graded_again() -> None:
    record = record_of(played(case()), WHO)
    with pytest.raises(CaseChanged, match="run it again"):
        grade_again(record, case(turns=2))


def test_what_was_not_played_stays_errored() -> None:
    record = errored(case(), Who(3, 1), "NobodyFits: nobody")
    assert (record.state, record.passed, record.seed, record.epoch) == ("errored", False, 3, 1)
    assert grade_again(record, case()) is record


def test_an_assistant_that_broke_has_failed() -> None:
    record = broken(case(), WHO, "ZeroDivisionError: inside")
    assert (record.state, record.passed, record.faults) == ("graded", False, ["cannot_run: ZeroDivisionError: inside"])


def test_decisions_take_no_model_time() -> None:
    assert len(record_of(decided(executed()), WHO).ms) == 1


def test_slices_say_where_a_case_counts() -> None:
    assert slices_of(case(), ANA) == {
        "domain": "balance",
        "language": "en",
        "channel": "chat",
        "role": "borrower",
        "name_group": "hispanic",
    }
    assert slices_of(case(person={"role": "support_agent"}), None)["channel"] == "copilot"
