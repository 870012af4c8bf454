"""A case with decisions: what it may say, whether it writes, and what its digest is of."""

from typing import Any

import pytest
from pydantic import ValidationError

from evals.case import Case, Command, Do, EndState
from evals.steps import Act

CASE: dict[str, Any] = {
    "id": "a-case",
    "domain": "executed",
    "person": {"tags": ["current"]},
    "turns": ["freeze my line", {"confirm": -1, "gives": "done"}],
    "expect": {"end_state": {"golden": [{"post": "accounts/{cash_line}/freeze"}]}},
}


def made(**changed: Any) -> Case:
    return Case.model_validate({**CASE, **changed})


def test_turns_are_words_and_decisions() -> None:
    case = made(turns=["freeze my line", {"confirm": 0, "code": True}, "thanks", {"undo": -1}])
    assert case.said == ["freeze my line", "thanks"]
    assert [act.act for act in case.acts] == [Act("confirm", 0, code=True), Act("undo", -1)]


@pytest.mark.parametrize("wrong", [{}, {"confirm": 0, "reject": 0}, {"code": True}, {"gives": "done"}, {"confirms": 0}])
def test_an_act_is_one_decision(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Do.model_validate(wrong)


@pytest.mark.parametrize(
    "wrong", [{}, {"golden": []}, {"unchanged": False}, {"unchanged": True, "golden": [{"post": "x"}]}]
)
def test_an_end_state_is_one_thing(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        EndState.model_validate(wrong)


def test_a_command_is_a_post_or_a_put() -> None:
    assert Command.model_validate({"put": "me/contact"}).method == "PUT"
    for wrong in ({}, {"post": "x", "put": "x"}):
        with pytest.raises(ValidationError):
            Command.model_validate(wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"turns": []},
        {"turns": [{"confirm": 0}]},
        {"expect": {"outcome": ["proposal"]}},
        {"serves": {"tags": ["current"]}},
        {"user": {"start": "goal", "states": {}}},
    ],
)
def test_what_cannot_be_played_or_judged_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        made(**wrong)


def test_only_decisions_write() -> None:
    assert made().writes
    assert made(turns=["freeze my line", {"reject": 0}]).writes
    assert not made(turns=["freeze my line"]).writes


def test_the_channel_follows_who_asks() -> None:
    assert (made().channel, made(person={"role": "support_agent"}).channel) == ("chat", "copilot")
    assert made(person="anonymous").channel == "chat"


def test_the_digest_is_of_what_is_written() -> None:
    assert made().digest == made().digest
    assert made(critical=True).digest != made().digest
    assert made(turns=["Freeze my line", {"confirm": -1, "gives": "done"}]).digest != made().digest
