"""Every figure in a text, read on its own terms: money, percentages, dates, times, numbers, identifiers.

The evals' own reading: it shares nothing with the guards of the assistant, so that one mistake cannot hide in both.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["money", "percent", "date", "month", "time", "id", "number"]
Value = Decimal | tuple[int | None, int, int] | tuple[int, int] | str


@dataclass(frozen=True)
class Figure:
    """money in dollars; percent as written; date (year or None, month, day); month (year, month); time `h:mm am`."""

    kind: Kind
    value: Value
    text: str


_MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    )
    for number, name in enumerate(names.split(), 1)
}
_MONTHS["sept"] = 9
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|º|°)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_WORDS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
    "diecisiete dieciocho diecinueve veinte",
}
_TENS = {
    "en": {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90},
    "es": {"treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90},
}


def figures(text: str, language: str = "en") -> list[Figure]:
    """All figures, each read once by the first pattern that fits. The words for 0 and 1 are not taken for figures."""
    found: list[Figure] = []
    rest = text
    for pattern, read in _READERS:
        rest = _taken(pattern, read, rest, found)
    words = {word: number for number, word in enumerate(_WORDS[language].split()) if number > 1} | _TENS[language]
    for match in re.finditer(r"[^\W\d]+", rest):
        if match.group().lower() in words:
            found.append(Figure("number", Decimal(words[match.group().lower()]), match.group()))
    return found


def _taken(
    pattern: re.Pattern[str], read: Callable[[re.Match[str]], Figure | None], text: str, found: list[Figure]
) -> str:
    """`text` with what was read blanked out, so that no part of it is read again."""

    def take(match: re.Match[str]) -> str:
        figure = read(match)
        if figure is None:
            return match.group()
        found.append(figure)
        return " " * len(match.group())

    return pattern.sub(take, text)


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _date(match: re.Match[str]) -> Figure | None:
    groups = match.groupdict()
    name = groups["month"].lower()
    month, day = _MONTHS.get(name) or int(name), int(groups["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Figure("date", (int(groups["year"]) if groups.get("year") else None, month, day), match.group())


def _month(match: re.Match[str]) -> Figure:
    return Figure("month", (int(match["year"]), _MONTHS[match["month"].lower()]), match.group())


def _iso_month(match: re.Match[str]) -> Figure:
    return Figure("month", (int(match["year"]), int(match["month"])), match.group())


def _time(match: re.Match[str]) -> Figure:
    half = "am" if match["half"].lower().startswith("a") else "pm"
    return Figure("time", f"{int(match['hour'])}:{match['minute'] or '00'} {half}", match.group())


def _of(kind: Kind) -> Callable[[re.Match[str]], Figure]:
    def read(match: re.Match[str]) -> Figure:
        return Figure(kind, _number(match["n"]), match.group())

    return read


def _cents(match: re.Match[str]) -> Figure:
    return Figure("money", _number(match["n"]) / 100, match.group())


def _id(match: re.Match[str]) -> Figure:
    return Figure("id", re.sub(r"\s", "", match.group()), match.group())


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Figure | None]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), read)
    for pattern, read in (
        (r"\b[A-Z]{1,5}(?:-[A-Z]+)*-\d{2,}\b", _id),
        (r"\b(?:1[-. ])?\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}\b", _id),
        (r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)", _date),
        (r"\b(?P<year>20\d\d)-(?P<month>0[1-9]|1[0-2])\b(?!-)", _iso_month),
        (r"\b(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>20\d\d)\b", _date),
        (rf"\b{_MONTH}\s+{_DAY}(?!\d)(?:,?\s+{_YEAR}\b)?", _date),
        (rf"\b{_DAY}\s+(?:de\s+)?{_MONTH}(?:,?\s+(?:de\s+|del\s+)?{_YEAR}\b)?", _date),
        (rf"\b{_MONTH}\s+(?:de\s+|del\s+)?{_YEAR}\b", _month),
        (r"\b(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?\s*(?P<half>[ap]\.?\s?m\b\.?)", _time),
        (rf"\$\s?(?P<n>{_NUMBER})", _of("money")),
        (rf"\b(?P<n>{_NUMBER})\s+(?:US )?(?:dollars?|d[oó]lares)\b", _of("money")),
        (rf"\b(?P<n>{_NUMBER})\s+(?:cents?|centavos)\b", _cents),
        (rf"\b(?P<n>{_NUMBER})\s?(?:%|percent\b|por ciento\b|percentage points?\b|puntos? porcentual)", _of("percent")),
        (rf"(?<![\d.,])(?P<n>{_NUMBER})", _of("number")),
    )
)
