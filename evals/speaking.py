"""Who speaks in a case: something fixed, a script that heeds what is answered, or a borrower played by a model."""

from collections.abc import Sequence
from typing import Protocol

from evals.played import Turn
from evals.steps import Act, Decision, Ending, Say

__all__ = ["Act", "Decision", "Ending", "Say", "Scripted", "Speaker"]


class Speaker(Protocol):
    """Plays the person's side of a case. `faults` are the speaker's own, counted apart from the assistant's."""

    @property
    def faults(self) -> Sequence[str]: ...

    @property
    def ending(self) -> Ending | None:
        """How it left, once it has; None also for who only says what is listed."""
        ...

    async def next(self, turns: Sequence[Turn]) -> Say | Act | None:
        """What comes after `turns`; None ends the conversation."""
        ...


class Scripted:
    """Says and does fixed things in order, whatever is answered."""

    def __init__(self, steps: Sequence[Say | Act]) -> None:
        self._steps = list(steps)
        self.faults: list[str] = []
        self.ending: Ending | None = None

    async def next(self, turns: Sequence[Turn]) -> Say | Act | None:
        return self._steps[len(turns)] if len(turns) < len(self._steps) else None
