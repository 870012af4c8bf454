"""Which area of rules a sentence belongs to: that of the describing sentence it is nearest to."""

from collections.abc import Sequence

from evals.review import data
from evals.review.force import main_clause
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
        own, around = self._likeness.centred([one.text, one.item or one.text], self._sentences)
        return self._names[int((own + _AROUND * around).argmax())]

    def of_added(self, one: Statement, base: Sequence[Statement]) -> str:
        """The area of a sentence that stands for nothing in the base: by the areas and by the rules in each."""
        said = main_clause(one.text)
        described = self._best(said, self._sentences, self._names)
        ruled = self._best(said, [rule.text for rule in base], [self.of(rule) for rule in base])
        return max(self._names, key=lambda name: described[name] + ruled.get(name, 0.0))

    def _best(self, said: str, texts: Sequence[str], names: Sequence[str]) -> dict[str, float]:
        """The likeness to the nearest text of each area."""
        cosines: list[float] = self._likeness.centred([said], texts)[0].tolist()
        return {name: max(c for c, other in zip(cosines, names, strict=True) if other == name) for name in set(names)}


def advises(area: str) -> bool:
    """Whether a change of wording in this area harms nobody."""
    return data.areas()[area].advises
