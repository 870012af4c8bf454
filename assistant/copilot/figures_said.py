"""Figures of a draft that nothing in the conversation holds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from assistant.copilot.clauses import Clause
from assistant.copilot.rules import FigureRule
from assistant.guards.evidence import Evidence
from assistant.guards.figures import Figure, figures
from assistant.guards.grounds import Grounds, account_grounds, text_grounds
from assistant.guards.lexicon import lexicon
from prompts.bundle import PromptBundle
from tools.caller import Caller

_COUNTED = frozenset({"day", "business day", "week", "month", "year"})


@dataclass(frozen=True)
class Known:
    """What a draft may rest on.

    results: what reads of this conversation and of the borrower's accounts answered. texts: passages, what the
    assistant said, what the borrower wrote. quotable: recorded reasons of decisions. receipts: something was done.
    flags: kinds that hold for the borrower. products: of their live accounts.
    """

    business_date: date
    results: Sequence[dict[str, Any]] = ()
    texts: Sequence[str] = ()
    quotable: Sequence[str] = ()
    receipts: bool = False
    flags: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset()


@dataclass
class Sources:
    """The figures of all that is known, with the contacts of the prompt's hand-off rules."""

    known: Known
    prompt: PromptBundle
    _caller: Caller = field(default=Caller("desk", "support_agent"), init=False)

    @cached_property
    def _account(self) -> Grounds:
        evidence = Evidence(self._caller, self.known.business_date, (), self.known.results, ())
        return account_grounds(evidence, lambda _: ())

    @cached_property
    def _prose(self) -> Grounds:
        rules = [str(rule[key]) for rule in self.prompt.handoffs.values() for key in ("phone", "hours")]
        return text_grounds([*self.known.texts, *rules])

    def hold(self, figure: Figure) -> bool:
        return bool(self._account.find(figure) or self._prose.find(figure))

    def is_own_account(self, last4: str) -> bool:
        """Whether an account of the borrower's ends so; True where none of their accounts is known."""
        fields = self._account.find(figures(last4)[0])
        return not self.known.products or any(name in ("last4", "label") or name.endswith("last4") for name in fields)


def unheld(clause: Clause, sources: Sources, rule: FigureRule) -> list[tuple[Figure, str]]:
    """The clause's figures without a source, each with why that matters; places count within the clause."""
    plan = rule.own_plans.search(clause.text) and not rule.not_plans.search(clause.text)
    found = [
        (figure, rule.why)
        for figure in figures(clause.text)
        if _is_claimed(figure, plan=bool(plan)) and not sources.hold(figure)
    ]
    return found + [(figure, rule.not_an_account) for figure in _strange_accounts(clause.text, sources)]


def _is_claimed(figure: Figure, *, plan: bool) -> bool:
    """Whether it states something that must have a source: not a bare count, a time of day or a plan of the agent's."""
    if figure.kind in ("money", "percent"):
        return True
    if figure.kind == "date":
        return not plan and isinstance(figure.value, tuple) and figure.value[2] is not None
    return figure.kind == "number" and figure.unit in _COUNTED and not plan


def _strange_accounts(text: str, sources: Sources) -> list[Figure]:
    found: list[Figure] = []
    for match in lexicon().account_numbers.finditer(text):
        group = next((index for index in (1, 2) if match.group(index)), None)
        if group is None or sources.is_own_account(match.group(group)):
            continue
        start, end = match.span(group)
        found.append(Figure("ident", match.group(group), start, end, match.group(group)))
    return found
