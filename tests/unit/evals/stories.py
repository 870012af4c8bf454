"""Played cases made by hand: right unless a test bends one thing."""

from datetime import date
from typing import Any

from assistant.results import Citation, Outcome, ToolCall, TurnResult
from evals.case import Case
from evals.graders.citations import documents
from evals.played import Asker, Played, Secrets, Turn, Wanted

TODAY = date(2026, 5, 15)
OWNER = Asker("borrower", "Ana Reyes", frozenset({"CL-100001"}), frozenset({"4321"}), frozenset({"OH"}), [TODAY])
ANONYMOUS = Asker("anonymous")
BALANCE: dict[str, Any] = {
    "as_of": "2026-05-15",
    "accounts": [{"account_id": "CL-100001", "last4": "4321", "current_balance_cents": 123456, "apr_bps": 2499}],
}


def case(person: object = None, turns: int = 1, **expect: Any) -> Case:
    return Case.model_validate(
        {
            "id": "made-by-hand",
            "domain": "balance",
            "person": person or {"tags": ["current"]},
            "turns": ["what do I owe"] * turns,
            "expect": {"outcome": ["answered"], **expect},
        }
    )


def call(name: str = "get_balance", result: dict[str, Any] | None = None) -> ToolCall:
    return ToolCall(name=name, arguments={}, result=BALANCE if result is None else result)


def turn(
    answer: str = "You owe $1,234.56.",
    calls: list[ToolCall] | None = None,
    outcome: Outcome = "answered",
    citations: list[Citation] | None = None,
    text: str = "what do I owe",
) -> Turn:
    made = TurnResult(
        thread_id="t",
        turn_id="u",
        outcome=outcome,
        answer=answer,
        citations=citations or [],
        tool_calls=[call()] if calls is None else calls,
        prompt="assistant@1#0",
        model="local",
    )
    return Turn(text, made)


def played(
    made: Case,
    *turns: Turn,
    asker: Asker = OWNER,
    values: list[object] | None = None,
    secrets: Secrets | None = None,
) -> Played:
    """values: what the account system gives for the case's first fact, one group."""
    wanted = [Wanted(made.expect.facts[0], [values])] if values is not None else []
    return Played(made, asker, list(turns) or [turn()], TODAY, wanted, secrets or Secrets())


def citation(document: str = "POL-PAYOFF-01", version: int = 1, anchor: str = "no-prepayment-penalty") -> Citation:
    """The first sentence of that section, cited."""
    found = next(one for one in documents() if one.key.startswith(f"{document}.v{version}."))
    section = next(section for section in found.sections if section.anchor == anchor)
    return Citation(
        id=1,
        document=document,
        version=version,
        section=anchor,
        title=section.title,
        effective_from=str(found.effective_from),
        quote=section.text.split(". ")[0] + ".",
    )
