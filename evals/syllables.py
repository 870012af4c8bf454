"""Syllables, words and sentences of a text in English or Spanish: what readability formulas count.

English is counted by rules (vowel groups, silent endings), right for about nine words of ten, which evens out over an
answer; Spanish spelling tells its syllables.
"""

import re
from dataclasses import dataclass

from evals.verbatim import Language

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?:]+(?:\s|$)|\n+")
_EN_GROUP = re.compile(r"[aeiouy]+")
_EN_SILENT = re.compile(
    r"(?:[^aeiouyl]e|[^aeiouytd]ed|[^aeiouyscghxz]es|[^aeiouy]ely|[aeiou]r?ed|[^aeiou]ements?)$|omet?(?=hing|one)"
)
_EN_SPLIT = re.compile(
    r"i[ao](?!n|us)|[^tscg]iou|[^p]eo(?!u)|(?<!g)ua|uou|ism$|thm$|[^h]ea$|ea(?=te)|ein(?=g)|ien(?=c)"
)
_ES_SILENT_U = re.compile(r"(?<=q)u|(?<=g)u(?=[eéií])")
_ES_NUCLEUS = re.compile(r"[iuüy]?[aeoáéó](?:[iuüy](?![aeoáéóíú])|[iuü](?=$))?|[íú]|[iuü]+|(?<=[^aeouáéóíú])y$")


@dataclass(frozen=True)
class Counts:
    sentences: int
    words: int
    syllables: int


def count(text: str, language: Language) -> Counts:
    """A sentence is what ends in `.`, `!`, `?`, `:` or a new line and has a word."""
    parts = [words for part in _SENTENCE.split(text) if (words := _WORD.findall(part))]
    words = [word for part in parts for word in part]
    syllables = _english if language == "en" else _spanish
    return Counts(len(parts), len(words), sum(syllables(word.lower()) for word in words))


def _english(word: str) -> int:
    return sum(_english_part(part) for part in re.split("[-’']", word) if part)


def _english_part(word: str) -> int:
    found = len(_EN_GROUP.findall(word)) + len(_EN_SPLIT.findall(word))
    return max(1, found - bool(_EN_SILENT.search(word) and not word.endswith(("ted", "ded"))))


def _spanish(word: str) -> int:
    return max(1, len(_ES_NUCLEUS.findall(_ES_SILENT_U.sub("", word))))
