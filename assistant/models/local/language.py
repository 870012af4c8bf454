"""Which of the prompt's languages a message is in, by character trigrams of the prompt's own examples."""

import math
from collections import Counter
from collections.abc import Iterable

from assistant.models.local.text import normalise

_DOUBT = 3.0
"""Log-odds that Spanish must lead by: a word of two letters tells nothing, `hola` leads by more."""

_LEAST_LETTERS = 2


def _grams(text: str) -> list[str]:
    padded = f" {normalise(text)} "
    return [padded[index : index + 3] for index in range(len(padded) - 2)]


class LanguageGuess:
    """A two-class naive Bayes: English against Spanish."""

    def __init__(self, samples: Iterable[tuple[str, str]]) -> None:
        counts: dict[str, Counter[str]] = {"en": Counter(), "es": Counter()}
        for text, language in samples:
            counts[language].update(_grams(text))
        totals = {language: sum(counter.values()) for language, counter in counts.items()}
        known = set(counts["en"]) | set(counts["es"])
        self._weights = {
            gram: math.log((counts["es"][gram] + 0.5) / (totals["es"] + len(known)))
            - math.log((counts["en"][gram] + 0.5) / (totals["en"] + len(known)))
            for gram in known
        }

    def __call__(self, text: str) -> str:
        """`es` or `en`; a message with nothing to go by is English, and so is a single letter (`y`, `n`)."""
        if sum(char.isalpha() for char in text) < _LEAST_LETTERS:
            return "en"
        return "es" if sum(self._weights.get(gram, 0.0) for gram in _grams(text)) > _DOUBT else "en"
