"""The same message with another surface: case, punctuation, frames, contractions, a slip of the keyboard.

What is kept to the letter: figures, account numbers, addresses, quoted words, names in braces, capitalised names and
negations. The forms are data, in surface_forms.yaml.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Literal

import yaml
from pydantic import TypeAdapter, model_validator

from prompts.schema import Strict

Language = Literal["en", "es"]
_FILE = Path(__file__).with_name("surface_forms.yaml")
_KEPT = re.compile(r"\{[^{}]*\}|\"[^\"]*\"|“[^”]*”|'[^'\s][^']*'(?!\w)|\S*[\d@$%]\S*|[^\s]*://\S*")
"""What no form touches: placeholders, quotations, anything with a digit, an address."""
_FIGURE = re.compile(r"[\d@$%{}\"]")
_FRAMED_WORDS = 4
"""Shorter messages get no frame: an answer such as "the 12th" is one as it is."""


class Forms(Strict):
    """One language's surface forms. openings: words that begin a message and are no name."""

    greetings: list[str]
    fillers: list[str]
    thanks: list[str]
    openings: list[str]
    contractions: dict[str, str]
    misspellings: dict[str, str]
    negations: list[str]

    @model_validator(mode="after")
    def _negations_stay(self) -> "Forms":
        swapped = {word for phrase in (*self.contractions, *self.misspellings) for word in phrase.lower().split()}
        if touched := swapped & set(self.negations):
            raise ValueError(f"a negation is never put otherwise: {sorted(touched)}")
        return self


@cache
def forms(language: Language) -> Forms:
    by_language = TypeAdapter(dict[Language, Forms])
    return by_language.validate_python(yaml.safe_load(_FILE.read_text(encoding="utf-8")))[language]


def paraphrase(text: str, language: Language, random: Random | None) -> str:
    """`text` in one to three other surface forms; as it is where `random` is None."""
    if random is None:
        return text
    known = forms(language)
    possible = [change for change in _CHANGES if change(text, known, Random(0)) != text]
    chosen = random.sample(possible, min(len(possible), random.randint(1, 3)))
    # Frames come last, whatever the order drawn: what they add is not worked on again.
    for change in sorted(chosen, key=_CHANGES.index):
        text = change(text, known, random)
    return text


def _contracted(text: str, known: Forms, random: Random) -> str:
    return _swapped(text, known.contractions, known, random)


def _misspelt(text: str, known: Forms, random: Random) -> str:
    return _swapped(text, known.misspellings, known, random)


def _swapped(text: str, table: Mapping[str, str], known: Forms, random: Random) -> str:
    """One word of the table, drawn from those in the text, in place of which the table's other one stands."""
    places = [
        (match, other)
        for word, other in table.items()
        for match in re.finditer(rf"(?<![\w'’]){re.escape(word)}(?![\w'’])", text, re.IGNORECASE)
        if not _touches_kept(text, match) and not match.group().isupper()
    ]
    if not places:
        return text
    match, other = random.choice(places)
    capital = match.group()[0].isupper() and other[0].islower()
    return text[: match.start()] + (other.capitalize() if capital else other) + text[match.end() :]


def _touches_kept(text: str, match: re.Match[str]) -> bool:
    return any(kept.start() < match.end() and match.start() < kept.end() for kept in _KEPT.finditer(text))


def _recased(text: str, known: Forms, random: Random) -> str:
    """The first letter in the other case; a first word that may be a name stays."""
    first = re.match(r"[¿¡]?([^\W\d_]+)", text)
    if not first or _touches_kept(text, first):
        return text
    at = first.start(1)
    if text[at].islower():
        return text[:at] + text[at].upper() + text[at + 1 :]
    if first[1].lower() not in known.openings:
        return text
    return text[:at] + text[at].lower() + text[at + 1 :]


def _repunctuated(text: str, known: Forms, random: Random) -> str:
    """A mark at the end left out, doubled or put where there was none; a question stays one."""
    bare, mark = _parted(text)
    if _ends_kept(text, bare) or "..." in mark:
        return text
    if mark.startswith("?"):
        return random.choice([bare.replace("¿", ""), bare + "??", bare + " ?"])
    return bare if mark else random.choice([bare + ".", bare + " ..."])


def _parted(text: str) -> tuple[str, str]:
    """The text without its last marks, and these."""
    bare = text.rstrip("?!. ")
    return bare, text[len(bare) :].strip()


def _ends_kept(text: str, bare: str) -> bool:
    """Whether the last word, marks included, is one that no form touches."""
    return bool(_FIGURE.search(bare.rpartition(" ")[2])) or any(
        kept.end() >= len(bare) for kept in _KEPT.finditer(text)
    )


def _greeted(text: str, known: Forms, random: Random) -> str:
    return _opened(text, known, random.choice(known.greetings))


def _filled(text: str, known: Forms, random: Random) -> str:
    return _opened(text, known, random.choice(known.fillers))


def _opened(text: str, known: Forms, opener: str) -> str:
    if len(text.split()) < _FRAMED_WORDS or text.lower().startswith(tuple(known.greetings + known.fillers)):
        return text
    first = re.match(r"[^\W\d_]+", text)
    if first and first[0].istitle() and first[0].lower() in known.openings:
        text = text[0].lower() + text[1:]
    return opener + text


def _thanked(text: str, known: Forms, random: Random) -> str:
    bare, mark = _parted(text)
    if len(text.split()) < _FRAMED_WORDS or _ends_kept(text, bare):
        return text
    if any(thanks.strip(" ,-!") in text.lower() for thanks in known.thanks):
        return text
    thanks = random.choice(known.thanks)
    return f"{text} {thanks.strip(' ,-')}" if mark else bare + thanks


_CHANGES: list[Callable[[str, Forms, Random], str]] = [
    _contracted,
    _misspelt,
    _recased,
    _repunctuated,
    _greeted,
    _filled,
    _thanked,
]
