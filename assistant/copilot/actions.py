"""Next best actions from how a borrower stands, each with its reason, and with why not where it is not possible.

Whether it is possible is asked of the account system by trying it out: nothing is kept, and the reasons are its own.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from assistant.copilot import facts
from assistant.copilot.conditions import Condition, holds
from assistant.copilot.rules import Section
from assistant.copilot.situation import Situation
from assistant.results import Citation
from tools.client import AccountsClient
from tools.drafting import Operation
from tools.errors import PreviewRefused, ToolFailure

_PATH = Path(__file__).parent / "actions.yaml"
MOST = 8
"""Actions shown at once: more are a list to search, not advice."""


class Action(BaseModel):
    """eligible: it can be set in motion now. ask: what to send to the drafting box."""

    code: str
    label: str
    reason: str
    eligible: bool
    not_eligible_because: str | None = None
    ask: str | None = None
    source: Citation | None = None


class _When(BaseModel):
    model_config = ConfigDict(extra="forbid")

    condition: Condition = Field(alias="if")
    rank: int
    reason: str


class _Unless(BaseModel):
    model_config = ConfigDict(extra="forbid")

    condition: Condition = Field(alias="if")
    because: str


class _Try(BaseModel):
    model_config = ConfigDict(extra="forbid")

    method: Literal["POST", "PUT"]
    path: str
    body: dict[str, str]


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid")

    code: str
    of: Literal["account", "borrower"] = "account"
    label: str
    when: list[_When]
    stopped_by: dict[str, str] = {}
    unless: list[_Unless] = []
    tries: _Try | None = None
    borrower_asks: bool = False
    ask: str | None
    source: Section


class _Book(BaseModel):
    """asked_from: the lowest rank of what a borrower asked for."""

    asked_from: int
    actions: list[_Rule]
    borrower_asks: str


@dataclass(frozen=True)
class Talk:
    """What the conversation adds. asked: tools that the borrower's newest words ask for; reads: tools that answer
    them; handoff: why it came to a person."""

    asked: frozenset[str] = frozenset()
    reads: frozenset[str] = frozenset()
    handoff: str | None = None


@dataclass(frozen=True)
class _Likely:
    rank: int
    rule: _Rule
    reason: str
    facts: facts.Facts
    account_id: str | None


@lru_cache(maxsize=1)
def _book() -> _Book:
    return _Book.model_validate(yaml.safe_load(_PATH.read_text("utf-8")))


def cited_sections() -> list[Section]:
    """Every section that a rule names."""
    return list(dict.fromkeys(rule.source for rule in _book().actions))


async def actions(
    situation: Situation, talk: Talk, accounts: AccountsClient, token: str, sections: Mapping[Section, Citation]
) -> list[Action]:
    """The best first, at most MOST. Raises AccountsUnavailable."""
    likely = sorted(_likely(situation, talk), key=lambda one: -one.rank)[:MOST]
    refusals = await asyncio.gather(*(_refusal(one, accounts, token) for one in likely))
    told = sorted(zip(likely, refusals, strict=True), key=lambda one: _order(one[0], one[1]))
    return [_shown(one, refusal, sections) for one, refusal in told]


def _order(likely: _Likely, refusal: str | None) -> tuple[bool, int]:
    """By rank; what is not possible comes last, unless the borrower asked for it: then the agent must answer it."""
    return refusal is not None and likely.rank < _book().asked_from, -likely.rank


def _likely(situation: Situation, talk: Talk) -> list[_Likely]:
    borrower = facts.of_borrower(situation)
    said = {"asked": sorted(talk.asked), "asked_read": sorted(talk.reads), "handoff": talk.handoff}
    own: list[tuple[facts.Facts, str | None]] = [
        ({**borrower, **facts.of_account(one, situation.as_of), **said}, one.account_id) for one in situation.accounts
    ]
    found: list[_Likely] = []
    for rule in _book().actions:
        about: Sequence[tuple[facts.Facts, str | None]] = (
            [({**borrower, **said}, None)] if rule.of == "borrower" else own
        )
        for known, account_id in about:
            if (when := next((one for one in rule.when if holds(one.condition, known)), None)) is not None:
                found.append(_Likely(when.rank, rule, when.reason, known, account_id))
    return found


async def _refusal(likely: _Likely, accounts: AccountsClient, token: str) -> str | None:
    """Why it is not possible now: a flag, a rule, or what the account system says to a try; None where it is."""
    known, rule = likely.facts, likely.rule
    words = facts.worded(known)
    stopped = next((why for flag, why in rule.stopped_by.items() if flag in known["flags"]), None)
    barred = next((one.because.format_map(words) for one in rule.unless if holds(one.condition, known)), None)
    if stopped or barred:
        return stopped or barred
    if rule.tries is None or likely.account_id is None:
        return None
    return await _tried(rule.tries, likely, accounts, token)


async def _tried(tries: _Try, likely: _Likely, accounts: AccountsClient, token: str) -> str | None:
    body = {name: _filled(value, likely.facts) for name, value in tries.body.items()}
    path = tries.path.format_map(likely.facts)
    operation = Operation(
        method=tries.method,
        path=f"/v1/accounts/{likely.account_id}/{path}",
        body=body,
        if_match="*" if tries.method == "PUT" else None,
        account_id=likely.account_id,
    )
    try:
        await accounts.preview(operation, token)
    except PreviewRefused as refused:
        return " ".join(refused.reasons)
    except ToolFailure as failure:
        if failure.kind == "temporary":
            raise
        return str(failure)
    return None


def _filled(value: str, known: facts.Facts) -> Any:
    """A fact as it is where the value is one in braces, else the value."""
    return known[value[1:-1]] if value.startswith("{") and value.endswith("}") else value


def _shown(likely: _Likely, refusal: str | None, sections: Mapping[Section, Citation]) -> Action:
    rule, words = likely.rule, facts.worded(likely.facts)
    reason = likely.reason.format_map(words)
    if rule.borrower_asks and refusal is None:
        reason = f"{reason} {_book().borrower_asks}"
    return Action(
        code=rule.code,
        label=rule.label.format_map(words),
        reason=reason,
        eligible=refusal is None,
        not_eligible_because=refusal,
        ask=rule.ask.format_map(words) if rule.ask else None,
        source=sections.get(rule.source),
    )
