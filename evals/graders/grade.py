"""What a grader says."""

from dataclasses import dataclass, field

from evals.played import Played
from evals.records import HardFault


@dataclass(frozen=True)
class Grade:
    """Whether one thing is right; `applies` is False where the case does not ask for it.

    hard: what must never happen, by kind. scores: figures that have no right or wrong but are compared between runs.
    """

    name: str
    faults: list[str] = field(default_factory=list[str])
    applies: bool = True
    hard: list[HardFault] = field(default_factory=list[HardFault])
    scores: dict[str, float] = field(default_factory=dict[str, float])

    @property
    def passed(self) -> bool:
        return not self.faults


def searched(played: Played) -> str:
    """All answers of the case, for what must appear in none of them."""
    return "\n".join(turn.result.answer for turn in played.turns)
