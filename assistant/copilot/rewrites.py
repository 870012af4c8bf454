"""Other words for a text: shorter, warmer, plainer by data; by a provider's model where there is one, figures held."""

import re
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from assistant.copilot.voice import Words
from assistant.guards.figures import figures
from assistant.guards.tokens import pieces

Change = Literal["shorten", "warmer", "plainer", "translate"]
Generate = Callable[[str, str], Awaitable[str]]
"""A provider's model: instructions and text to text."""
_PATH = Path(__file__).parent / "rewrites.yaml"
_MARK = re.compile(r"\[\d+\]")
_MARKS_BEHIND = re.compile(r"^\s*(?:\[\d+\]\s*)+")


class _Shorten(BaseModel):
    model_config = ConfigDict(extra="forbid")

    keeps: str
    fillers: list[str]


class _Warmer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    opening: Words
    closing: Words
    replaces: dict[str, list[tuple[str, str]]]


class _Plainer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    cuts: list[str]
    replaces: dict[str, list[tuple[str, str]]]


class _Book(BaseModel):
    model_config = ConfigDict(extra="forbid")

    shorten: _Shorten
    warmer: _Warmer
    plainer: _Plainer
    model: str
    tasks: dict[str, str]
    languages: dict[str, str]


@lru_cache(maxsize=1)
def _book() -> _Book:
    return _Book.model_validate(yaml.safe_load(_PATH.read_text("utf-8")))


def by_data(text: str, change: Change, language: str) -> str | None:
    """The changed text; None where this cannot be done by data, or nothing changes, or a figure would be lost."""
    made = _MADE.get(change)
    changed = made(text, language).strip() if made else text
    return changed if changed != text.strip() and keeps_all(text, changed) else None


async def by_model(text: str, change: Change, language: str, generate: Generate) -> str | None:
    """The model's text; None where it lost or made up a figure or a source."""
    book = _book()
    task = book.tasks[change].format(language=book.languages[language])
    changed = (await generate(book.model.format(task=task), text)).strip()
    return changed if changed and changed != text.strip() and keeps_all(text, changed) else None


def keeps_all(text: str, changed: str) -> bool:
    """Whether both hold the same figures and the same source marks, each as often or more seldom, and no other."""
    return set(_figures(text)) == set(_figures(changed)) and set(_MARK.findall(text)) == set(_MARK.findall(changed))


def _figures(text: str) -> Counter[str]:
    """Small bare counts aside: `one` is a word as often as it is a figure."""
    found = (figure for figure in figures(text) if figure.kind != "number" or figure.unit or figure.text[0].isdigit())
    return Counter(figure.key for figure in found)


def _shorten(text: str, _: str) -> str:
    """Leaves out politeness, then sentences without a figure, a source, a condition or a question, but never the first
    that says something: what is left still answers."""
    rule = _book().shorten
    fillers = [re.compile(one, re.IGNORECASE) for one in rule.fillers]
    keeps = re.compile(rule.keeps, re.IGNORECASE)
    blocks: list[str] = []
    for block in re.split(r"\n\s*\n", text):
        said = [one for one in _sentences(block) if not any(filler.match(one.strip()) for filler in fillers)]
        kept = [one for index, one in enumerate(said) if _weighs(one, keeps) or (index == 0 and not blocks)]
        if body := "".join(kept).strip():
            blocks.append(body)
    return "\n\n".join(blocks)


def _weighs(sentence: str, keeps: re.Pattern[str]) -> bool:
    return bool(figures(sentence) or _MARK.search(sentence) or keeps.search(sentence))


def _sentences(block: str) -> list[str]:
    """A sentence keeps the marks behind it."""
    found: list[str] = []
    for piece in pieces(block):
        marks = _MARKS_BEHIND.match(piece)
        if marks and found:
            found[-1] += marks.group()
            piece = piece[marks.end() :]
        if piece.strip():
            found.append(piece)
    return found


def _warmer(text: str, language: str) -> str:
    rule = _book().warmer
    body = _replaced(text, rule.replaces.get(language, []))
    opening, closing = rule.opening.said(language), rule.closing.said(language)
    parts = [opening if opening not in body else "", body, closing if closing not in body else ""]
    return "\n\n".join(part for part in parts if part)


def _plainer(text: str, language: str) -> str:
    rule = _book().plainer
    body = _replaced(text, rule.replaces.get(language, []))
    for cut in rule.cuts:
        body = re.sub(re.escape(cut) + r"(\w)", lambda match: f". {match[1].upper()}", body)
    return body


def _replaced(text: str, pairs: list[tuple[str, str]]) -> str:
    """Each pattern by its words; a capital at the beginning stays one."""
    for pattern, words in pairs:
        text = re.sub(pattern, lambda match, words=words: _cased(match[0], words), text, flags=re.IGNORECASE)
    return text


def _cased(before: str, words: str) -> str:
    return words[0].upper() + words[1:] if before[:1].isupper() else words


_MADE: Mapping[str, Callable[[str, str], str]] = {"shorten": _shorten, "warmer": _warmer, "plainer": _plainer}
