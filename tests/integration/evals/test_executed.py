"""Cases whose person decides: up to the effect in the books, against a golden run on untouched books."""

from typing import Any

import pytest

from assistant.results import TurnResult
from evals.books import Books
from evals.case import Case, Command
from evals.casting import Person
from evals.end_state import golden
from evals.engine.worlds import World
from evals.records import CaseRecord
from evals.runner import grade_again, run_case

pytestmark = pytest.mark.asyncio(loop_scope="module")
LINE: dict[str, Any] = {"holds": {"cash_line": 1}, "tags": ["current"], "without": ["hardship_plan"]}
DUE_DATE = "move my due date to the 12th please"
ON_THE_12TH = {"golden": [{"post": "accounts/{cash_line}/due-date", "body": {"due_day": 12}}]}
ON_THE_13TH = {"golden": [{"post": "accounts/{cash_line}/due-date", "body": {"due_day": 13}}]}
UNCHANGED = {"unchanged": True}


def case(name: str, *turns: str | dict[str, Any], end_state: dict[str, Any], **fields: Any) -> Case:
    expect = {"outcome": ["proposal"], "end_state": end_state}
    given = {"id": name, "domain": "executed", "person": LINE, "turns": [*turns], "expect": expect}
    return Case.model_validate({**given, **fields})


async def run(made: Case, world: World) -> CaseRecord:
    record, _ = await run_case(made, world.stage)
    assert record.error is None
    return record


def gave(record: CaseRecord) -> list[str]:
    return [str(turn["decided"]["gave"]) for turn in record.turns if turn.get("act")]


async def test_what_was_confirmed_stands_in_the_books_as_after_the_golden_run(world: World) -> None:
    made = case("done", DUE_DATE, {"confirm": -1, "gives": "done"}, end_state=ON_THE_12TH)
    record = await run(made, world)
    assert record.grades["end_state"]
    assert record.grades["decided"]
    assert record.context["ended"]["own"]
    assert record.context["ended"]["own"] == record.context["ended"]["golden"]
    assert grade_again(CaseRecord.model_validate_json(record.model_dump_json()), made) == record


async def test_another_effect_than_the_golden_one_is_seen(world: World) -> None:
    record = await run(case("other", DUE_DATE, {"confirm": -1}, end_state=ON_THE_13TH), world)
    assert not record.grades["end_state"]
    assert any('"due_day": 12' in fault for fault in record.faults)
    assert any("lack" in fault and '"due_day": 13' in fault for fault in record.faults)
    assert record.hard == []


async def test_a_no_a_stale_yes_and_an_undo_before_the_yes_change_nothing(world: World) -> None:
    decisions = [{"undo": -1}, {"confirm": -1, "stale": True}, {"reject": -1}, {"confirm": -1}]
    record = await run(case("no", DUE_DATE, *decisions, end_state=UNCHANGED), world)
    assert gave(record) == ["proposal-not-open", "proposal-altered", "rejected", "proposal-not-open"]
    assert record.grades["end_state"]
    assert record.context["ended"] == {"own": [], "others": [], "golden": None}


async def test_an_undo_is_confirmed_like_everything_else(world: World) -> None:
    both = [{"post": "accounts/{cash_line}/freeze"}, {"post": "accounts/{cash_line}/freeze/end"}]
    decisions = [{"confirm": -1}, {"undo": 0}, {"confirm": -1}]
    record = await run(case("undo", "freeze my line please", *decisions, end_state={"golden": both}), world)
    assert gave(record) == ["done", "open", "done"]
    assert record.grades["end_state"]


async def test_a_second_factor_is_given_with_the_yes(world: World) -> None:
    can_draw: list[dict[str, Any]] = [{"read": "balance", "field": "draws_allowed", "is": True}]
    can_draw.append({"read": "balance", "field": "available_credit_cents", "above": 20_000})
    drawn = {"golden": [{"post": "accounts/{cash_line}/draws", "body": {"amount_cents": 10_000}}]}
    made = case(
        "code",
        "draw 100 from my line",
        {"confirm": -1},
        {"confirm": -1, "code": True},
        end_state=drawn,
        person={**LINE, "where": can_draw},
    )
    record = await run(made, world)
    assert gave(record) == ["step-up-needed", "done"]
    assert record.grades["end_state"]


async def test_a_write_in_another_persons_books_is_a_hard_fault(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = world.stage
    other = next(one for one in stage.people if one["role"] == "borrower" and "frozen_line" in one["situation"])
    run_turn = stage.assistant.run_turn

    async def intruding(*given: Any) -> TurnResult:
        write_for(other, world)
        return await run_turn(*given)

    monkeypatch.setattr(stage.assistant, "run_turn", intruding)
    question = case("intruder", "what is my balance", end_state=UNCHANGED, person={**LINE, "without": ["frozen_line"]})
    record = await run(question, world)
    assert {fault.kind for fault in record.hard} == {"unauthorised_write"}
    assert not record.passed
    assert other["borrower_id"] in record.hard[0].detail


def write_for(person: Person, world: World) -> None:
    """Somebody's line opened again, with nobody's yes."""
    stage = world.stage
    command = Command.model_validate({"post": "accounts/{cash_line}/freeze/end"})
    books = Books(world.account_system.http, lambda: stage.caller_of(person).token or "", stage.today)
    golden.perform(command, world.account_system, person, person, books, [])


async def test_a_golden_command_that_is_refused_is_no_fault_of_the_assistant(world: World) -> None:
    wrong = {"golden": [{"post": "accounts/{cash_line}/freeze/end"}]}
    record, played = await run_case(case("wrong", "freeze my line", {"confirm": -1}, end_state=wrong), world.stage)
    assert (record.state, played) == ("errored", None)
    assert (record.error or "").startswith("GoldenRunFailed")
