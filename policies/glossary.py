"""Plain words -> the words that law and policies use, as data (`glossary.yaml`), for the expanded query."""

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml
from pydantic import TypeAdapter


@dataclass(frozen=True)
class Glossary:
    """Entries in order: a pattern of whole words (stems with `*`) and the terms that it adds."""

    entries: tuple[tuple[re.Pattern[str], str], ...]

    def expand(self, text: str) -> str:
        """`text` with the terms of every entry found in it appended once; unchanged where none is."""
        plain = text.lower()
        terms = dict.fromkeys(terms for pattern, terms in self.entries if pattern.search(plain))
        return f"{text} ({'; '.join(terms)})" if terms else text


def compile_glossary(entries: dict[str, str]) -> Glossary:
    """Build a glossary from `{"plain phrase | other phrase": "term, term"}`; `*` at a word's end matches any ending."""
    return Glossary(tuple((_pattern(phrases), terms) for phrases, terms in entries.items()))


@cache
def load_glossary() -> Glossary:
    """The committed glossary."""
    text = (resources.files("policies") / "glossary.yaml").read_text(encoding="utf-8")
    loaded: object = yaml.safe_load(text)
    return compile_glossary(TypeAdapter(dict[str, str]).validate_python(loaded))


def _pattern(phrases: str) -> re.Pattern[str]:
    alternatives = [re.escape(phrase.strip().lower()).replace(r"\*", r"\w*") for phrase in phrases.split("|")]
    return re.compile(r"\b(?:" + "|".join(alternatives).replace(r"\ ", r"\s+") + r")\b")
