"""How alike two messages are: words, character n-grams and sentence meaning, fused in one kernel."""

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np

from assistant.models.local.grams import Floats, Grams, character_grams, words_and_pairs
from assistant.models.local.text import normalise

_WORD_WEIGHT, _CHAR_WEIGHT, _MEANING_WEIGHT = 0.35, 0.35, 1.5
_WORD_SHARPNESS, _MEANING_SHARPNESS = 1.5, 2.0
"""By two-fold cross-validation on the examples; the figures move by under two points within half and double of each."""


_BLOCK = 512
"""Rows of examples compared at once: all at once would take hundreds of megabytes for a moment."""


class Encoder(Protocol):
    """Turns texts into unit vectors, so that a dot product is a cosine."""

    def encode(self, texts: list[str]) -> Floats:
        """float32 [n, d], one row a text."""
        ...


class FusedKernel:
    """Fitted on the examples; `compare` gives new messages' likeness to each of them."""

    def __init__(self, encoder: Encoder, arrays: Mapping[str, Any]) -> None:
        """arrays: as `arrays` gave them for the same encoder."""
        self._encoder = encoder
        self._words = Grams(words_and_pairs, _under("words.", arrays))
        self._chars = Grams(character_grams, _under("chars.", arrays))
        self._centre: Floats = arrays["centre"]
        self._vectors: Floats = arrays["vectors"]

    @classmethod
    def fit(cls, texts: list[str], encoder: Encoder) -> "FusedKernel":
        normalised = [normalise(text) for text in texts]
        vectors = encoder.encode(texts)
        centre = vectors.mean(axis=0)
        parts = {
            "words.": Grams.fit(normalised, words_and_pairs, fewest=1).columns,
            "chars.": Grams.fit(normalised, character_grams, fewest=2).columns,
        }
        columns = {prefix + name: array for prefix, held in parts.items() for name, array in held.items()}
        return cls(encoder, {**columns, "centre": centre, "vectors": _centred(vectors, centre)})

    @property
    def arrays(self) -> dict[str, Any]:
        """All that was fitted."""
        held = {"words.": self._words.columns, "chars.": self._chars.columns}
        columns = {prefix + name: array for prefix, part in held.items() for name, array in part.items()}
        return {**columns, "centre": self._centre, "vectors": self._vectors}

    def own(self, texts: list[str]) -> Floats:
        """The examples against each other, [n, n], in blocks of rows."""
        normalised = [normalise(text) for text in texts]
        likeness = np.empty((len(texts), len(texts)), dtype=np.float32)
        for start in range(0, len(texts), _BLOCK):
            part = slice(start, start + _BLOCK)
            likeness[part] = self._fuse(normalised[part], self._vectors[part])[0]
        return likeness

    def compare(self, texts: list[str]) -> tuple[Floats, Floats]:
        """Fused likeness and likeness of meaning alone, each [messages, examples]."""
        vectors = _centred(self._encoder.encode(texts), self._centre)
        return self._fuse([normalise(text) for text in texts], vectors)

    def _fuse(self, normalised: list[str], vectors: Floats) -> tuple[Floats, Floats]:
        meaning = vectors @ self._vectors.T
        fused = _MEANING_WEIGHT * np.exp(_MEANING_SHARPNESS * (meaning - 1))
        for weight, grams in ((_WORD_WEIGHT, self._words), (_CHAR_WEIGHT, self._chars)):
            for row, text in enumerate(normalised):
                fused[row] += weight * np.exp(_WORD_SHARPNESS * (grams.overlap(text) - 1))
        return fused.astype(np.float32), meaning


def _centred(vectors: Floats, centre: Floats) -> Floats:
    moved = vectors - centre
    return (moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)).astype(np.float32)


def _under(prefix: str, arrays: Mapping[str, Any]) -> dict[str, Any]:
    return {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}
