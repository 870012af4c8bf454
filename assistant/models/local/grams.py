"""TF-IDF over pieces of text (words, pairs of words, character n-grams): how much two texts share, rare pieces first.

Sublinear counts, smoothed inverse document frequency and unit length, as scikit-learn's `TfidfVectorizer` does;
kept here as plain arrays, so that a start loads them instead of fitting and a message costs one look-up a piece.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.models.local.text import words

Floats = NDArray[np.float32]
Pieces = Callable[[str], Iterator[str]]
_SHORTEST, _LONGEST = 2, 5


def words_and_pairs(text: str) -> Iterator[str]:
    single = words(text)
    yield from single
    for one, other in pairwise(single):
        yield f"{one} {other}"


def character_grams(text: str) -> Iterator[str]:
    """Two to five characters within a word, its edges counted as blanks."""
    for word in text.split():
        padded = f" {word} "
        for size in range(_SHORTEST, _LONGEST + 1):
            yield padded[:size]
            if size >= len(padded):
                break
            for start in range(1, len(padded) - size + 1):
                yield padded[start : start + size]


class Grams:
    """The examples' pieces as columns: for each piece, the examples that have it and its weight in them."""

    def __init__(self, pieces: Pieces, columns: Mapping[str, Any]) -> None:
        """columns: as `columns` gives them, or as they were loaded."""
        self._pieces = pieces
        self.columns = columns
        listed = bytes(columns["names"]).decode().split("\n")
        self._number = {piece: number for number, piece in enumerate(listed)}
        self._rarity: Floats = columns["rarity"]
        self._starts: list[int] = columns["starts"].tolist()
        self._examples: NDArray[np.int32] = columns["examples"]
        self._weights: Floats = columns["weights"]
        self._size = int(columns["size"])

    @classmethod
    def fit(cls, texts: list[str], pieces: Pieces, fewest: int) -> "Grams":
        """fewest: examples that a piece must be in to count."""
        counts = [Counter(pieces(text)) for text in texts]
        spread = Counter(piece for counted in counts for piece in counted)
        listed = sorted(piece for piece, found in spread.items() if found >= fewest)
        number = {piece: index for index, piece in enumerate(listed)}
        rarity = np.array([math.log((1 + len(texts)) / (1 + spread[piece])) + 1 for piece in listed], dtype=np.float32)
        triples = [triple for row, counted in enumerate(counts) for triple in _weighted(counted, number, rarity, row)]
        triples.sort()
        columns = np.array([column for column, _, _ in triples], dtype=np.int64)
        return cls(
            pieces,
            {
                "names": np.frombuffer("\n".join(listed).encode(), dtype=np.uint8),
                "rarity": rarity,
                "starts": np.searchsorted(columns, np.arange(len(listed) + 1)).astype(np.int64),
                "examples": np.array([row for _, row, _ in triples], dtype=np.int32),
                "weights": np.array([weight for _, _, weight in triples], dtype=np.float32),
                "size": np.int64(len(texts)),
            },
        )

    def overlap(self, text: str) -> Floats:
        """The cosine of a text with each example."""
        found = list(_weighted(Counter(self._pieces(text)), self._number, self._rarity, 0))
        spans = [slice(self._starts[column], self._starts[column + 1]) for column, _, _ in found]
        if not spans:
            return np.zeros(self._size, dtype=np.float32)
        examples = np.concatenate([self._examples[span] for span in spans])
        weighted = zip(spans, found, strict=True)
        weights = np.concatenate([self._weights[span] * weight for span, (_, _, weight) in weighted])
        return np.bincount(examples, weights, minlength=self._size).astype(np.float32)


def _weighted(
    counted: Mapping[str, int], number: Mapping[str, int], rarity: Floats, row: int
) -> Iterator[tuple[int, int, float]]:
    """(column, row, weight) of a text's known pieces, of unit length together."""
    known = [(number[piece], count) for piece, count in counted.items() if piece in number]
    raw = [(column, (1 + math.log(count)) * float(rarity[column])) for column, count in known]
    length = math.sqrt(sum(weight * weight for _, weight in raw)) or 1.0
    for column, weight in raw:
        yield column, row, weight / length
