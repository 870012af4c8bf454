"""A case that was played: what was said and answered, and what the graders may hold it against."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from assistant.results import TurnResult
from evals.case import Case, Fact


@dataclass(frozen=True)
class Turn:
    """act: what the person decided about a proposal instead of saying something; `result` is then the turn before."""

    text: str
    result: TurnResult
    act: str | None = None


@dataclass(frozen=True)
class Wanted:
    """A fact of the case with its values: of each group the answer has to state one."""

    fact: Fact
    groups: list[list[object]]


@dataclass(frozen=True)
class Asker:
    """Who asked, as far as it decides what may be told: own account ids and last digits, states, agreement dates."""

    role: str
    name: str | None = None
    account_ids: frozenset[str] = frozenset()
    last4: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    agreed_on: Sequence[date] = ()

    @property
    def audience(self) -> Literal["borrower", "staff"]:
        return "borrower" if self.role in ("borrower", "anonymous") else "staff"


@dataclass(frozen=True)
class Secrets:
    """What this asker must not be told: other people's names and, of the case's other person, ids and amounts."""

    names: frozenset[str] = frozenset()
    account_ids: frozenset[str] = frozenset()
    last4: frozenset[str] = frozenset()
    amounts_cents: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Played:
    """today: the business date of the run."""

    case: Case
    asker: Asker
    turns: list[Turn]
    today: date
    wanted: list[Wanted] = field(default_factory=list[Wanted])
    secrets: Secrets = Secrets()

    @property
    def last(self) -> TurnResult:
        return self.turns[-1].result

    @property
    def called(self) -> list[str]:
        """Names of the last turn's tools that gave a result."""
        return [call.name for call in self.last.tool_calls if "error" not in call.result]
