"""Words as they have to stand in a text: verbatim but for case and spacing, with slots for figures.

`{money:field}`, `{date:field}`, `{rate:field}`, `{number:field}` stand for that field's value (cents, ISO date, basis
points, number) as the language writes it, `{text:field}` for its words; without a field, for any figure of the kind.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from itertools import zip_longest
from typing import Any, Literal, cast

Language = Literal["en", "es"]
Scope = Mapping[str, Any]
_SLOT = re.compile(r"\{(money|date|rate|text|number)(?::([\w.]+))?\}")
_NOWHERE, _HOLE = "\0", "\1"
_SHAPES = {"money": r"\$[\d,]+\.\d\d", "rate": r"[\d.]+%", "number": r"\d+", "text": r".+?"}
_DATES = {"en": r"[A-Z][a-z]+ \d{1,2}, \d{4}", "es": r"\d{1,2} de [a-z]+ de \d{4}"}
_MONTHS: dict[Language, list[str]] = {
    "en": [
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ],
    "es": [
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ],
}


def stands(words: str, text: str, scope: Scope, language: Language) -> bool:
    """Whether `text` has the words, the slots filled from `scope`. A slot whose field is missing stands nowhere."""
    shapes: list[str] = []

    def fill(slot: re.Match[str]) -> str:
        if slot[2]:
            return _figure(slot[1], at(scope, slot[2]), language)
        shapes.append(_DATES[language] if slot[1] == "date" else _SHAPES[slot[1]])
        return _HOLE

    wanted = plain(_SLOT.sub(fill, words))
    return bool(_shaped(wanted, tuple(shapes)).search(plain(text))) if shapes else wanted in plain(text)


@lru_cache(maxsize=256)
def plain(text: str) -> str:
    """The text as it is compared: small letters, single spaces, straight apostrophes."""
    return " ".join(text.lower().replace("\u2019", "'").split())


def at(scope: Scope, path: str) -> object:
    """The value at a dotted path; None where the path ends early."""
    value: Any = scope
    for name in path.split("."):
        value = cast(Scope, value).get(name) if isinstance(value, Mapping) else None
    return value


def money(cents: object) -> str:
    """`$1,234.56`; what is no amount stands nowhere."""
    return f"${abs(cents) / 100:,.2f}" if isinstance(cents, int) else _NOWHERE


def day(iso: str, language: Language) -> str:
    """`May 22, 2026`, `22 de mayo de 2026`."""
    given = date.fromisoformat(iso[:10])
    month = _MONTHS[language][given.month - 1]
    return f"{month} {given.day}, {given.year}" if language == "en" else f"{given.day} de {month} de {given.year}"


@cache
def _shaped(wanted: str, shapes: tuple[str, ...]) -> re.Pattern[str]:
    words = [re.escape(part) for part in wanted.split(_HOLE)]
    return re.compile("".join(part + shape for part, shape in zip_longest(words, shapes, fillvalue="")), re.IGNORECASE)


def _figure(kind: str, value: object, language: Language) -> str:
    if value is None:
        return _NOWHERE
    if kind == "money":
        return money(value)
    if kind == "date":
        return day(str(value), language)
    return f"{int(str(value)) / 100:.2f}%" if kind == "rate" else str(value)
