"""Who speaks in a case, and what they may do: say something, or decide about a proposal as people do in the app."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from evals.played import Turn

Decision = Literal["confirm", "reject", "cancel", "approve", "undo"]


@dataclass(frozen=True)
class Say:
    text: str


@dataclass(frozen=True)
class Act:
    """A decision about a proposal of the thread. proposal: its number in the thread from 0, -1 the newest.

    code: whether the person also gives a second factor. approve is done by a second person with the right to.
    """

    decision: Decision
    proposal: int = -1
    code: bool = False


class Speaker(Protocol):
    """Plays the person's side of a case. `faults` are the speaker's own, counted apart from the assistant's."""

    @property
    def faults(self) -> Sequence[str]: ...

    async def next(self, turns: Sequence[Turn]) -> Say | Act | None:
        """What comes after `turns`; None ends the conversation."""
        ...


class Scripted:
    """Says and does fixed things in order, whatever is answered."""

    def __init__(self, steps: Sequence[Say | Act]) -> None:
        self._steps = list(steps)
        self.faults: list[str] = []

    async def next(self, turns: Sequence[Turn]) -> Say | Act | None:
        return self._steps[len(turns)] if len(turns) < len(self._steps) else None
