"""A script goes where what happened leads, answers what it is asked, and owns up when it does not know further."""

from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from assistant.results import Outcome
from evals.played import Turn
from evals.simulate.questions import asked_for
from evals.simulate.script import UserScript
from evals.simulate.scripted import ScriptedUser
from evals.steps import Act, Say
from tests.unit.evals.simulate.turns import asking, call, turn, unclear

PAYING: dict[str, Any] = {
    "facts": {"amount": ["120 dollars", "I said 120"], "day": "next friday"},
    "start": "asks",
    "most_turns": 5,
    "states": {
        "asks": {
            "says": ["take a payment from me", "put a payment in"],
            "then": [{"proposes": "schedule_payment", "go": "wonders"}, {"outcome": "answered", "go": "insists"}],
        },
        "insists": {
            "says": "no, do it for me",
            "then": [{"proposes": "any", "go": "wonders"}, {"outcome": ["refused", "abstained"], "go": "gives_up"}],
        },
        "wonders": {
            "says": "does that cost anything?",
            "then": [{"calls": "search_policies", "proposes": "none", "go": "agrees"}],
        },
        "agrees": {"does": "confirm", "then": [{"go": "goal"}]},
    },
}


async def played(user: ScriptedUser, *answers: Turn) -> list[str]:
    """What the user says and does to these answers, in order."""
    turns: list[Turn] = []
    heard = list(answers)
    steps: list[str] = []
    while step := await user.next(turns):
        steps.append(step.text if isinstance(step, Say) else step.decision)
        turns.append(heard.pop(0))
    assert not heard, "the conversation ended before all was answered"
    return steps


def user(random: Random | None = None, **changes: Any) -> ScriptedUser:
    return ScriptedUser(UserScript.model_validate({**PAYING, **changes}), "en", random)


async def test_a_script_follows_what_happened_to_its_goal() -> None:
    paying = user()
    steps = await played(
        paying,
        turn("proposal", proposes=("schedule_payment",)),
        turn(calls=(call("search_policies"),)),
        turn(),
    )
    assert steps == ["take a payment from me", "does that cost anything?", "confirm"]
    assert (paying.ending, paying.faults) == ("goal", [])


async def test_what_is_asked_is_answered_from_the_facts_without_a_word_in_the_script() -> None:
    steps = await played(
        user(),
        turn("clarify", calls=(asking("On which day should it be paid?"),)),
        turn("clarify", calls=(unclear("schedule_payment", "amount", "How much should it be?"),)),
        turn("proposal", proposes=("schedule_payment",)),
        turn(calls=(call("search_policies"),)),
        turn(),
    )
    assert steps[1:3] == ["next friday", "120 dollars"]


async def test_the_same_question_is_answered_twice_and_no_more() -> None:
    paying = user()
    again = turn("clarify", calls=(asking("How much should it be?"),))
    steps = await played(paying, again, again, again)
    assert steps[1:] == ["120 dollars", "I said 120"]
    assert paying.ending == "fault"


async def test_where_the_script_has_no_way_on_the_fault_is_the_users() -> None:
    paying = user()
    await played(paying, turn("handoff", handoff="unresolved", calls=(call("hand_off"),)))
    assert paying.ending == "fault"
    assert paying.faults == ["the script has no way on from 'asks' after handoff (hand_off)"]


async def test_giving_up_is_no_fault_of_the_user() -> None:
    paying = user()
    await played(paying, turn(), turn("refused"))
    assert (paying.ending, paying.faults) == ("gives_up", [])


async def test_a_conversation_that_goes_in_circles_ends() -> None:
    circle = {"start": "a", "states": {"a": {"says": "x", "then": [{"says": "never", "go": "goal"}, {"go": "a"}]}}}
    around = ScriptedUser(UserScript.model_validate({**circle, "most_turns": 3}), "en")
    assert await played(around, turn(), turn(), turn()) == ["x", "x", "x"]
    assert around.ending == "gives_up"


async def test_a_seed_chooses_the_wording_and_always_the_same() -> None:
    async def first(seed: int) -> str:
        step = await user(Random(seed)).next([])
        assert isinstance(step, Say)
        return step.text

    assert await first(7) == await first(7)
    assert len({await first(seed) for seed in range(20)}) > 3


