"""A stub in the assistant's place: it knows the right answer at once, so that what remains is the harness itself."""

import uuid
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

import httpx

from assistant.assistant import Assistant
from assistant.results import Citation, ToolCall, TurnRequest, TurnResult, Usage
from evals.case import Case
from evals.engine.worker import Play
from evals.graders.citations import documents
from evals.records import CaseRecord
from evals.stage import Stage
from tools.caller import Caller

MODEL = "stub"
_TODAY = "2026-05-15"
_PEOPLE = 60
_DOCUMENT = "POL-PAYOFF-01"


def cases(number: int) -> list[Case]:
    """Generated ones of the usual kinds: facts, policies, several turns, what is to be refused, Spanish."""
    return [Case.model_validate({"id": f"stub-{index:05}", **_kinds(index)[index % 5]}) for index in range(number)]


def _kinds(index: int) -> Sequence[dict[str, Any]]:
    fact = {"read": "balance", "field": "current_balance_cents", "as": "money"}
    person = {"holds": {"cash_line": 1}, "tags": ["current"]}
    common = {"tags": [f"tag_{index % 7}"], "person": person}
    asks = {"calls": ["get_balance"], "facts": [fact], "forbidden": ["Bob"]}
    return (
        {**common, "domain": "balance", "turns": [f"What do I owe on my line? ({index})"], "expect": asks},
        {**common, "domain": "payoff", "turns": ["May I pay off early?"], "expect": _policy()},
        {**common, "domain": "balance", "turns": ["Hello", "What do I owe?", "And is that all?"], "expect": asks},
        {**common, "domain": "unanswerable", "turns": ["Who wins the cup?"], "expect": {"abstain": True}},
        {**common, "domain": "balance", "language": "es", "turns": ["¿Cuánto debo?"], "expect": asks},
    )


def _policy() -> dict[str, Any]:
    return {"calls": ["search_policies"], "citations": {"all_of": [_DOCUMENT]}, "must_say": ["payoff"]}


@dataclass(frozen=True)
class StubTarget:
    """Opens at once and answers at once."""

    seed: int = 0

    @property
    def model(self) -> str:
        return MODEL

    @asynccontextmanager
    async def opened(self) -> AsyncGenerator[Play]:
        """The real runner and graders on a stage without a model, a database or a network."""
        from evals.runner import run_case

        with httpx.Client(base_url="http://stub", transport=httpx.MockTransport(_books)) as http:
            stage = Stage(cast(Assistant, StubAssistant()), http, _people(), _caller_of, seed=self.seed)

            async def play(case: Case) -> CaseRecord:
                record, _ = await run_case(case, stage)
                return record

            yield play


class StubAssistant:
    """Answers from the question alone, as an assistant's turn looks when it is right."""

    def __init__(self) -> None:
        self.threads = self
        document = next(one for one in documents() if one.key.startswith(_DOCUMENT))
        section = document.sections[0]
        quote = section.text.split(". ")[0] + "."
        self._citation = Citation(
            id=1,
            document=_DOCUMENT,
            version=1,
            section=section.anchor,
            title=section.title,
            effective_from=str(document.effective_from),
            quote=quote,
        )

    async def create(self, subject: str, key: object = None, serves: str | None = None) -> str:
        return str(uuid.uuid4())

    async def run_turn(self, request: TurnRequest, emit: object) -> TurnResult:
        """The stored end of a turn of that question."""
        text = request.text
        if "cup" in text:
            return self._result(request, "abstained", "I can't help with that here; a person can.", [])
        if "early" in text:
            passage = {"document": _DOCUMENT, "section": self._citation.section, "text": self._citation.quote}
            call = ToolCall(name="search_policies", arguments={"query": text}, result={"passages": [passage]})
            answer = f"About an early payoff: {self._citation.quote} [1]"
            return self._result(request, "answered", answer, [call], [self._citation])
        number = int(request.caller.subject.removeprefix("B-"))
        call = ToolCall(name="get_balance", arguments={}, result={"as_of": _TODAY, "accounts": [_balance(number)]})
        owed = f"${_cents(number) / 100:,.2f}"
        said = f"Debes {owed} al 15 de mayo de 2026." if "debo" in text else f"You owe {owed} as of May 15, 2026."
        return self._result(request, "answered", said, [call])

    def _result(
        self,
        request: TurnRequest,
        outcome: Any,
        answer: str,
        calls: list[ToolCall],
        citations: list[Citation] | None = None,
    ) -> TurnResult:
        return TurnResult(
            thread_id=request.thread_id,
            turn_id=request.run_id,
            outcome=outcome,
            answer=answer,
            citations=citations or [],
            tool_calls=calls,
            prompt="stub@1#0",
            model=MODEL,
            usage=Usage(input_tokens=900, output_tokens=60),
        )


def _people() -> list[dict[str, Any]]:
    return [
        {
            "borrower_id": f"B-{number}",
            "handle": f"person-{number:03}",
            "name": f"Ana Reyes {chr(65 + number % 26)}{chr(97 + number // 26)}son",
            "role": "borrower",
            "situation": ["current"],
            "state": "OH",
            "language": "en",
        }
        for number in range(_PEOPLE)
    ]


def _caller_of(person: dict[str, Any] | None) -> Caller:
    if person is None:
        return Caller("anon:stub", "anonymous")
    return Caller(str(person["borrower_id"]), "borrower", 1, str(person["borrower_id"]), str(person["name"]))


def _books(request: httpx.Request) -> httpx.Response:
    """What the account system says; the token is the borrower's own id."""
    path = request.url.path
    if path == "/v1/business-date":
        return httpx.Response(200, json={"business_date": _TODAY})
    number = int(request.headers["authorization"].removeprefix("Bearer B-"))
    if path == "/v1/accounts":
        return httpx.Response(200, json={"as_of": _TODAY, "accounts": [_account(number)]})
    if path.endswith("/balance"):
        return httpx.Response(200, json=_balance(number))
    return httpx.Response(404, json={"title": "Not Found"})


def _account(number: int) -> dict[str, Any]:
    return {
        "account_id": f"CL-{number:06}",
        "product": "cash_line",
        "status": "open",
        "last4": f"{1000 + number}",
        "state": "OH",
        "agreement_date": "2026-01-05",
    }


def _balance(number: int) -> dict[str, Any]:
    return {**_account(number), "as_of": _TODAY, "current_balance_cents": _cents(number)}


def _cents(number: int) -> int:
    return 123_456 + 1_007 * number
