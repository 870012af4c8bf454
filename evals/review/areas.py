"""Which area of rules a sentence belongs to: that of the describing sentence it is nearest to."""

from evals.review import data
from evals.review.likeness import Likeness
from evals.review.statements import Statement

_AROUND = 0.5
"""Weight of the paragraph against the sentence."""


class Areas:
    def __init__(self, likeness: Likeness) -> None:
        self._likeness = likeness
        said = [(name, sentence) for name, area in data.areas().items() for sentence in area.says]
        self._names = [name for name, _ in said]
        self._sentences = [sentence for _, sentence in said]

    def of(self, one: Statement) -> str:
        """The name of the nearest area, by the sentence and by the paragraph that it stands in."""
        own, around = self._likeness.between([one.text, one.item or one.text], self._sentences)
        return self._names[int((own + _AROUND * around).argmax())]


def advises(area: str) -> bool:
    """Whether a change of wording in this area harms nobody."""
    return data.areas()[area].advises
