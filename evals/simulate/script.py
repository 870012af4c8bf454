"""A simulated user as a state machine: what is said in each state, and where what happened leads."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from assistant.results import Outcome, TurnResult
from evals.simulate.questions import FactKind, asked_for
from evals.steps import Decision
from prompts.schema import Strict

GOAL, GIVES_UP = "goal", "gives_up"
"""The two ends of a conversation, which no script has to declare."""


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Words = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Outcomes = Annotated[tuple[Outcome, ...], BeforeValidator(_listed)]
Kinds = Annotated[tuple[FactKind, ...], BeforeValidator(_listed)]


class When(Strict):
    """What happened in a turn; all that is named has to hold, and a list is a choice.

    calls: tools that gave a result. proposes: tools that made a proposal (`any`), or `none`. asks: what a clarifying
    question asks for. hands_off: reasons of a hand-off, or `any`. gives: what became of a decision, as in a
    case. says: a regular expression over the answer, for what nothing else tells.
    """

    outcome: Outcomes = ()
    calls: Words = ()
    proposes: Words = ()
    asks: Kinds = ()
    hands_off: Words = ()
    gives: Words = ()
    says: re.Pattern[str] | None = None

    def fits(self, result: TurnResult, gave: str | None = None) -> bool:
        """gave: what became of the decision, where the person took one."""
        called = {call.name for call in result.tool_calls if "error" not in call.result}
        proposed = {str(one["tool"]) for one in result.proposals}
        reasons = {result.handoff.reason} if result.handoff else set[str]()
        return (
            (not self.outcome or result.outcome in self.outcome)
            and (not self.calls or bool(called & set(self.calls)))
            and _one_of(self.proposes, proposed)
            and (not self.asks or asked_for(result) in self.asks)
            and _one_of(self.hands_off, reasons)
            and (not self.gives or gave in self.gives)
            and (self.says is None or self.says.search(result.answer) is not None)
        )


def _one_of(wanted: Sequence[str], there: set[str]) -> bool:
    if "none" in wanted:
        return not there
    return not wanted or bool(there & set(wanted)) or ("any" in wanted and bool(there))


class Transition(When):
    """go: a state, `goal`, or `gives_up` for somebody who leaves without what they came for."""

    go: str


class State(Strict):
    """says: wordings of the same thing, one of which is said; does: a decision about a proposal instead.

    then: where it leads, by the first transition that fits what came of it.
    """

    says: Words = ()
    does: Decision | None = None
    proposal: int = -1
    code: bool = False
    then: Annotated[list[Transition], Field(min_length=1)]

    @model_validator(mode="after")
    def _says_or_does(self) -> "State":
        if bool(self.says) == bool(self.does):
            raise ValueError("a state either says something or does something")
        return self


class UserScript(Strict):
    """facts: what the user answers to a clarifying question, by what it asks for; of several wordings, in turn.

    most_turns: after so many the user gives up.
    """

    start: str
    facts: dict[FactKind, Words] = Field(default_factory=dict[FactKind, Words])
    states: dict[str, State]
    most_turns: Annotated[int, Field(ge=1, le=20)] = 8

    @property
    def acts(self) -> bool:
        """Whether some state decides about a proposal."""
        return any(state.does for state in self.states.values())

    @model_validator(mode="after")
    def _joined_up(self) -> "UserScript":
        leads = {name: {one.go for one in state.then} for name, state in self.states.items()}
        if unknown := ({self.start} | set[str]().union(*leads.values())) - self.states.keys() - {GOAL, GIVES_UP}:
            raise ValueError(f"leads to states that are not there: {sorted(unknown)}")
        seen = _reached(self.start, leads)
        if unreached := self.states.keys() - seen:
            raise ValueError(f"nothing leads to {sorted(unreached)}")
        if GOAL not in seen:
            raise ValueError("no state leads to the goal")
        return self


def _reached(start: str, leads: Mapping[str, set[str]]) -> set[str]:
    seen, ahead = set[str](), {start}
    while ahead:
        seen |= ahead
        ahead = set[str]().union(*(leads.get(name, set()) for name in ahead)) - seen
    return seen
