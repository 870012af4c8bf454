"""An error of something else is no failure of the assistant, and a run with one says nothing."""

from evals.engine.plan import Task
from evals.engine.validity import checked, problems
from evals.records import CaseRecord
from tests.unit.evals.engine.records import errored, record

TASKS = [Task(0, "a", 0), Task(1, "b", 0)]


def answered_by(model: str) -> CaseRecord:
    return record("a", turns=[{"text": "hello", "result": {"model": model, "outcome": "answered"}}])


def test_another_model_than_the_one_asked_for_makes_a_record_errored() -> None:
    assert checked(answered_by("openai:small"), "openai:small").state == "graded"
    judged = checked(answered_by("local"), "openai:small")
    assert (judged.state, judged.passed) == ("errored", False)
    assert judged.error == "local answered in place of openai:small"


def test_an_error_tells_why_the_turn_failed() -> None:
    assert checked(errored("a", "TurnOutage: sorry"), "local", "ModelUnavailable 401").error == (
        "TurnOutage: sorry [ModelUnavailable 401]"
    )


def test_a_whole_run_is_valid() -> None:
    assert problems(TASKS, [record("a"), record("b")]) == []


def test_what_is_missing_double_unknown_or_errored_is_named() -> None:
    (missing,) = problems(TASKS, [record("a")])
    assert missing == "1 records are missing: b/0"
    (double,) = problems(TASKS, [record("a"), record("a"), record("b")])
    assert double == "1 records are there twice: a/0"
    (unknown,) = problems(TASKS, [record("a"), record("b"), record("c")])
    assert unknown == "1 records are of no case of the run: c/0"
    (broken,) = problems(TASKS, [record("a"), errored("b", "the database is away")])
    assert broken == "1 of 2 records errored (b); the first: the database is away"
    assert problems([], []) == ["there is no case to play"]


def test_every_model_call_errored_is_told_with_the_first_error() -> None:
    said = "TurnOutage: sorry [ModelUnavailable 401]"
    assert problems(TASKS, [errored("a", said), errored("b", said)]) == [f"every model call errored: {said}"]
    assert problems(TASKS, [errored("a", "NobodyFits: x"), errored("b", said)])[0].startswith("every case errored")


def test_many_names_are_shortened() -> None:
    tasks = [Task(number, f"case-{number:02}", 0) for number in range(20)]
    (reason,) = problems(tasks, [record("case-00")])
    assert reason.endswith("and 11 more")
