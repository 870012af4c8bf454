"""The word lists of the output guards (lexicon.yaml), compiled once."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, cast

import yaml

_UNSAID = ("cents", "bps", "on", "by", "of", "current", "if")
_SUFFIXES = ("es", "s", "ed", "d", "ing")


@dataclass(frozen=True)
class Lexicon:
    """Words and patterns; see the comments in lexicon.yaml for what each is for."""

    filler: frozenset[str]
    negating: frozenset[str]
    weighty: frozenset[str]
    affirmations: frozenset[str]
    free_forbids: frozenset[str]
    stated: frozenset[str]
    fields: dict[str, frozenset[str]]
    social: re.Pattern[str]
    attributed: re.Pattern[str]
    confirms: re.Pattern[str]
    promises: tuple[re.Pattern[str], ...]
    promises_unless: tuple[re.Pattern[str], ...]
    names: tuple[re.Pattern[str], ...]
    staff_documents: re.Pattern[str]
    account_numbers: re.Pattern[str]
    links: tuple[str, ...]

    def content(self, words: Iterable[str]) -> list[str]:
        """Stems of the words that carry content."""
        return [stem(word) for word in words if word not in self.filler and word not in self.negating]

    def negations(self, words: Iterable[str]) -> int:
        return sum(word in self.negating for word in words)

    def affirms(self, words: Sequence[str]) -> bool:
        """Whether the words are a bare yes or no, which claims whatever was asked."""
        return bool(words) and all(word in self.affirmations for word in words)

    def is_weighty(self, word: str) -> bool:
        return word in self.weighty

    def names_of(self, field: str) -> list[frozenset[str]]:
        """What a field is called, part by part: `minimum_due_cents` -> words for minimum, for due; any language."""
        parts = [part for part in field.rstrip("#").split("_") if part not in _UNSAID]
        return [self.fields.get(part, frozenset()) | {part} for part in parts]

    @cached_property
    def naming(self) -> frozenset[str]:
        """All words by which any field is called."""
        return frozenset[str]().union(*self.fields.values())


def stem(word: str) -> str:
    """A word without a common ending, so that `fees` and `fee` compare equal. Crude on purpose: it widens a match."""
    for suffix in _SUFFIXES:
        if len(word) > len(suffix) + 3 and word.endswith(suffix):
            return word.removesuffix(suffix).rstrip("e")
    return word.rstrip("e")


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Read lexicon.yaml, which stands beside this file."""
    data = cast(dict[str, Any], yaml.safe_load((Path(__file__).parent / "lexicon.yaml").read_text("utf-8")))
    return Lexicon(
        filler=_words(data["filler"]),
        negating=_words(data["negations"]),
        weighty=_words(data["weighty"]),
        affirmations=_words(data["affirmations"]),
        free_forbids=_words(data["free_forbids"]),
        stated=_words(data["stated"]),
        fields={name: _words(text) for name, text in data["fields"].items()},
        social=re.compile(rf"(?:{'|'.join(data['social'])})[\s.!?,]*", re.IGNORECASE),
        attributed=re.compile(data["attributed"], re.IGNORECASE),
        confirms=re.compile(data["confirms"], re.IGNORECASE),
        promises=_patterns(data["promises"]),
        promises_unless=_patterns(data["promises_unless"]),
        names=tuple(re.compile(pattern) for pattern in data["names"]),
        staff_documents=re.compile(data["staff_documents"], re.IGNORECASE),
        account_numbers=re.compile(data["account_numbers"]),
        links=tuple(data["links"]),
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _patterns(patterns: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)
