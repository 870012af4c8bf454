"""The sentences of policy passages that answer a question: extracted word for word, each with its passage's label."""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.models.local.kernel import Encoder
from assistant.models.local.text import words
from policies.split import sentences

_FIGURE = re.compile(r"\d[\d,.]*\d|\d")
_SOURCE = re.compile(r"^(?:Source|Sources|Fuente):")
_LEANS = re.compile(
    r"^(?:It|Its|They|Their|Them|This|That|These|Those|Such|Both|Otherwise|Then|Also|Beyond this|If you do"
    r"|In the (?:same )?example|As an example|For example|Eso|Esto|Esta|Este|Así|Ambos|En ese caso)\b"
)
WEIGHTS: Mapping[str, float] = {
    "query": 0.1, "asked": 8.8, "title": 3.9, "overlap": 1.05, "opening": 2.95, "rank": -0.5, "place": -0.8,
    "leans": -0.25, "history": -2.9,
}  # fmt: skip
"""Fitted as a choice among the sentences found: `python -m evals.retrieval.measure_answers --fit`."""
_HISTORY = "what-changed"
"""The section of a document that tells how its versions differ: seldom the answer."""
_ENOUGH = 0.34
"""A best sentence whose likeness in meaning and title both are under this says nothing about the question."""
_NEXT, _ELSEWHERE = 0.42, 0.6
"""Likeness in meaning that a following sentence needs, and one of another section; see `measure_answers`."""
_MARGIN, _CLOSE = 2.5, 0.3
"""How far behind the best score a following sentence, and one of another section, may lie."""


@dataclass(frozen=True)
class Sentence:
    """`rank`: of its passage; `place`: within the passage. `meaning`: the better cosine with query and words."""

    text: str
    label: str
    section: tuple[str, str]
    title: str
    rank: int
    place: int
    opens: bool
    score: float = 0.0
    meaning: float = 0.0


class SentenceChooser:
    """Quick with an encoder that remembers the indexed sentences, section titles and what was searched for."""

    def __init__(self, encoder: Encoder, language: Callable[[str], str]) -> None:
        self._encoder = encoder
        self._language = language

    def choose(
        self, passages: Sequence[Mapping[str, Any]], query: str, asked: str, language: str, most: int = 3
    ) -> list[Sentence]:
        """Up to `most` sentences, the one that answers first; none if nothing in the passages is about the question.

        query: what was searched for; asked: the borrower's own words.
        """
        found = candidates(passages)
        spoken = [self._language(one.text) for one in found]
        english = [one for one, tongue in zip(found, spoken, strict=True) if tongue == "en"] or found
        ranked = sorted(self.scored(english, query, asked), key=lambda one: (-one.score, one.rank, one.place))
        if not ranked or ranked[0].meaning < _ENOUGH:
            return []
        chosen = _complete(ranked, most)
        if language == "en":
            return chosen
        others = [one for one, tongue in zip(found, spoken, strict=True) if tongue == language]
        return self._translated(chosen[0], others, asked) or chosen

    def _translated(self, answer: Sentence, others: Sequence[Sentence], asked: str) -> list[Sentence]:
        """The sentence of the same document's summary in the borrower's language that says what `answer` says.

        Told by meaning (names and cognates carry over) and by the figures both have.
        """
        same_document = [one for one in others if one.section[0] == answer.section[0]]
        if not same_document:
            return []
        near = self._encoder.encode([one.text for one in same_document]) @ self._encoder.encode([answer.text, asked]).T
        figures = set(_FIGURE.findall(answer.text))
        shared = [len(figures & set(_FIGURE.findall(one.text))) / (len(figures) or 1) for one in same_document]
        likeness = [float(to[0] + to[1] / 2) + share / 2 for to, share in zip(near, shared, strict=True)]
        best = max(range(len(likeness)), key=lambda index: likeness[index])
        return [same_document[best]]

    def language_of(self, text: str) -> str:
        """The language of a text, so that a reply can say when it quotes another one."""
        return self._language(text)

    def scored(self, found: Sequence[Sentence], query: str, asked: str) -> list[Sentence]:
        """The sentences with their scores, in the order given."""
        return [
            replace(
                one,
                score=sum(WEIGHTS[name] * value for name, value in signs.items()),
                meaning=max(signs["query"], signs["asked"], signs["title"]),
            )
            for one, signs in zip(found, self.signs(found, query, asked), strict=True)
        ]

    def signs(self, found: Sequence[Sentence], query: str, asked: str) -> list[dict[str, float]]:
        """What is weighed for each sentence."""
        if not found:
            return []
        bags = [set(words(one.text)) for one in found]
        rarity = _rarity(bags)
        wanted = set(words(f"{query} {asked}"))
        questions = self._encoder.encode([query, asked or query]).T
        meaning = self._encoder.encode([one.text for one in found]) @ questions
        titles = self._encoder.encode([one.title for one in found]) @ questions
        return [
            {
                "query": float(like[0]),
                "asked": float(like[1]),
                "title": float(max(title)) if one.title else 0.0,
                "overlap": _overlap(wanted, bag, rarity),
                "opening": float(one.opens),
                "rank": float(one.rank),
                "place": float(min(one.place, 4)),
                "leans": float(bool(_LEANS.match(one.text))),
                "history": float(one.section[1] == _HISTORY),
            }
            for one, bag, like, title in zip(found, bags, meaning, titles, strict=True)
        ]


