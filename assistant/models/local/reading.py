"""What the planner understands: readings of a text, and the plan made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from prompts.schema import Scenario

SEARCH = "search_policies"


def treatment(scenario: Scenario) -> tuple[frozenset[str], str, str | None]:
    """What a scenario leads to; scenarios that share it need not be told apart to act right."""
    return frozenset(call.tool for call in scenario.calls), scenario.outcome, scenario.reason


def asks(scenario: Scenario) -> frozenset[tuple[str, str]]:
    """What is looked up: the tools, a search by its subject."""
    return frozenset((call.tool, str(call.arguments.get("query", ""))) for call in scenario.calls)


@dataclass(frozen=True)
class Reading:
    """One way to understand a text. `agreed`: the nearest examples by meaning alone lead to the same treatment."""

    scenario: Scenario
    score: float
    agreed: bool

    @property
    def tools(self) -> frozenset[str]:
        return frozenset(call.tool for call in self.scenario.calls)


@dataclass(frozen=True)
class PlannedCall:
    tool: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class Plan:
    """The calls for a message, how their results are worded, and what is said besides them.

    likely: the score of the surest reading that searches and that the neighbours agree to; 0 without one.
    reach: what the caller lacks where a call was left out: they have to `sign_in`, to `serve` a borrower, or only
    the `borrower` may ask for it; `only_reading`: nothing can be asked for by the interface they came by.
    lacks, pending: the question that a write waits for, and the write as far as it is known.
    """

    language: str
    calls: tuple[PlannedCall, ...] = ()
    variants: Mapping[str, str] = field(default_factory=dict[str, str])
    notes: tuple[str, ...] = ()
    outcome: str = "answer"
    reason: str | None = None
    options: tuple[str, ...] = ()
    sign_in: bool = False
    reach: str = "sign_in"
    likely: float = 0.0
    lacks: str | None = None
    pending: PlannedCall | None = None


def surest_search(readings: Sequence[Reading], staff: bool) -> float:
    """The score of the surest reading that searches documents open to this caller and that the neighbours agree to."""
    searching = (
        reading.score
        for reading in readings
        if reading.agreed and SEARCH in reading.tools and (staff or reading.scenario.audience != "staff")
    )
    return max(searching, default=0.0)