async def test_an_act_carries_its_proposal_and_its_code() -> None:
    states = {"agrees": {"does": "confirm", "proposal": 1, "code": True, "then": [{"go": "goal"}]}}
    acting = ScriptedUser(UserScript.model_validate({"start": "agrees", "states": states}), "en")
    assert await acting.next([]) == Act("confirm", 1, code=True)


@pytest.mark.parametrize(
    ("when", "outcome", "fits"),
    [
        ({"outcome": "answered"}, "answered", True),
        ({"outcome": ["refused", "abstained"]}, "answered", False),
        ({"calls": ["get_balance", "list_fees"]}, "answered", True),
        ({"calls": "get_payoff_quote"}, "answered", False),
        ({"says": "(?i)SO it"}, "answered", True),
        ({"outcome": "answered", "says": "nothing of it"}, "answered", False),
        ({"proposes": "none"}, "answered", True),
        ({"proposes": "any"}, "answered", False),
        ({"hands_off": "any"}, "handoff", True),
        ({"hands_off": ["scam"]}, "handoff", False),
        ({"hands_off": "none"}, "answered", True),
        ({}, "failed", True),
    ],
)
async def test_all_that_a_transition_names_has_to_hold(when: dict[str, Any], outcome: Outcome, fits: bool) -> None:
    states = {"a": {"says": "x", "then": [{**when, "go": "goal"}]}}
    happened = turn(
        outcome,
        calls=(call("get_balance"), call("get_payoff_quote", {"error": {"kind": "temporary"}})),
        handoff="complaint" if outcome == "handoff" else None,
    )
    asking_user = ScriptedUser(UserScript.model_validate({"start": "a", "states": states}), "en")
    await played(asking_user, happened)
    assert (asking_user.ending == "goal") is fits


@pytest.mark.parametrize(
    "changed",
    [
        {"start": "nowhere"},
        {"states": {**PAYING["states"], "agrees": {"does": "confirm", "then": [{"go": "gone"}]}}},
        {"states": {**PAYING["states"], "island": {"says": "x", "then": [{"go": "goal"}]}}},
        {"states": {"asks": {"says": "x", "then": [{"go": "gives_up"}]}}},
        {"states": {"asks": {"then": [{"go": "goal"}]}}},
        {"states": {"asks": {"says": "x", "does": "confirm", "then": [{"go": "goal"}]}}},
        {"states": {"asks": {"says": "x", "then": []}}},
        {"states": {"asks": {"says": "x", "then": [{"outcome": "won", "go": "goal"}]}}},
        {"facts": {"shoe_size": "44"}},
        {"most_turns": 0},
        {"mood": "cross"},
    ],
)
def test_a_script_that_cannot_be_played_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        UserScript.model_validate({**PAYING, **changed})


PHRASINGS = Path(__file__).parents[4] / "prompts" / "phrasings"
KINDS = {
    "amount": "amount", "draw_amount": "amount", "requested_amount": "limit", "due_day": "day", "payment_date": "day",
    "payoff_date": "day", "autopay_kind": "autopay", "which_account": "account", "which_charge": "charge",
    "which_draw": "draw", "which_payment": "payment", "plan": "plan", "income_change": "reason", "consent": "consent",
    "contact_detail": "contact", "correction": "correction", "what_is_meant": "meaning", "unclear": "meaning",
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_every_question_of_the_prompt_is_understood(language: str, name: str, kind: str) -> None:
    question = (PHRASINGS / language / f"clarify.{name}.md").read_text(encoding="utf-8").splitlines()[0]
    assert asked_for(turn("clarify", answer=question, calls=(asking(question),)).result) == kind


def test_only_a_clarifying_question_asks_for_something() -> None:
    assert asked_for(turn("answered", answer="How much should it be?").result) is None
    assert asked_for(turn("clarify", answer="Hm?").result) is None


def test_questions_file_has_no_word_that_is_no_regular_expression() -> None:
    raw = yaml.safe_load((Path(__file__).parents[4] / "evals/simulate/questions.yaml").read_text(encoding="utf-8"))
    assert set(KINDS.values()) <= set(raw)
