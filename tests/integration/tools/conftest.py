"""A served account system at noon of the business date, with its staff, and turns in which write tools are called."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import httpx
import psycopg
import pytest
import yaml

from accounts.app import AppConfig, create_app
from assistant.guards.own_words import ThreadWords
from prompts.loader import ROOT
from prompts.schema import ToolText
from stack.issuer import DevelopmentIssuer
from stack.people import Person, people
from tests.conftest import PORTFOLIO, Database
from tests.serving import serving
from tools import registry
from tools.caller import Caller
from tools.client import AccountsClient, JsonObject
from tools.context import PolicyQuestion, ToolContext
from tools.drafting import Draft

NOON = datetime(2026, 5, 15, 16, 0, tzinfo=UTC)
"""12:00 p.m. ET of the seeded business date."""
TODAY = date(2026, 5, 15)


async def no_policies(question: PolicyQuestion) -> JsonObject:
    return {"passages": []}


@dataclass
class Desk:
    """The account system, and the people whose turns a test plays."""

    url: str
    issuer: DevelopmentIssuer
    people: list[Person]
    database: Database
    described: dict[str, ToolText]
    client: AccountsClient

    def person(self, *situation: str, products: tuple[str, ...] | None = None) -> Person:
        """The first borrower in all of these situations, with just these products where they are given."""
        return next(
            person
            for person in self.people
            if person["role"] == "borrower"
            and set(situation) <= set(person["situation"])
            and (products is None or sorted(person["products"]) == sorted(products))
        )

    def turn(self, person: Person, *texts: str, staff: str | None = None) -> ToolContext:
        """A turn of this borrower, or of a member of staff (their role) who serves them, after these messages."""
        borrower = str(person["borrower_id"])
        if staff:
            token = self.issuer.delegate("S-9", staff, preview=True, borrower=borrower)
            caller = Caller(
                "S-9", "supervisor" if staff == "supervisor" else "support_agent", 1, token, "Sam", borrower
            )
        else:
            caller = Caller(borrower, "borrower", 1, self.issuer.delegate(borrower, "borrower", preview=True), "Rosa")
        return ToolContext(
            caller,
            self.client,
            no_policies,
            TODAY,
            handoffs={},
            words=ThreadWords(texts, TODAY, self.described),
            asked_for=lambda tool: True,
            clock=lambda: NOON,
        )

    def commands(self) -> int:
        """Rows of accounts.commands, as the superuser counts them."""
        with psycopg.connect(self.database.url("postgres")) as connection:
            row = connection.execute("SELECT count(*) FROM accounts.commands").fetchone()
        return row[0] if row else 0

    def write_token(self, context: ToolContext) -> str:
        """What the executor mints for the turn's caller."""
        caller = context.caller
        served = None if caller.role == "borrower" else caller.serves
        return self.issuer.delegate(caller.subject, caller.role, write=True, borrower=served)

    async def carry_out(self, context: ToolContext, draft: Draft) -> JsonObject:
        """Do what was drafted, as the executor would."""
        return await self.client.perform(draft.operation, self.write_token(context), draft.proposal_id)


class Listening(httpx.AsyncHTTPTransport):
    """The wire to the account system; keeps what was sent over it, e.g. `GET /v1/accounts`."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.heard.append(f"{request.method} {request.url.raw_path.decode()}")
        return await super().handle_async_request(request)


def listen(desk: Desk, turn: ToolContext) -> list[str]:
    """What this turn sends from now on."""
    wire = Listening()
    turn.accounts = AccountsClient(desk.url, transport=wire)
    return wire.heard


@contextmanager
def _desk(database: Database, issuer: DevelopmentIssuer) -> Generator[Desk]:
    described = {name: ToolText(**text) for name, text in yaml.safe_load((ROOT / "tools.yaml").read_text()).items()}
    config = AppConfig(
        database.url("accounts_api"),
        issuer.public_path,
        staff_url=database.url("accounts_staff"),
        clock=lambda: NOON,
    )
    with serving(create_app(config)) as url:
        yield Desk(url, issuer, people(url, issuer), database, described, AccountsClient(url))


@pytest.fixture(scope="session")
def served(portfolio: Database, issuer: DevelopmentIssuer) -> Iterator[Desk]:
    with _desk(portfolio, issuer) as made:
        yield made


@pytest.fixture
def written_desk(clone_database: Callable[[str], Database], issuer: DevelopmentIssuer) -> Iterator[Desk]:
    """One over books of this test's own, in which things may be done."""
    with _desk(clone_database(PORTFOLIO), issuer) as made:
        yield made


@pytest.fixture
def desk(served: Desk) -> Iterator[Desk]:
    """Over the books that all tests share: a test fails that writes to them."""
    made = replace(served, client=AccountsClient(served.url))
    before = made.commands()
    yield made
    assert made.commands() == before, "a tool has written"


async def drafted(context: ToolContext, tool: str, **arguments: object) -> Draft:
    """The one draft that a call makes, which is what the model is shown of it."""
    result = await registry.call(tool, arguments, context)
    assert "proposal" in result, result
    draft = context.drafts[-1]
    assert result == {"proposal": draft.shown()}
    return draft


async def failed(context: ToolContext, tool: str, **arguments: object) -> JsonObject:
    """The failure of a call; no draft came of it."""
    before = list(context.drafts)
    result = await registry.call(tool, arguments, context)
    assert "error" in result, result
    assert context.drafts == before
    return result["error"]


def lines(draft: Draft) -> dict[str, str | int]:
    return {line.label: line.value for line in draft.lines}


def labels(draft: Draft) -> Sequence[str]:
    return [line.label for line in draft.lines]
