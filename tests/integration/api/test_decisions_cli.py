"""What the command line decides, over the served API and by itself: lists, codes and refusals."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from api.commands.decisions import STEP_UP, DecisionRefused, Decisions, HttpDecisions, LocalDecisions
from api.commands.session import Session
from assistant import bootstrap
from assistant.settings import Settings
from stack.embedded import Embedded
from stack.layout import DataFolder
from stack.people import PersonUnknown
from tests.acting import Acting
from tests.integration.api.putting import Putting


@dataclass
class Terminal:
    acting: Acting
    putting: Putting
    decisions: Decisions


@pytest.fixture(params=["over HTTP", "in this process"])
async def terminal(request: pytest.FixtureRequest, acting: Acting, data_dir: Path) -> AsyncGenerator[Terminal]:
    embedded = Embedded(DataFolder(data_dir), acting.database.server, acting.books.issuer)
    database_url = acting.database.url("assistant_app")
    settings = Settings(data_dir=data_dir, database_url=SecretStr(database_url))
    session, putting = Session(settings, embedded, acting.books.url), Putting(acting, data_dir)
    if request.param == "in this process":
        async with bootstrap.desk(settings, database_url, acting.books.url) as desk:
            yield Terminal(acting, putting, LocalDecisions(desk, session, acting.books.people))
        return
    async with httpx.AsyncClient(base_url=acting.url, timeout=30, trust_env=False) as http:
        yield Terminal(acting, putting, HttpDecisions(http, session, acting.books.people))


async def test_a_person_lists_sees_and_turns_down(terminal: Terminal) -> None:
    person = terminal.acting.books.who("current")
    thread_id, shown = await terminal.putting.proposed(terminal.acting.client(person), person)
    handle, decisions = person["handle"], terminal.decisions
    assert [view["proposal_id"] for view in await decisions.listed(handle, "open", thread_id)] == [shown["proposal_id"]]
    assert await decisions.listed(handle, "done", thread_id) == []
    assert (await decisions.one(handle, shown["proposal_id"]))["digest"] == shown["digest"]
    assert (await decisions.decide(handle, shown["proposal_id"], "reject", None))["state"] == "rejected"
    with pytest.raises(DecisionRefused) as refused:
        await decisions.decide(handle, shown["proposal_id"], "confirm", shown["digest"])
    assert refused.value.kind == "proposal-not-open"


async def test_a_code_lets_a_person_confirm_what_needs_one(terminal: Terminal) -> None:
    # Each one-time code is taken once: the two ways in are tried by two people.
    person = terminal.acting.books.who("current")
    if isinstance(terminal.decisions, LocalDecisions):
        person = terminal.acting.books.somebody_else(person)
    client = terminal.acting.client(person)
    _, shown = await terminal.putting.proposed(client, person, amount_cents=2800, assurance=2, risk="high")
    handle, decisions = person["handle"], terminal.decisions
    with pytest.raises(DecisionRefused) as refused:
        await decisions.decide(handle, shown["proposal_id"], "confirm", shown["digest"])
    assert refused.value.kind == STEP_UP
    await decisions.step_up(handle, terminal.acting.books.issuer.codes.code(person["borrower_id"]))
    assert (await decisions.decide(handle, shown["proposal_id"], "confirm", shown["digest"]))["state"] == "done"


async def test_nobody_and_somebody_else(terminal: Terminal) -> None:
    person = terminal.acting.books.who("current")
    other = terminal.acting.books.somebody_else(person)
    _, shown = await terminal.putting.proposed(terminal.acting.client(person), person)
    with pytest.raises(PersonUnknown):
        await terminal.decisions.one("nobody-at-all", shown["proposal_id"])
    with pytest.raises(DecisionRefused, match="no proposal"):
        await terminal.decisions.one(other["handle"], shown["proposal_id"])