def candidates(passages: Sequence[Mapping[str, Any]]) -> list[Sentence]:
    """Every sentence that could be quoted, in reading order."""
    return [one for rank, row in enumerate(passages) for one in _sentences(row, rank)]


def _sentences(passage: Mapping[str, Any], rank: int) -> list[Sentence]:
    text = str(passage["text"])
    title = f"{passage.get('document_title', '')}: {passage.get('title', '')}".strip(": ")
    section = (str(passage.get("document", "")), str(passage.get("section", "")))
    pieces = [piece for piece in sentences(text) if not _SOURCE.match(piece) and piece[-1] in '.!?)"”']
    return [
        Sentence(piece, str(passage.get("passage", "")), section, title, rank, place, place == 0)
        for place, piece in enumerate(pieces)
    ]


def _complete(ranked: Sequence[Sentence], most: int) -> list[Sentence]:
    """The best sentence with what belongs to it: the one it leans on, and others that answer as well."""
    best = ranked[0]
    kept = [best]
    if _LEANS.match(best.text):
        kept = [one for one in ranked if one.section == best.section and one.place == best.place - 1] + kept
    for one in ranked[1:]:
        if len(kept) >= most or one in kept or any(same(one.text, other.text) for other in kept):
            continue
        follows = any(one.section == other.section and one.place == other.place + 1 for other in kept)
        apart = one.opens and one.section != best.section and one.meaning >= _ELSEWHERE
        follows = follows and one.meaning >= _NEXT and one.score >= best.score - _MARGIN
        if follows or (apart and one.score >= best.score - _CLOSE):
            kept.append(one)
    ranks = {one.rank: place for place, one in reversed(list(enumerate(kept)))}
    return sorted(kept, key=lambda one: (ranks[one.rank], one.place))


def same(one: str, other: str) -> bool:
    """Whether two sentences say much the same."""
    first, second = set(words(one)), set(words(other))
    return len(first & second) > 0.6 * min(len(first), len(second))


def _rarity(bags: Sequence[set[str]]) -> dict[str, float]:
    counts = Counter(word for bag in bags for word in bag)
    return {word: math.log(1 + len(bags) / count) for word, count in counts.items()}


def _overlap(wanted: set[str], said: set[str], rarity: Mapping[str, float]) -> float:
    """The share of the question's words, weighted by rarity over the passages, that the sentence has."""
    total = sum(rarity.get(word, 0.0) for word in wanted)
    return sum(rarity[word] for word in wanted & said) / total if total else 0.0
