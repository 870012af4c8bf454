"""A run of real cases: a small seeded portfolio behind the real account service, the real assistant, no policies."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from fastapi.testclient import TestClient

from accounts import seeding
from accounts.app import AppConfig, create_app
from assistant import bootstrap
from assistant.bootstrap import Overrides
from assistant.settings import Settings
from evals import suite
from evals.case import Case
from evals.casting import Person
from evals.runner import Stage
from stack.issuer import DevelopmentIssuer
from tests.conftest import Database
from tests.serving import encoder
from tools.caller import Caller
from tools.client import AccountsClient


@pytest.fixture
async def stage(accounts_db: Database, assistant_db: Database, tmp_path: Path, data_dir: Path) -> AsyncGenerator[Stage]:
    seeding.seed(accounts_db.url("accounts_ops"), borrowers=6)
    issuer = DevelopmentIssuer(tmp_path)
    config = AppConfig(accounts_db.url("accounts_api"), issuer.public_path)

    def caller_of(person: Person | None) -> Caller:
        if person is None:
            return Caller("anon:test", "anonymous")
        subject = str(person["borrower_id"])
        return Caller(subject, "borrower", 1, issuer.delegate(subject, "borrower"), str(person["name"]))

    async with AsyncExitStack() as opened:
        served = create_app(config)
        await opened.enter_async_context(served.router.lifespan_context(served))
        accounts = AccountsClient("http://accounts", transport=httpx.ASGITransport(served))
        assistant = await opened.enter_async_context(
            bootstrap.assistant(
                Settings(data_dir=data_dir),
                assistant_db.url("assistant_app"),
                "http://accounts",
                Overrides(accounts=accounts, encoder=encoder()),
            )
        )
        http = cast(httpx.Client, opened.enter_context(TestClient(create_app(config))))
        service = {"Authorization": f"Bearer {issuer.delegate('assistant', 'service')}"}
        people: list[Person] = http.get("/v1/people", headers=service).json()["people"]
        yield Stage(assistant, http, people, caller_of)


def case(name: str, **fields: Any) -> Case:
    given: dict[str, Any] = {
        "id": name,
        "domain": "balance",
        "person": {"holds": {"cash_line": 1}},
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


async def test_a_suite_is_played_and_graded(stage: Stage) -> None:
    told: list[tuple[int, str]] = []
    found = await suite.run("local", CASES, stage, "local", None, lambda done, one: told.append((done, one.id)))
    by_id = {record.id: record for record in found.results}

    assert told == [(number, one.id) for number, one in enumerate(CASES, 1)]
    assert found.failed == ["wrong-fact", "nobody-fits"]
    assert by_id["right"].grades["facts"]
    assert by_id["right"].grades["grounded"]
    assert by_id["right"].turns[0]["result"]["tool_calls"][0]["result"]["accounts"]
    assert by_id["wrong-fact"].grades == {**by_id["wrong-fact"].grades, "facts": False, "grounded": True}
    assert by_id["nobody-fits"].state == "errored"
    assert (by_id["nobody-fits"].error or "").startswith("NobodyFits")
    assert len(by_id["follow-up"].turns) == 2
    assert by_id["not-signed-in"].person is None
    assert any("could not run" in reason for reason in found.missed)


async def test_a_turn_that_breaks_fails_its_case_and_not_the_run(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise ZeroDivisionError("inside the assistant")

    monkeypatch.setattr(stage.assistant, "run_turn", broken)
    found = await suite.run("local", CASES[:2], stage, "local", None, lambda done, one: None)
    assert [record.faults for record in found.results] == [["cannot_run: ZeroDivisionError: inside the assistant"]] * 2
