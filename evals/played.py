"""A case that was played: what was said, done and answered, and what the graders may hold it against."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from assistant.results import TurnResult
from evals.case import Case, Fact
from evals.steps import Ending


@dataclass(frozen=True)
class Decided:
    """What became of a decision about a proposal: its state then, or the name of the refusal (`step-up-needed`, ...).

    said_yes: it was confirmed, approved where it had to be, and carried out, so that the books have changed.
    """

    tool: str
    gave: str
    said_yes: bool = False


@dataclass(frozen=True)
class Turn:
    """act: what the person decided about a proposal instead of saying something, and `decided` what became of it;
    `result` is then the turn before."""

    text: str
    result: TurnResult
    act: str | None = None
    decided: Decided | None = None


@dataclass(frozen=True)
class Wanted:
    """A fact of the case with its values: of each group the answer has to state one."""

    fact: Fact
    groups: list[list[object]]


@dataclass(frozen=True)
class Asker:
    """Who asked, as far as it decides what may be told: own account ids and last digits, states, agreement dates.

    Of staff who serve a borrower, these are the borrower's.
    """

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
class Ended:
    """What the case did to the books: one line for each row that was made, changed or removed, without what differs
    from run to run (ids, instants, keys).

    own: of the borrower concerned. others: of anybody else. golden: what the case's golden commands did to untouched
    books; None where it has none.
    """

    own: list[str] = field(default_factory=list[str])
    others: list[str] = field(default_factory=list[str])
    golden: list[str] | None = None


@dataclass(frozen=True)
class Played:
    """today: the business date of the run. ended: None where nobody watched the books. earlier: facts of turns before
    the last, by their number from 1. ending: how a simulated user left."""

    case: Case
    asker: Asker
    turns: list[Turn]
    today: date
    wanted: list[Wanted] = field(default_factory=list[Wanted])
    secrets: Secrets = Secrets()
    ended: Ended | None = None
    earlier: dict[int, list[Wanted]] = field(default_factory=dict[int, list[Wanted]])
    ending: Ending | None = None

    @property
    def last(self) -> TurnResult:
        """The last thing that was answered."""
        return self.turns[-1].result

    @property
    def said(self) -> list[Turn]:
        """The turns in which something was said and answered; in the others the person decided something."""
        return [turn for turn in self.turns if turn.act is None]

    @property
    def called(self) -> list[str]:
        """Names of the last turn's tools that gave a result."""
        return [call.name for call in self.last.tool_calls if "error" not in call.result]
