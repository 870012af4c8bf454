"""What a reply may rest on, and what the guards answer about it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from assistant.results import Citation, GuardVerdict
from tools.caller import Caller


@dataclass(frozen=True)
class Passage:
    """A policy passage as shown to the model in this turn, under its label (`P1`)."""

    label: str
    document: str
    version: int
    section: str
    title: str
    effective_from: str
    text: str


@dataclass(frozen=True)
class Evidence:
    """Everything a reply may take a figure or a claim from.

    user_texts: the caller's own words in this thread, newest last.
    tool_results: JSON objects that this turn's tools answered (searches included).
    tool_arguments: what each of those calls was asked, in the same order.
    citations: what the reply's marks `[1]`, `[2]` stand for.
    own_results, others_texts: the results without what others wrote in them (memos, merchants, disputes), and that.
    """

    caller: Caller
    business_date: date
    user_texts: Sequence[str]
    tool_results: Sequence[dict[str, Any]]
    passages: Sequence[Passage]
    tool_arguments: Sequence[dict[str, Any]] = ()
    citations: Sequence[Citation] = ()
    own_results: Sequence[dict[str, Any]] | None = None
    others_texts: Sequence[str] = ()


@dataclass(frozen=True)
class GuardReport:
    """blocked: the text may not go on. `reason` is a decline reason of the prompts (input) or a problem (output).

    text: the text after the guards' own mending (e.g. unsafe markup removed); equal to the input where nothing was.
    """

    text: str
    verdicts: list[GuardVerdict] = field(default_factory=list[GuardVerdict])
    blocked: bool = False
    reason: str | None = None


class InputGuards(Protocol):
    async def __call__(self, text: str, caller: Caller) -> GuardReport: ...


class OutputGuards(Protocol):
    async def __call__(self, answer: str, evidence: Evidence) -> GuardReport: ...
