"""Simulated users in conversation with the real assistant, over real books, up to the executed effect."""

from typing import Any

import pytest

from evals.case import Case
from evals.engine.worlds import World
from evals.records import CaseRecord
from evals.runner import grade_again, run_case
from evals.simulate.rehearsal import case_of, rehearse
from evals.simulate.script import UserScript
from evals.steps import Act, Say

pytestmark = pytest.mark.asyncio(loop_scope="module")
MOVING: dict[str, Any] = {
    "facts": {"day": ["the 24th", "24"]},
    "start": "asks",
    "states": {
        "asks": {
            "says": "I'd like my bill to fall on some other day of the month",
            "then": [{"proposes": "move_due_date", "go": "agrees"}, {"go": "gives_up"}],
        },
        "agrees": {"does": "confirm", "then": [{"gives": "done", "go": "goal"}, {"go": "gives_up"}]},
    },
}
QUESTION = "what is my Cash Line balance"
WANTS_A_PROPOSAL = {"proposes": "any", "go": "goal"}
HOPELESS = {"start": "asks", "states": {"asks": {"says": QUESTION, "then": [WANTS_A_PROPOSAL, {"go": "gives_up"}]}}}
LOST = {"start": "asks", "states": {"asks": {"says": QUESTION, "then": [WANTS_A_PROPOSAL]}}}


def case(name: str, user: dict[str, Any], **expect: Any) -> Case:
    given = {
        "id": name,
        "domain": "simulated",
        "person": {"holds": {"cash_line": 1}, "tags": ["current"], "without": ["hardship_plan"]},
        "user": user,
        "expect": expect,
    }
    return Case.model_validate(given)


async def test_a_user_who_answers_what_is_asked_and_confirms_changes_the_books(world: World) -> None:
    golden = {"golden": [{"post": "accounts/{cash_line}/due-date", "body": {"due_day": 24}}]}
    made = case("moves", MOVING, outcome=["proposal"], end_state=golden)
    record, _ = await run_case(made, world.stage)
    assert record.faults == []
    assert [turn["text"] for turn in record.turns][1:] == ["the 24th", ""]
    assert record.turns[-1]["decided"]["gave"] == "done"
    assert record.grades["goal"]
    assert record.grades["end_state"]
    assert grade_again(CaseRecord.model_validate_json(record.model_dump_json()), made) == record


async def test_giving_up_fails_the_case_and_a_lost_script_does_not(world: World) -> None:
    gave_up, _ = await run_case(case("gives-up", HOPELESS, outcome=["answered"]), world.stage)
    assert gave_up.faults == ["goal: the simulated user gave up"]
    assert gave_up.user_faults == []
    lost, _ = await run_case(case("lost", LOST, outcome=["refused"]), world.stage)
    assert lost.faults == []
    assert "goal" not in lost.grades
    assert "outcome" not in lost.grades
    assert lost.grades["grounded"]
    assert lost.user_faults == ["the script has no way on from 'asks' after answered (get_balance)"]


async def test_a_rehearsal_tells_what_is_said_and_answered_as_it_goes(world: World) -> None:
    script = UserScript.model_validate(HOPELESS)
    told: list[object] = []
    person = next(dict(one) for one in world.stage.people if one["products"] == ["cash_line"])
    record = await rehearse(script, case_of(script, None, "en"), world.stage, told.append, person)
    assert record.person == person["handle"]
    assert record.context["ending"] == "gives_up"
    said, heard = told
    assert said == Say(QUESTION)
    assert not isinstance(heard, Say | Act)
