"""How the base's worked examples vote on an utterance: the nearest by meaning and by characters."""

from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from rapidfuzz import fuzz, process

from evals.review.data import thresholds
from evals.review.likeness import Vectors
from policies.embeddings import Encoder

Treatment = tuple[frozenset[str], str, str | None]
"""Tools, outcome and reason: what a scenario leads to."""

_CANDIDATES = 60
_MEANING = 0.75
"""Weight of meaning against spelling; the rest is a ratio of characters, which carries Spanish and slang."""


@dataclass(frozen=True)
class Vote:
    """Shares of the neighbours' votes, by treatment; `near`: their mean likeness."""

    shares: dict[Treatment, float]
    near: float

    def share(self, treatment: Treatment) -> float:
        return self.shares.get(treatment, 0.0)

    @property
    def best(self) -> tuple[Treatment, float]:
        return max(self.shares.items(), key=lambda item: item[1])


class Neighbours:
    """Worked examples with what each leads to. Encodes them when first asked."""

    def __init__(self, texts: Sequence[str], treatments: Sequence[Treatment], encoder: Encoder) -> None:
        self._texts = list(texts)
        self._treatments = list(treatments)
        self._encoder = encoder

    @cached_property
    def _vectors(self) -> Vectors:
        return self._encoder.encode(self._texts)

    def vote(self, texts: Sequence[str], without: Set[str] = frozenset()) -> list[Vote]:
        """How the examples vote on each text; `without`: texts of examples that have no vote."""
        if not texts or not self._texts:
            return [Vote({}, 0.0) for _ in texts]
        meaning = self._encoder.encode(list(texts)) @ self._vectors.T
        return [self._one(text, row, without) for text, row in zip(texts, meaning, strict=True)]

    def _one(self, text: str, meaning: Vectors, without: Set[str]) -> Vote:
        order: list[int] = np.argsort(-meaning)[: _CANDIDATES + len(without)].tolist()
        spelt = process.extract(text, self._texts, scorer=fuzz.ratio, limit=_CANDIDATES // 2)
        order += [index for _, _, index in spelt]
        likeness = {
            index: _MEANING * float(meaning[index]) + (1 - _MEANING) * fuzz.ratio(text, self._texts[index]) / 100
            for index in order
            if self._texts[index] not in without and self._texts[index] != text
        }
        nearest = sorted(likeness, key=lambda index: -likeness[index])[: thresholds().neighbours]
        votes: defaultdict[Treatment, float] = defaultdict(float)
        for index in nearest:
            votes[self._treatments[index]] += max(likeness[index], 0.0) ** 4
        total = sum(votes.values()) or 1.0
        near = sum(likeness[index] for index in nearest[:3]) / max(len(nearest[:3]), 1)
        return Vote({treatment: vote / total for treatment, vote in votes.items()}, near)
