"""Checks on what a model-played borrower says: nothing it was not given, nothing against that, nothing out of part."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import cast

import yaml

from evals.figures import Figure, figures
from evals.simulate.persona import Persona
from prompts.schema import Strict

_FILE = Path(__file__).with_name("user_faults.yaml")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
_LANGUAGES = ("en", "es")


class Signs(Strict):
    """Regular expressions; each of `weekdays` is one day, in every language."""

    says_it_is_a_model: tuple[re.Pattern[str], ...]
    weekdays: tuple[re.Pattern[str], ...]


@cache
def signs() -> Signs:
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    raw["weekdays"] = [rf"(?i)\b(?:{day})s?\b" for day in raw["weekdays"]]
    return Signs.model_validate(raw)


def faults(message: str, persona: Persona, heard: Sequence[str]) -> list[str]:
    """What is wrong with a message. heard: everything that was said to the borrower in the conversation so far."""
    if not message.strip():
        return ["says nothing"]
    given = [persona.goal, *persona.facts.values()]
    return list(
        dict.fromkeys([*_out_of_part(message), *_figures(message, given, heard), *_words(message, given, heard)])
    )


def _out_of_part(message: str) -> Iterator[str]:
    for pattern in signs().says_it_is_a_model:
        if found := pattern.search(message):
            yield f"says it is a model: {found[0]!r}"


def _figures(message: str, given: Sequence[str], heard: Sequence[str]) -> Iterator[str]:
    """Figures that stand neither in what it was given nor in what it was told; numbers in words are not looked at."""
    own, told = _read(given), _read(heard)
    for figure in _of(message):
        if not re.search(r"\d", figure.text) or any(_same(figure, other) for other in (*own, *told)):
            continue
        rather = next((other for other in own if _kind(other) == _kind(figure)), None)
        yield _said(figure.text.strip(), rather.text.strip() if rather else None)


def _words(message: str, given: Sequence[str], heard: Sequence[str]) -> Iterator[str]:
    """Weekdays and addresses, in the same way."""
    known = "\n".join((*given, *heard)).lower()
    for address in _ADDRESS.findall(message):
        if address.lower() not in known:
            rather = _ADDRESS.search("\n".join(given))
            yield _said(address, rather[0] if rather else None)
    for day in signs().weekdays:
        if (found := day.search(message)) and not day.search(known):
            rather = next((other for one in signs().weekdays if (other := one.search("\n".join(given)))), None)
            yield _said(found[0], rather[0] if rather else None)


def _said(said: str, rather: str | None) -> str:
    if rather is None:
        return f"says {said!r}, which nobody told it"
    return f"says {said!r} against its facts, which say {rather!r}"


def _read(texts: Sequence[str]) -> list[Figure]:
    return [figure for text in texts for figure in _of(text)]


def _of(text: str) -> list[Figure]:
    return [figure for language in _LANGUAGES for figure in figures(text, language)]


def _kind(figure: Figure) -> str:
    """Amounts are often said without their sign."""
    return "number" if figure.kind == "money" else figure.kind


def _same(figure: Figure, other: Figure) -> bool:
    """A day of a month may be said alone, and a date without its year."""
    if _kind(figure) == _kind(other) == "date":
        mine, theirs = (cast(tuple[int | None, int, int], one.value) for one in (figure, other))
        return mine[1:] == theirs[1:] and (None in (mine[0], theirs[0]) or mine[0] == theirs[0])
    if figure.kind == "number" and other.kind == "date":
        return figure.value == Decimal(cast(tuple[int | None, int, int], other.value)[2])
    return _kind(figure) == _kind(other) and figure.value == other.value
