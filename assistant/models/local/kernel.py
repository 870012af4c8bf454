"""How alike two messages are: words, character n-grams and sentence meaning, fused in one kernel."""

from itertools import pairwise
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from assistant.models.local.text import normalise, words

Floats = NDArray[np.float32]

_WORD_WEIGHT, _CHAR_WEIGHT, _MEANING_WEIGHT = 0.5, 0.5, 1.5
_WORD_SHARPNESS, _MEANING_SHARPNESS = 1.5, 3.0
"""By two-fold cross-validation on the examples; the figures move by under two points within half and double of each."""


_BLOCK = 512
"""Rows of examples compared at once: all at once would take hundreds of megabytes for a moment."""


class Encoder(Protocol):
    """Turns texts into unit vectors, so that a dot product is a cosine."""

    def encode(self, texts: list[str]) -> Floats:
        """float32 [n, d], one row a text."""
        ...


def _words_and_pairs(text: str) -> list[str]:
    single = words(text)
    return single + [f"{one} {other}" for one, other in pairwise(single)]


class FusedKernel:
    """Fitted on the examples; `compare` gives new messages' likeness to each of them."""

    def __init__(self, texts: list[str], encoder: Encoder) -> None:
        self._encoder = encoder
        # Through Any: inferred types of scikit-learn know no callable analyzer.
        tfidf: Any = TfidfVectorizer
        self._vectorizers: list[Any] = [
            tfidf(analyzer=_words_and_pairs, sublinear_tf=True),
            tfidf(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2),
        ]
        normalised = [normalise(text) for text in texts]
        self._sparse: list[Any] = [
            vectorizer.fit_transform(normalised).T.tocsr().astype(np.float32) for vectorizer in self._vectorizers
        ]
        vectors = encoder.encode(texts)
        self._centre = vectors.mean(axis=0)
        self._vectors = self._centred(vectors)

    def own(self) -> Floats:
        """The examples against each other, [n, n], in blocks of rows."""
        size = len(self._vectors)
        likeness = np.empty((size, size), dtype=np.float32)
        rows: list[Any] = [matrix.T.tocsr() for matrix in self._sparse]
        for start in range(0, size, _BLOCK):
            part = slice(start, start + _BLOCK)
            overlaps = [(row[part] @ matrix).toarray() for row, matrix in zip(rows, self._sparse, strict=True)]
            likeness[part] = self._fuse(overlaps, self._vectors[part])[0]
        return likeness

    def compare(self, texts: list[str]) -> tuple[Floats, Floats]:
        """Fused likeness and likeness of meaning alone, each [messages, examples]."""
        normalised = [normalise(text) for text in texts]
        overlaps = [
            (vectorizer.transform(normalised).astype(np.float32) @ matrix).toarray()
            for vectorizer, matrix in zip(self._vectorizers, self._sparse, strict=True)
        ]
        return self._fuse(overlaps, self._centred(self._encoder.encode(texts)))

    def _fuse(self, overlaps: list[Any], vectors: Floats) -> tuple[Floats, Floats]:
        meaning = vectors @ self._vectors.T
        fused = _MEANING_WEIGHT * np.exp(_MEANING_SHARPNESS * (meaning - 1))
        for weight, overlap in zip((_WORD_WEIGHT, _CHAR_WEIGHT), overlaps, strict=True):
            fused += weight * np.exp(_WORD_SHARPNESS * (np.asarray(overlap, dtype=np.float32) - 1))
        return fused.astype(np.float32), meaning

    def _centred(self, vectors: Floats) -> Floats:
        moved = vectors - self._centre
        return (moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)).astype(np.float32)
