"""A run of real cases: a small seeded portfolio in a world of its own, the real assistant, real confirmed writes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.outputs import ChatResult

from assistant.assistant import Assistant
from assistant.settings import Settings
from evals.case import Case
from evals.engine import run
from evals.engine.assistant_target import AssistantTarget
from evals.engine.plan import plan
from evals.engine.run import RunInvalid, Spec
from evals.engine.worker import Failures, played
from evals.engine.worlds import Ground
from evals.records import CaseRecord, Fingerprints
from stack import postgres
from tests.conftest import INDEXED, PORTFOLIO, Database


@pytest.fixture
def ground(clone_database: Callable[[str], Database], server: postgres.Server, data_dir: Path) -> Ground:
    """Worlds of the tests' own templates, which are made where they are missing."""
    for template in (PORTFOLIO, INDEXED, postgres.DURABLE_DATABASE):
        clone_database(template)
    return Ground(server, data_dir, PORTFOLIO, INDEXED)


def case(name: str, **fields: Any) -> Case:
    given: dict[str, Any] = {
        "id": name,
        "domain": "balance",
        "person": {"holds": {"cash_line": 1}, "tags": ["current"]},
        "turns": ["What is my Cash Line balance?"],
    }
    return Case.model_validate({**given, **fields})


BALANCE = {"read": "balance", "field": "current_balance_cents", "as": "money"}
CASES = [
    case("right", expect={"calls": ["get_balance"], "facts": [BALANCE]}),
    case("wrong-fact", expect={"facts": [{"read": "amount-due", "field": "late_fee_if_unpaid_cents", "as": "money"}]}),
    case("nobody-fits", person={"tags": ["on_the_moon"]}, expect={"facts": [BALANCE]}),
    case(
        "follow-up",
        turns=["What is my Cash Line balance?", "and when is it due?"],
        expect={"calls": ["get_amount_due"]},
    ),
    case(
        "not-signed-in",
        person="anonymous",
        expect={"outcome": ["refused", "answered", "abstained"], "forbidden": ["\\$"]},
    ),
]


async def play(cases: list[Case], ground: Ground, repeats: int = 1) -> list[CaseRecord]:
    target = AssistantTarget(ground, Settings(), cases)
    by_id = {one.id: one for one in cases}
    return [record async for _, record in played(target, by_id, plan(cases, repeats), Failures())]


async def test_cases_are_played_and_graded(ground: Ground) -> None:
    records = await play(CASES, ground)
    by_id = {record.id: record for record in records}

    assert [record.id for record in records] == [one.id for one in CASES]
    assert [record.id for record in records if not record.passed] == ["wrong-fact", "nobody-fits"]
    assert by_id["right"].grades["facts"]
    assert by_id["right"].grades["grounded"]
    assert by_id["right"].turns[0]["result"]["tool_calls"][0]["result"]["accounts"]
    assert by_id["wrong-fact"].grades == {**by_id["wrong-fact"].grades, "facts": False, "grounded": True}
    assert by_id["nobody-fits"].state == "errored"
    assert str(by_id["nobody-fits"].error).startswith("NobodyFits")
    assert len(by_id["follow-up"].turns) == 2
    assert by_id["not-signed-in"].person is None


async def test_a_turn_that_breaks_fails_its_case_and_not_the_run(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise ZeroDivisionError("inside the assistant")

    monkeypatch.setattr(Assistant, "run_turn", broken)
    records = await play(CASES[:2], ground)
    assert [record.faults for record in records] == [["cannot_run: ZeroDivisionError: inside the assistant"]] * 2


class Unreachable(BaseChatModel):
    """A provider that nobody reaches."""

    @property
    def _llm_type(self) -> str:
        return "unreachable"

    def bind_tools(self, tools: Any, **kwargs: Any) -> Any:
        return self.bind(tools=[])

    def _generate(self, *_: Any, **kwargs: Any) -> ChatResult:
        raise openai.APIConnectionError(request=httpx.Request("POST", "http://nowhere.test/v1/chat/completions"))


def test_a_run_in_which_every_model_call_errors_is_invalid(ground: Ground, tmp_path: Path) -> None:
    answerable = [one for one in CASES if one.id in ("right", "follow-up")]
    spec = Spec("core", answerable, workers=0)
    target = AssistantTarget(ground, Settings(model="compatible:away"), answerable, make_model=Unreachable)
    with pytest.raises(RunInvalid, match="every model call errored: TurnOutage") as invalid:
        run.played(spec, target, Fingerprints(), tmp_path, lambda done, record: None)
    assert [record.state for record in invalid.value.report.results] == ["errored", "errored"]
    assert invalid.value.report.failed == []
