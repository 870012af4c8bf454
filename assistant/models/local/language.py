"""Which of the prompt's languages a message is in, by character trigrams of the prompt's own examples."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.models.local.text import normalise, words

_DOUBT = 3.0
"""Log-odds that Spanish must lead by: a word of two letters tells nothing, `hola` leads by more."""

_LEAST_LETTERS = 2
_NEITHER = {"ok", "okay"}
"""Words that are at home in both languages whichever the examples happen to say them in."""


def _grams(text: str) -> list[str]:
    padded = f" {normalise(text)} "
    return [padded[index : index + 3] for index in range(len(padded) - 2)]


class LanguageGuess:
    """A two-class naive Bayes: English against Spanish."""

    def __init__(self, samples: Iterable[tuple[str, str]]) -> None:
        counts: dict[str, Counter[str]] = {"en": Counter(), "es": Counter()}
        said: dict[str, set[str]] = {"en": set(), "es": set()}
        for text, language in samples:
            counts[language].update(_grams(text))
            said[language].update(words(text))
        self._shared = said["en"] & said["es"] | _NEITHER
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
        return "es" if self._lead(text) > _DOUBT else "en"

    def last_told(self, texts: Sequence[str]) -> str:
        """The language of a conversation's last message (a person's own ones, oldest first).

        One that tells neither language (`40 dólares`, `Cash Line`, `ok`) is in that of the last one that does.
        """
        telling = next((text for text in reversed(texts) if self._tells(text)), texts[-1] if texts else "")
        return self(telling)

    def _tells(self, text: str) -> bool:
        """No English word is telling that Spanish speakers say too, such as a product's name; no address is."""
        lead = self._lead(text)
        named = " ".join(piece for piece in text.split() if "@" not in piece)
        spelled = [word for word in words(named) if word.isalpha()]
        return lead > _DOUBT or (lead < -_DOUBT and any(word not in self._shared for word in spelled))

    def _lead(self, text: str) -> float:
        """The log-odds by which Spanish leads."""
        return sum(self._weights.get(gram, 0.0) for gram in _grams(text))
