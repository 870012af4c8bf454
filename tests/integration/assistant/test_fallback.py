"""A provider's model that invents: its turn begins again with the local model, and nothing of it is left."""

import uuid
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from langchain_core.messages import AIMessage, BaseMessage
from pydantic import SecretStr

from assistant import bootstrap
from assistant.assistant import Assistant
from assistant.bootstrap import Overrides
from assistant.events import Event, TextChunk
from assistant.models.scripted import Script, ScriptedModel
from assistant.results import TurnRequest, TurnResult
from assistant.settings import Settings
from tests.conftest import INDEXED, Database
from tests.serving import Lender, calls, encoder
from tools.caller import Caller

INVENTED = "You owe $9,876.54 in total, and your late fees are waived. [P1]"


def invents_after(*reads: str) -> Script:
    """Reads with these tools, then says what none of them holds."""

    def play(messages: Sequence[BaseMessage]) -> AIMessage:
        if messages[-1].type == "tool" or not reads:
            return AIMessage(INVENTED)
        return calls(*((name, {"query": "hardship plans"} if name == "search_policies" else {}) for name in reads))

    return play


class Desk:
    """An assistant whose chosen model plays a script, for one borrower."""

    def __init__(self, assistant: Assistant, caller: Caller) -> None:
        self.assistant = assistant
        self.caller = caller
        self.told: list[Event] = []

    async def ask(self, text: str) -> TurnResult:
        thread_id = str(await self.assistant.threads.create(self.caller.subject))
        request = TurnRequest(self.caller, thread_id, str(uuid.uuid4()), text)
        return await self.assistant.run_turn(request, self.told.append)


class Desks:
    """Opens desks: one database and one borrower for all tests here."""

    def __init__(self, lender: Lender, database: Database, data_dir: Path) -> None:
        self.lender = lender
        self._url = database.url("assistant_app")
        self._settings = Settings(data_dir=data_dir, database_url=SecretStr(self._url))
        self.person = next(one for one in lender.people if one["products"] == ["instalment_loan"])

    @asynccontextmanager
    async def open(self, script: Script) -> AsyncGenerator[Desk]:
        subject = str(self.person["borrower_id"])
        caller = Caller(subject, "borrower", 1, self.lender.issuer.delegate(subject, "borrower"))
        given = Overrides(model=ScriptedModel(script=script), encoder=encoder())
        async with bootstrap.assistant(self._settings, self._url, self.lender.url, given) as assistant:
            yield Desk(assistant, caller)


@pytest.fixture(scope="module")
def desks(lender: Lender, clone_database: Callable[[str], Database], data_dir: Path) -> Desks:
    return Desks(lender, clone_database(INDEXED), data_dir)


async def test_an_invented_figure_is_answered_again_from_the_records(desks: Desks) -> None:
    async with desks.open(invents_after("get_profile", "search_policies")) as desk:
        result = await desk.ask("what is my balance?")
    assert result.outcome == "answered"
    assert "rebuild" in [verdict.verdict for verdict in result.guards]
    assert [call.name for call in result.tool_calls] == ["get_balance"]
    assert result.citations == []
    shown = [account["current_balance_cents"] for account in result.tool_calls[0].result["accounts"]]
    for cents in shown:
        assert f"${cents // 100:,}.{cents % 100:02}" in result.answer
    assert shown
    assert "9,876.54" not in result.model_dump_json(exclude={"guards"})


async def test_nothing_of_the_failed_reply_is_streamed(desks: Desks) -> None:
    async with desks.open(invents_after("get_balance")) as desk:
        result = await desk.ask("what is my balance?")
        streamed = "".join(event.text for event in desk.told if isinstance(event, TextChunk))
    assert streamed == result.answer
    assert "9,876.54" not in streamed


async def test_passages_of_the_failed_reply_are_not_cited(desks: Desks) -> None:
    async with desks.open(invents_after("search_policies")) as desk:
        result = await desk.ask("is there a penalty for paying my loan off early?")
    (searched,) = result.tool_calls
    assert "hardship" not in searched.arguments["query"]
    found = {(row["document"], row["section"]) for row in searched.result["passages"]}
    assert result.citations
    assert {(citation.document, citation.section) for citation in result.citations} <= found


async def test_a_reply_that_holds_is_the_providers_own(desks: Desks) -> None:
    async with desks.open(lambda _: AIMessage("Hello!")) as desk:
        result = await desk.ask("what is my balance?")
    assert (result.answer, result.tool_calls) == ("Hello!", [])
    assert {verdict.verdict for verdict in result.guards} == {"pass"}
