"""Plays cases: finds the person, computes the facts, says the turns on a thread of the case's own, grades the end."""

import asyncio
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import httpx

from assistant.assistant import Assistant
from assistant.results import TurnRequest
from evals import secrets
from evals.books import Books
from evals.case import Case
from evals.casting import Casting, Person
from evals.graders import GRADERS
from evals.graders.grade import Grade
from evals.played import Asker, Played, Turn, Wanted
from evals.records import CaseRecord
from evals.report import CANNOT_RUN, graded
from tools.caller import Caller

CallerOf = Callable[[Person | None], Caller]
"""Makes the caller of a seeded person as the API would from their token; None is somebody who is not signed in."""


class Stage:
    """What cases are played on: an assistant, the account system, the seeded people."""

    def __init__(self, assistant: Assistant, http: httpx.Client, people: Sequence[Person], caller_of: CallerOf) -> None:
        self.assistant = assistant
        self.people = people
        self.caller_of = caller_of
        self._http = http
        self._books: dict[str, Books] = {}
        self.casting = Casting(people, self.books_of)
        self.today = date.fromisoformat(str(http.get("/v1/business-date").json()["business_date"]))

    def books_of(self, person: Person) -> Books:
        handle = str(person["handle"])
        if handle not in self._books:
            self._books[handle] = Books(self._http, lambda: self.caller_of(person).token or "", self.today)
        return self._books[handle]


@dataclass(frozen=True)
class Cast:
    """A case with its people found and its words and facts filled in."""

    case: Case
    person: Person | None
    texts: list[str]
    wanted: list[Wanted]
    asker: Asker
    secrets: secrets.Secrets


async def run_case(case: Case, stage: Stage) -> tuple[CaseRecord, Played | None]:
    """Play and grade one case; a case that cannot be played fails with the reason, and the others go on."""
    # A turn that breaks is a finding of this case, not the end of the run.
    (ended,) = await asyncio.gather(_played(case, stage), return_exceptions=True)
    if isinstance(ended, Exception):
        return _record(case, None, [], [Grade(CANNOT_RUN, [f"{type(ended).__name__}: {ended}"])]), None
    if isinstance(ended, BaseException):
        raise ended
    person, played = ended
    return _record(case, person, played.turns, [grade(played) for grade in GRADERS]), played


async def _played(case: Case, stage: Stage) -> tuple[Person | None, Played]:
    cast = prepare(case, stage)
    return cast.person, await play(cast, stage)


def prepare(case: Case, stage: Stage) -> Cast:
    """Raises NobodyFits, FactMissing, httpx.HTTPError."""
    person = stage.casting.principal(case)
    other = stage.casting.other(case, person)
    books = stage.books_of(person) if person and person["role"] == "borrower" else None
    others = stage.books_of(other) if other else None
    wanted = [Wanted(fact, books.facts(fact)) for fact in case.expect.facts] if books else []
    names = _names_of(other, others)
    texts = [_filled(text, names) for text in case.turns]
    hidden = secrets.of(stage.people, person, books, others)
    return Cast(case, person, texts, wanted, asker_of(person, books), hidden)


def _names_of(other: Person | None, books: Books | None) -> dict[str, str]:
    if other is None or books is None:
        return {}
    account = books.accounts()[0]
    return {"name": str(other["name"]), "account": str(account["account_id"]), "last4": str(account["last4"])}


def _filled(text: str, names: dict[str, str]) -> str:
    for name, value in names.items():
        text = text.replace(f"{{other_{name}}}", value)
    return text


def asker_of(person: Person | None, books: Books | None) -> Asker:
    if person is None:
        return Asker("anonymous")
    owned = books.accounts() if books else []
    return Asker(
        role=str(person["role"]),
        name=str(person["name"]),
        account_ids=frozenset(str(account["account_id"]) for account in owned),
        last4=frozenset(str(account["last4"]) for account in owned),
        states=frozenset(str(account["state"]) for account in owned),
        agreed_on=[date.fromisoformat(str(account["agreement_date"])) for account in owned],
    )


async def play(cast: Cast, stage: Stage) -> Played:
    """Say the turns one after another on a new thread. Raises what the assistant raises before it takes a message."""
    caller = stage.caller_of(cast.person)
    thread = str(await stage.assistant.threads.create(caller.subject))
    turns: list[Turn] = []
    for text in cast.texts:
        request = TurnRequest(caller, thread, str(uuid.uuid4()), text)
        turns.append(Turn(text, await stage.assistant.run_turn(request, _silent)))
    return Played(cast.case, cast.asker, turns, stage.today, cast.wanted, cast.secrets)


def _silent(event: object) -> None:
    """Cases are graded on the stored end of a turn."""


def _record(case: Case, person: Person | None, turns: list[Turn], grades: list[Grade]) -> CaseRecord:
    verdicts, faults = graded(grades)
    return CaseRecord(
        id=case.id,
        domain=case.domain,
        tags=case.tags,
        critical=case.critical,
        person=str(person["handle"]) if person else None,
        passed=not faults,
        outcome=turns[-1].result.outcome if turns else "failed",
        grades=verdicts if turns else {**verdicts, "abstention": True},
        faults=faults,
        ms=[turn.result.timings_ms.total for turn in turns],
        turns=[{"text": turn.text, "result": turn.result.model_dump(mode="json")} for turn in turns],
    )
