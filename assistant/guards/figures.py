"""Every figure in a text, typed: two figures are the same only if kind, value and unit are."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from assistant.guards.number_words import MONTHS, NUMBERS, ORDINALS, SCALES, UNITS, WEEKDAYS, value_of

Kind = Literal["money", "percent", "date", "time", "phone", "ident", "number", "ordinal", "weekday"]
Value = Decimal | str | int | tuple[int | None, int | None, int | None]


@dataclass(frozen=True)
class Figure:
    """value: money in dollars, percent in percent, date as (year, month, day) with None for what is not said,
    time in minutes after midnight, phone and identifier as text. unit: of a number, e.g. `day`, `business day`."""

    kind: Kind
    value: Value
    start: int
    end: int
    text: str
    unit: str | None = None

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.value}:{self.unit or ''}"


def _any(words: dict[str, int] | dict[str, str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_AMOUNT = r"(?:\d+(?:,\d+)*(?:\.\d+)?|\.\d+)"
_WORD = rf"(?:{_any({**NUMBERS, **SCALES})})"
_SPELLED = rf"{_WORD}(?:(?:[\s-]+(?:and\s+|y\s+)?){_WORD})*"
_DOLLARS = r"(?:dollars?|d[óo]lares|d[óo]lar|usd|bucks)\b"
_PERCENT = r"(?:%|percent(?:age\s+points?)?\b|per\s+cent\b|por\s+ciento\b|puntos?\s+porcentual(?:es)?\b)"
_MONTH = rf"(?:{_any(MONTHS)})\b\.?"
_UNIT = (
    r"(?:\s*(?:to|or|and|-|–|a|o|y)\s*\d+)?[\s-]+(?P<kind_of_day>business|calendar|banking|full|consecutive)?\s*"
    rf"(?P<unit>{_any(UNITS)})\b(?P<working>\s+(?:hábiles|laborables))?"
)
_GROUPS = {
    "mark": r"\[P?\d+(?:\s*,\s*P?\d+)*\]",
    "law": r"\b\d+\s+(?:cfr|usc|u\.s\.c\.|c\.f\.r\.)\s+(?:§\s*)?[\d.]+\w*(?:\(\w+\))*",
    "iso": r"\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}[\d:.]*(?:Z|[+-]\d{2}:?\d{2})?)?(?![\d])",
    "ssn": r"\b\d{3}-\d{2}-\d{4}\b",
    "phone": r"(?<!\d)(?:\+?1[-. ])?(?:\(\d{3}\)\s?|\d{3}[-. ])\d{3}[-. ]\d{4}(?!\d)",
    "period": r"\b(?:19|20)\d{2}-\d{2}(?![-\d])",
    "money": rf"[-−]?(?:us)?\$\s?{_AMOUNT}(?:\s?(?:thousand|million|mil|k)\b)?",
    "dollars": rf"\b{_AMOUNT}\s?{_DOLLARS}",
    "cents": r"\b\d+\s?(?:cents?|centavos?|¢)",
    "percent": rf"{_AMOUNT}\s?{_PERCENT}",
    "bps": r"\b\d+\s?(?:basis\s+points|bps|puntos\s+básicos)\b",
    "ident": r"\b(?:[A-Za-z]+(?:-[A-Za-z0-9]+)*-\d[\w-]*|[A-Za-z]+\d[\w-]*)\b",
    "monthday": rf"\b(?P<md_month>{_MONTH})\s+(?P<md_day>\d{{1,2}})(?:st|nd|rd|th)?\b"
    r"(?:,?\s+(?:of\s+)?(?P<md_year>\d{4}))?",
    "daymonth": rf"\b(?P<dm_day>\d{{1,2}})(?:st|nd|rd|th|º|ro)?\s+(?:de\s+|of\s+)?"
    rf"(?P<dm_month>{_MONTH})(?:,?\s+(?:del?\s+)?(?P<dm_year>\d{{4}}))?",
    "monthyear": rf"\b(?P<my_month>{_MONTH})\s+(?:del?\s+|of\s+)?(?P<my_year>\d{{4}})\b",
    "slashed": r"\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b",
    "time": r"\b(?:\d{1,2}(?::\d{2})?\s?[ap]\.?\s?m\b\.?|\d{1,2}:\d{2}\b)|\b(?:noon|midnight|mediodía|medianoche)\b",
    "ordinal": r"\b\d+(?:st|nd|rd|th|º|ª)(?!\w)",
    "number": rf"(?:(?<!\w)[-−])?{_AMOUNT}",
    "odd": r"[¼-¾²³¹⁰-⁹₀-₉⅐-ↈ①-⓿❶-➓]",
    "spelled_money": rf"\b{_SPELLED}\s+{_DOLLARS}",
    "spelled_percent": rf"\b{_SPELLED}\s+{_PERCENT}",
    "spelled": rf"\b{_SPELLED}\b",
    "half": r"\b(?:half|mitad)\b",
    "ordinal_word": rf"\b(?:{_any(ORDINALS)})\b",
    "weekday": rf"\b(?:{_any(WEEKDAYS)})s?\b",
    "month": rf"\b{_MONTH}",
}
# A figure starts with a digit or sign, or where a word starts; saying so first spares most positions the alternation.
_START = r"(?:(?=[\d$.¼-¾²³¹⁰-⁹₀-₉⅐-ↈ①-⓿❶-➓])|(?<![^\W_]))"
_SCAN = re.compile(
    _START + "(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _GROUPS.items()) + ")", re.IGNORECASE
)
_AFTER = re.compile(_UNIT, re.IGNORECASE)
_PRONOUN_ONE = re.compile(r"(?:which|that|this|the|another|no|any|each|every|other|your|more than)\s+$", re.IGNORECASE)
_DIGITS = re.compile(r"[\d,]*\.?\d+|\d[\d,]*")


def figures(text: str) -> list[Figure]:
    """All figures in order of appearance; citation marks are none."""
    return list(_scan(text))


def _scan(text: str) -> Iterator[Figure]:
    for match in _SCAN.finditer(text):
        name = match.lastgroup or ""
        reader = _READERS.get(name)
        read = reader(match, text) if reader else None
        if read is not None:
            kind, value = read
            unit = _unit(text, match.end()) if kind == "number" else None
            yield Figure(kind, value, match.start(), match.end(), match.group(), unit)


def _unit(text: str, end: int) -> str | None:
    match = _AFTER.match(text, end)
    if match is None:
        return None
    unit = UNITS[match["unit"].lower()]
    business = (match["kind_of_day"] or "").lower() in ("business", "banking") or match["working"]
    return f"business {unit}" if business else unit


def decimal(text: str) -> Decimal:
    """The digits of `text` as a number, thousands separators dropped, sign kept."""
    found = _DIGITS.search(text.replace(",", ""))
    value = Decimal(found.group()) if found else Decimal(0)
    return -value if text.lstrip()[:1] in "-−" else value


type_read = tuple[Kind, Value] | None
Reader = Callable[[re.Match[str], str], type_read]


def _money(match: re.Match[str], text: str) -> type_read:
    value = decimal(match.group())
    tail = match.group().lower()
    scale = 1000 if tail.endswith(("thousand", "mil", "k")) else 1_000_000 if tail.endswith("million") else 1
    return "money", value * scale


def _year_first(match: re.Match[str], text: str) -> type_read:
    parts = [int(part) for part in match.group()[:10].split("-")]
    return "date", (parts[0], parts[1], parts[2] if len(parts) > 2 else None)


def _named(prefix: str) -> Reader:
    def read(match: re.Match[str], text: str) -> type_read:
        groups = match.groupdict()
        year, day = groups.get(f"{prefix}_year"), groups.get(f"{prefix}_day")
        month = MONTHS[match[f"{prefix}_month"].lower().rstrip(".")]
        return "date", (int(year) if year else None, month, int(day) if day else None)

    return read


def _slashed(match: re.Match[str], text: str) -> type_read:
    parts = [int(part) for part in match.group().split("/")]
    year = parts[2] + 2000 if len(parts) > 2 and parts[2] < 100 else parts[2] if len(parts) > 2 else None
    return "date", (year, parts[0], parts[1])


def _time(match: re.Match[str], text: str) -> type_read:
    said = match.group().lower()
    if not said[0].isdigit():
        return "time", 720 if said in ("noon", "mediodía") else 0
    hour, _, minute = re.sub(r"[^\d:]", "", said).partition(":")
    late = "p" in said and int(hour) != 12
    early = "a" in said and int(hour) == 12
    return "time", (int(hour) + 12 * late - 12 * early) * 60 + int(minute or 0)


def _spelled(match: re.Match[str], text: str) -> type_read:
    said = match.group().lower()
    if said == "once" and _unit(text, match.end()) is None:
        return None
    if said in ("one", "uno"):
        pronoun = _PRONOUN_ONE.search(text[: match.start()]) or not re.match(
            r"[\s-]+(?!of\b|de\b)\w", text[match.end() :]
        )
        return None if pronoun or said == "uno" else ("number", Decimal(1))
    return "number", Decimal(value_of(said))


def _month(match: re.Match[str], text: str) -> type_read:
    """`may` and `march` are verbs unless written as names inside a sentence; `APR` is a rate and no month."""
    said = match.group()
    if said == "APR":
        return None
    if said.lower() in ("mar", "may", "march", "dec", "sep", "jan"):
        opening = text[: match.start()].rstrip()
        if not said[0].isupper() or not opening or opening[-1] in ".!?:\n":
            return None
    return "date", (None, MONTHS[said.lower().rstrip(".")], None)


def _number_before(pattern: str) -> Reader:
    def read(match: re.Match[str], text: str) -> type_read:
        words = re.sub(rf"\s+{pattern}$", "", match.group(), flags=re.IGNORECASE)
        kind: Kind = "money" if pattern == _DOLLARS else "percent"
        return kind, Decimal(value_of(words))

    return read


_READERS: dict[str, Reader] = {
    "law": lambda match, _: ("ident", re.sub(r"\s+", " ", match.group().lower())),
    "iso": _year_first,
    "period": _year_first,
    "ssn": lambda match, _: ("ident", match.group()),
    "phone": lambda match, _: ("phone", re.sub(r"\D", "", match.group())[-10:]),
    "money": _money,
    "dollars": _money,
    "cents": lambda match, _: ("money", decimal(match.group()) / 100),
    "percent": lambda match, _: ("percent", decimal(match.group())),
    "bps": lambda match, _: ("percent", decimal(match.group()) / 100),
    "ident": lambda match, _: ("ident", match.group().lower()),
    "monthday": _named("md"),
    "daymonth": _named("dm"),
    "monthyear": _named("my"),
    "slashed": _slashed,
    "time": _time,
    "ordinal": lambda match, _: ("ordinal", decimal(match.group())),
    "odd": lambda match, _: ("ident", match.group()),
    "number": lambda match, _: ("number", decimal(match.group())),
    "spelled_money": _number_before(_DOLLARS),
    "spelled_percent": _number_before(_PERCENT),
    "spelled": _spelled,
    "half": lambda match, _: ("number", Decimal("0.5")),
    "ordinal_word": lambda match, _: ("ordinal", Decimal(ORDINALS[match.group().lower()])),
    "weekday": lambda match, _: (
        "weekday",
        WEEKDAYS.get(match.group().lower(), WEEKDAYS.get(match.group().lower()[:-1], -1)),
    ),
    "month": _month,
}


def weekday_of(value: Value) -> int | None:
    """0 is Monday; None for a date that is not whole, or does not exist."""
    if not isinstance(value, tuple) or None in value:
        return None
    year, month, day = value
    try:
        return date(year or 1, month or 1, day or 1).weekday()
    except ValueError:
        return None
