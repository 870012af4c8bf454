"""Arguments of a call from the borrower's words: what to look for is told by the bound tool's own JSON schema."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from assistant.models.local.dates import asked_day, asked_days
from assistant.models.local.periods import named_month, span
from assistant.models.local.respelling import names_a_day_unread
from assistant.models.local.schema_words import flat, named_value
from assistant.models.local.text import normalise

_LAST_FOUR = re.compile(r"(?<![\d$.,/-])(\d{4})(?![\d/]|[.,]\d)")
_CALENDAR_YEAR = re.compile(r"20[0-4]\d")
_ENDING = re.compile(
    r"\b(?:ending|ends|last four|last 4|terminad[ao]|termina|acaba|numero|account|acct|x+)\D{0,12}(\d{4})\b"
)
_MOST_PRODUCTS = 2
_COUNT = re.compile(r"\b(?:last|past|latest|previous|ultim[oa]s) (\d{1,2})\b")


def extract(schema: Mapping[str, Any], message: str, today: date) -> dict[str, Any]:
    """The arguments of `schema` (a tool's parameters) that the message states. What it does not state is left out."""
    found: dict[str, Any] = {}
    properties: Mapping[str, Any] = schema.get("properties", {})
    days = _days(schema)
    if len(days) == 1:
        if day := asked_day(message, today):
            found[days[0]] = day.isoformat()
    elif len(days) == 2:
        bounds = zip(days, span(message, today), strict=True)
        found |= {name: bound.isoformat() for name, bound in bounds if bound is not None}
    for name, given in properties.items():
        value = _value(flat(given), message, today)
        if value is not None and name not in days:
            found[name] = value
    return found


def shared(schema: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    """What one request of a message may take from another: an account or a day, not which kind of rows it wants."""
    properties: Mapping[str, Any] = schema.get("properties", {})
    return {
        name: value for name, value in found.items() if len(flat(properties[name]).get("enum", ())) <= _MOST_PRODUCTS
    }


def each_day(schema: Mapping[str, Any], message: str, today: date) -> list[dict[str, Any]]:
    """For a tool about one day, the argument for each of two days that the message compares; else nothing."""
    names = _days(schema)
    days = asked_days(message, today) if len(names) == 1 else []
    return [{names[0]: day.isoformat()} for day in days] if len(days) > 1 else []


def lacks_its_day(schema: Mapping[str, Any], arguments: Mapping[str, Any], message: str) -> bool:
    """Whether the tool is about one day, and the message speaks of one that could not be read."""
    names = _days(schema)
    return len(names) == 1 and names[0] not in arguments and names_a_day_unread(message)


def _days(schema: Mapping[str, Any]) -> list[str]:
    properties: Mapping[str, Any] = schema.get("properties", {})
    return [name for name, given in properties.items() if flat(given).get("format") == "date"]


def _value(schema: Mapping[str, Any], message: str, today: date) -> Any:
    description = str(schema.get("description", ""))
    if r"\d{4}-" in str(schema.get("pattern", "")):
        month = named_month(message, today)
        if month == today.replace(day=1) and "`latest`" in description:
            return "latest"
        return month.strftime("%Y-%m") if month else None
    if schema.get("type") == "integer":
        match = _COUNT.search(normalise(message))
        wanted = int(match[1]) if match else None
        return wanted if wanted and wanted <= schema.get("maximum", wanted) else None
    if "last four" in description and (digits := last_four(message)):
        return digits
    value = named_value(description, message)
    allowed = schema.get("enum")
    return value if allowed is None or value in allowed else None


def last_four(message: str) -> str | None:
    """Four digits that name an account: after a word such as `ending in`, or alone and not a year or an amount."""
    text = normalise(message)
    if (match := _ENDING.search(text)) is not None:
        return match[1]
    alone = [digits for digits in _LAST_FOUR.findall(text) if not _CALENDAR_YEAR.fullmatch(digits)]
    return alone[0] if len(alone) == 1 else None
