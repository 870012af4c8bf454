"""The sentences of policy passages that answer a question: extracted word for word, each with its passage's label."""

import math
import re
from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.models.local.kernel import Encoder, Floats
from assistant.models.local.language import LanguageGuess
from assistant.models.local.text import words

_SPLIT = re.compile(r"(?<=[.!?])\s+(?=[A-Z¿¡\"“*(ÁÉÍÓÚ0-9])|\n+")
_MARKER = re.compile(r"^(?:[-*+]|\d+\.)\s+")
_NOT_PROSE = re.compile(r"^(?:\||#|```|:?-{3,})")
_FEWEST_WORDS = 4
_COMPARED = 14
_OVERLAP, _MEANING, _RANK = 0.35, 1.0, 0.04
_NEAR_BEST = 0.8
_SUPPORT = 0.34
"""A best sentence whose likeness in meaning is under this says nothing about the question, unless words agree too."""
_WORD_SUPPORT = 0.6


@dataclass(frozen=True)
class Sentence:
    text: str
    label: str
    place: int
    score: float = 0.0
    meaning: float = 0.0
    overlap: float = 0.0


class SentenceChooser:
    """Keeps the vectors of sentences it has met: policy text repeats from turn to turn."""

    def __init__(self, encoder: Encoder, language: LanguageGuess, kept: int = 4000) -> None:
        self._encoder = encoder
        self._language = language
        self._kept = kept
        self._vectors: OrderedDict[str, Floats] = OrderedDict()

    def choose(
        self, passages: Sequence[Mapping[str, Any]], question: str, language: str, most: int = 3
    ) -> list[Sentence]:
        """Up to `most` sentences in reading order; none if nothing in the passages is about the question."""
        found = self._in_language([s for rank, p in enumerate(passages) for s in _sentences(p, rank)], language)
        if not found:
            return []
        ranked = self._scored(found, question)
        best = ranked[0]
        if best.meaning < _SUPPORT and best.overlap < _WORD_SUPPORT:
            return []
        kept = [best]
        for sentence in ranked[1:]:
            near = sentence.score >= _NEAR_BEST * best.score
            if len(kept) < most and near and not any(_same(sentence, other) for other in kept):
                kept.append(sentence)
        return sorted(kept, key=lambda sentence: sentence.place)

    def language_of(self, text: str) -> str:
        """The language of a text, so that a reply can say when it quotes another one."""
        return self._language(text)

    def _in_language(self, found: list[Sentence], language: str) -> list[Sentence]:
        matching = [sentence for sentence in found if self._language(sentence.text) == language]
        return matching or found

    def _scored(self, found: list[Sentence], question: str) -> list[Sentence]:
        asked = set(words(question))
        rarity = _rarity([set(words(sentence.text)) for sentence in found])
        overlaps = [_overlap(asked, set(words(sentence.text)), rarity) for sentence in found]
        first = sorted(range(len(found)), key=lambda index: (-overlaps[index], found[index].place))[:_COMPARED]
        meaning = self._encode([found[index].text for index in first]) @ self._encode([question])[0]
        scored = [
            Sentence(
                found[index].text,
                found[index].label,
                found[index].place,
                _MEANING * float(like) + _OVERLAP * overlaps[index] - _RANK * (found[index].place // 1000),
                float(like),
                overlaps[index],
            )
            for index, like in zip(first, meaning, strict=True)
        ]
        return sorted(scored, key=lambda sentence: -sentence.score)

    def _encode(self, texts: list[str]) -> Floats:
        missing = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if missing:
            self._vectors.update(zip(missing, self._encoder.encode(missing), strict=True))
        rows = np.stack([self._vectors[text] for text in texts])
        while len(self._vectors) > self._kept:
            self._vectors.popitem(last=False)
        return rows


def _sentences(passage: Mapping[str, Any], rank: int) -> list[Sentence]:
    pieces = [_MARKER.sub("", piece.strip()) for piece in _SPLIT.split(str(passage["text"]))]
    return [
        Sentence(piece, str(passage["passage"]), rank * 1000 + index)
        for index, piece in enumerate(pieces)
        if len(piece.split()) >= _FEWEST_WORDS and not _NOT_PROSE.match(piece) and piece[-1] in ".!?)"
    ]


def _rarity(bags: Sequence[set[str]]) -> dict[str, float]:
    counts = Counter(word for bag in bags for word in bag)
    return {word: math.log(1 + len(bags) / count) for word, count in counts.items()}


def _overlap(asked: set[str], said: set[str], rarity: Mapping[str, float]) -> float:
    """The share of the question's words, weighted by rarity over the passages, that the sentence has."""
    total = sum(rarity.get(word, 0.0) for word in asked)
    return sum(rarity[word] for word in asked & said) / total if total else 0.0


def _same(one: Sentence, other: Sentence) -> bool:
    first, second = set(words(one.text)), set(words(other.text))
    return len(first & second) > 0.6 * min(len(first), len(second))
