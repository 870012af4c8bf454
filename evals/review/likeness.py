"""How alike words, parts and sentences are: equal stems, else the cosine of their vectors."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evals.review.force import content_words
from policies.embeddings import Encoder, Remembered

Vectors = NDArray[np.float32]

_STEM_SHARE = 0.7
_SHORTEST_STEM = 4


def same_stem(one: str, other: str) -> bool:
    """`promise` and `promised`: they begin alike for most of the longer one's length."""
    if one == other:
        return True
    common = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return common >= _SHORTEST_STEM and common >= _STEM_SHARE * max(len(one), len(other))


class Likeness:
    """Compares texts with one encoder and remembers their vectors for the time of a review."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = Remembered(encoder, size=20_000)

    def between(self, some: Sequence[str], others: Sequence[str]) -> Vectors:
        """Cosines, [some, others]."""
        if not some or not others:
            return np.zeros((len(some), len(others)), dtype=np.float32)
        return self._encoder.encode(list(some)) @ self._encoder.encode(list(others)).T

    def centred(self, some: Sequence[str], others: Sequence[str]) -> Vectors:
        """Cosines from the middle of `others`, [some, others]: what all of them are about does not count."""
        vectors = self._encoder.encode(list(others))
        middle = vectors.mean(axis=0)
        sides = [self._encoder.encode(list(some)) - middle, vectors - middle]
        one, other = (side / np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-9) for side in sides)
        return one @ other.T

    def missing(self, words: Sequence[str], text_words: Sequence[str], at_least: float) -> list[str]:
        """Those of `words` that no word of `text_words` is equal or near to."""
        rest = [word for word in dict.fromkeys(words) if not any(same_stem(word, other) for other in text_words)]
        if not rest or not text_words:
            return rest
        best = self.between(rest, list(dict.fromkeys(text_words))).max(axis=1)
        return [word for word, cosine in zip(rest, best.tolist(), strict=True) if cosine < at_least]

    def covered(self, text: str, by: str, at_least: float) -> float:
        """The share of the content words of `text` that `by` holds too; 1 where it has none."""
        words = list(dict.fromkeys(content_words(text)))
        return 1 - len(self.missing(words, content_words(by), at_least)) / len(words) if words else 1.0
