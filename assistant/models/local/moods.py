"""Whether somebody's words ask for something to be done, by the moods that the prompt lists as data."""

from collections.abc import Sequence

from assistant.models.local.split import parts
from assistant.models.local.text import normalise
from prompts.schema import Mood

_OPENING = " ¿¡.,;:-'\"("
_CORRECTS = "corrects"
_FEW = 2
"""Words: a shorter clause beside others says nothing of its own."""


def asks_for_nothing(text: str, moods: Sequence[Mood]) -> bool:
    """Whether a clause forbids, or every clause that says something asks, supposes or tells."""
    clauses = [normalise(clause).strip(_OPENING) for clause in parts(text) or [text]]
    said = [clause for clause in clauses if len(clause.split()) >= _FEW] or clauses
    found = [heard(clause, moods) for clause in said]
    return any("forbidden" in one for one in found) or all(found)


def heard(clause: str, moods: Sequence[Mood]) -> set[str]:
    """The moods of a clause that asks for nothing."""
    spoken = normalise(clause).strip(_OPENING)
    return {mood.mood for mood in moods if mood.mood != _CORRECTS and mood.fits(spoken)}


def corrects(text: str, moods: Sequence[Mood]) -> bool:
    """Whether a message takes back a part of what was said before it."""
    spoken = normalise(text).strip(_OPENING)
    return any(mood.mood == _CORRECTS and mood.fits(spoken) for mood in moods)
