"""What items need of whoever plays their cases; light, since every collection imports it."""

from dataclasses import dataclass
from typing import Protocol

from evals.case import Case
from evals.records import CaseRecord, Lane


class Player(Protocol):
    def play(self, suite: str, case: Case, epoch: int) -> CaseRecord:
        """The graded record; raises what keeps cases from being played at all."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Options:
    """What the command line chose. model: None for the settings' own."""

    seed: int = 0
    lane: Lane = "local"
    model: str | None = None
    repeats: int = 1
