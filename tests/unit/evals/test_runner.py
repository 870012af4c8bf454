"""What keeps a case from being played is told apart from what the assistant did wrong."""

from collections.abc import Callable
from functools import cache
from typing import Any, cast

import httpx
import pytest

from assistant.assistant import Assistant
from assistant.results import TurnRequest, TurnResult
from evals.case import Case
from evals.casting import Person
from evals.runner import run_case
from evals.stage import Stage
from prompts.loader import load
from tests.unit.evals.stories import turn
from tools.caller import Caller

ANA: Person = {"handle": "ana-reyes", "name": "Ana Reyes", "role": "borrower", "situation": ["current"]}
ACCOUNT = {"account_id": "CL-1", "product": "cash_line", "status": "open", "last4": "4321", "state": "OH"}
ANSWERS: dict[str, Any] = {
    "/v1/business-date": {"business_date": "2026-05-15"},
    "/v1/accounts": {"accounts": [{**ACCOUNT, "agreement_date": "2025-05-15"}]},
}
Answers = Callable[[TurnRequest], TurnResult]


class FakeThreads:
    async def create(self, subject: str, *_: object) -> str:
        return "t"


class FakeAssistant:
    """Answers as it is told to."""

    def __init__(self, answers: Answers) -> None:
        self.threads = FakeThreads()
        self._answers = answers

    async def run_turn(self, request: TurnRequest, _: object) -> TurnResult:
        return self._answers(request)


def stage(answers: Answers, *, away: bool = False) -> Stage:
    def respond(request: httpx.Request) -> httpx.Response:
        if away and request.url.path != "/v1/business-date":
            raise httpx.ConnectError("refused")
        found = ANSWERS.get(request.url.path)
        return httpx.Response(200, json=found) if found else httpx.Response(404, json={})

    http = httpx.Client(base_url="http://accounts", transport=httpx.MockTransport(respond))
    assistant = cast(Assistant, FakeAssistant(answers))
    return Stage(assistant, http, [ANA], lambda _: Caller("B-1", "borrower", token="t"))


def case(**fields: Any) -> Case:
    given = {"id": "c", "domain": "balance", "person": {"tags": ["current"]}, "turns": ["what do I owe"]}
    return Case.model_validate({**given, "expect": {"outcome": ["answered"]}, **fields})


prompt = cache(load)


def failing(words: str) -> Answers:
    answer = prompt().say(words, "en")
    return lambda _: turn(answer, [], "failed").result


@pytest.mark.parametrize("words", ["failed.model", "failed.accounts", "failed.deadline"])
async def test_an_outage_is_no_failure_of_the_assistant(words: str) -> None:
    record, played = await run_case(case(), stage(failing(words)))
    assert (record.state, record.passed, played) == ("errored", False, None)
    assert (record.error or "").startswith("TurnOutage")
    assert (record.person, record.slices["name_group"]) == ("ana-reyes", "hispanic")


async def test_a_turn_that_breaks_is_one() -> None:
    record, _ = await run_case(case(), stage(failing("failed.unexpected")))
    assert (record.state, record.passed, record.outcome) == ("graded", False, "failed")


async def test_an_assistant_that_raises_has_failed() -> None:
    def broken(_: TurnRequest) -> TurnResult:
        raise ZeroDivisionError("inside")

    record, _ = await run_case(case(), stage(broken))
    assert (record.state, record.faults) == ("graded", ["cannot_run: ZeroDivisionError: inside"])


async def test_an_account_system_that_is_away_and_nobody_who_fits_are_errors() -> None:
    away, _ = await run_case(case(person={"holds": {"cash_line": 1}}), stage(failing("failed.model"), away=True))
    nobody, _ = await run_case(case(person={"tags": ["scra"]}), stage(failing("failed.model")))
    assert [record.state for record in (away, nobody)] == ["errored", "errored"]
    assert (away.error or "").startswith("ConnectError")
    assert (nobody.error or "").startswith("NobodyFits")
    assert nobody.person is None


async def test_what_was_said_is_answered_and_graded() -> None:
    record, played = await run_case(case(), stage(lambda _: turn("Nothing is due.", []).result), epoch=2)
    assert played is not None
    assert (record.state, record.outcome, record.epoch) == ("graded", "answered", 2)
    assert [shown["text"] for shown in record.turns] == ["what do I owe"]


async def test_a_decision_about_nothing_is_a_fault_where_the_case_does_not_expect_it() -> None:
    made = case(turns=["freeze it", {"reject": -1}])
    record, _ = await run_case(made, stage(lambda _: turn("Which line?", [], "clarify").result))
    assert record.grades["decided"] is False
    assert record.turns[1]["decided"]["gave"] == "nothing-proposed"
