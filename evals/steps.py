"""What a person can do in a case: say something, or decide about a proposal as people do in the app."""

from dataclasses import dataclass
from typing import Literal

Decision = Literal["confirm", "reject", "cancel", "approve", "undo"]
Ending = Literal["goal", "gives_up", "fault"]
"""How a simulated user leaves: with what they came for, without it, or since they do not know how to go on."""


@dataclass(frozen=True)
class Say:
    text: str


@dataclass(frozen=True)
class Act:
    """A decision about a proposal of the thread. proposal: its number in the thread from 0, -1 the newest.

    code: whether the person also gives a second factor. stale: they decide about what was shown before, so their
    digest is another one. approve is done by a second person with the right to.
    """

    decision: Decision
    proposal: int = -1
    code: bool = False
    stale: bool = False
