"""Arguments of a call from the borrower's words: what to look for is told by the bound tool's own JSON schema."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from assistant.models.local.amounts import asked_amount
from assistant.models.local.dates import asked_day, asked_days, named_days
from assistant.models.local.periods import named_month, span
from assistant.models.local.respelling import names_a_day_unread
from assistant.models.local.schema_words import flat, named_value
from assistant.models.local.stated import day_of_month, email, phone
from assistant.models.local.text import normalise

_LAST_FOUR = re.compile(r"(?<![\d$.,/-])(\d{4})(?![\d/]|[.,]\d)")
_CALENDAR_YEAR = re.compile(r"20[0-4]\d")
_ENDING = re.compile(
    r"\b(?:ending|ends|last four|last 4|terminad[ao]|termina|acaba|numero|account|acct|x+)\D{0,12}(\d{4})\b"
)
_MOST_PRODUCTS = 2
_INSTEAD_OF, _ONLY_WITH = re.compile(r"\bInstead of `(\w+)`"), re.compile(r"\bOnly with `(\w+)` as `(\w+)`")
"""How an argument's text says that it takes another's place, or which value of another goes with it."""
_MONEY, _PAST_DAY, _OWN_WORDS = "US dollars", "past day", "own words"
_AFTER = re.compile(r"after `(\w+):`")
_LAST_OF_MONTH, _MOST_TOLD = 28, 500
_COUNT = re.compile(r"\b(?:last|past|latest|previous|ultim[oa]s) (\d{1,2})\b")


def extract(schema: Mapping[str, Any], message: str, today: date) -> dict[str, Any]:
    """The arguments of `schema` (a tool's parameters) that the message states. What it does not state is left out."""
    found: dict[str, Any] = {}
    properties: Mapping[str, Any] = schema.get("properties", {})
    days = _days(schema)
    if len(days) == 1:
        past = _PAST_DAY in str(flat(properties[days[0]]).get("description", ""))
        if day := _past_day(message, today) if past else asked_day(message, today):
            found[days[0]] = day.isoformat()
    elif len(days) == 2:
        bounds = zip(days, span(message, today), strict=True)
        found |= {name: bound.isoformat() for name, bound in bounds if bound is not None}
    for name, given in properties.items():
        value = _value(flat(given), message, today, _tells_money(schema))
        if value is not None and name not in days:
            found[name] = value
    return _settled(properties, found)


def _settled(properties: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    """What was found, without what another argument takes the place of, and with what one brings along."""
    settled = dict(found)
    for name in found:
        description = str(flat(properties[name]).get("description", ""))
        if (instead := _INSTEAD_OF.search(description)) is not None:
            settled.pop(instead[1], None)
        if (goes_with := _ONLY_WITH.search(description)) is not None and goes_with[2] in properties:
            other = found.get(goes_with[2], goes_with[1])
            settled[goes_with[2]] = goes_with[1]
            if other != goes_with[1]:
                # two things are named and which one is wanted is not clear: neither is, and the person is asked
                settled.pop(name, None)
                settled.pop(goes_with[2], None)
    return settled


def _past_day(message: str, today: date) -> date | None:
    days = [named.day for named in named_days(message, today, ahead=False)]
    return days[0] if len(set(days)) == 1 else None


def _tells_money(schema: Mapping[str, Any]) -> bool:
    properties: Mapping[str, Any] = schema.get("properties", {})
    return any(_MONEY in str(flat(given).get("description", "")) for given in properties.values())


def shared(schema: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    """What one request of a message may take from another: an account or a day, not which kind of rows it wants."""
    properties: Mapping[str, Any] = schema.get("properties", {})
    return {
        name: value for name, value in found.items() if len(flat(properties[name]).get("enum", ())) <= _MOST_PRODUCTS
    }


def is_choice(schema: Mapping[str, Any], name: str) -> bool:
    """Whether the argument is one of a few values."""
    properties: Mapping[str, Any] = schema.get("properties", {})
    return "enum" in flat(properties[name])


def each_day(schema: Mapping[str, Any], message: str, today: date) -> list[dict[str, Any]]:
    """For a tool about one day, the argument for each of two days that the message compares; else nothing."""
    names = _days(schema)
    days = asked_days(message, today) if len(names) == 1 else []
    return [{names[0]: day.isoformat()} for day in days] if len(days) > 1 else []


def lacks_its_day(schema: Mapping[str, Any], arguments: Mapping[str, Any], message: str) -> bool:
    """Whether the tool is about one day, today if none is named, and the message speaks of one that was not read."""
    return its_day(schema) not in (None, *arguments) and names_a_day_unread(message)


def its_day(schema: Mapping[str, Any]) -> str | None:
    """The argument for the one day that a tool is about, if leaving it out means today."""
    properties: Mapping[str, Any] = schema.get("properties", {})
    names = _days(schema)
    found = len(names) == 1 and "for today" in str(flat(properties[names[0]]).get("description", ""))
    return names[0] if found else None


def _days(schema: Mapping[str, Any]) -> list[str]:
    properties: Mapping[str, Any] = schema.get("properties", {})
    return [name for name, given in properties.items() if flat(given).get("format") == "date"]


def _value(schema: Mapping[str, Any], message: str, today: date, money: bool) -> Any:
    """money: whether the tool takes an amount, so that four digits alone are rather that than an account."""
    description = str(schema.get("description", ""))
    if (stated := _stated(description, message, today)) is not None:
        return stated
    if r"\d{4}-" in str(schema.get("pattern", "")):
        month = named_month(message, today)
        if month == today.replace(day=1) and "`latest`" in description:
            return "latest"
        return month.strftime("%Y-%m") if month else None
    if schema.get("type") == "integer":
        match = _COUNT.search(normalise(message))
        wanted = int(match[1]) if match else None
        return wanted if wanted and wanted <= schema.get("maximum", wanted) else None
    if "last four" in description and (digits := last_four(message, alone=not money)):
        return digits
    value = named_value(description, message)
    allowed = schema.get("enum")
    return value if allowed is None or value in allowed else None


def _stated(description: str, message: str, today: date) -> Any:
    """What an argument's text asks for by its kind: an amount, a day of the month, a phone, an address, words."""
    if _MONEY in description:
        amount = asked_amount(message, today)
        return str(amount) if amount is not None else None
    if "day of the month" in description:
        day = day_of_month(message)
        return day if day and day <= _LAST_OF_MONTH else None
    if "phone number" in description:
        return phone(message)
    if "e-mail address" in description:
        return email(message)
    if _OWN_WORDS in description:
        return _told(description, " ".join(message.split()))
    return None


def _told(description: str, message: str) -> str | None:
    """The message, or of it what follows the word that the argument's text names: `right: five days`."""
    after = _AFTER.search(description)
    if after is None:
        return message[:_MOST_TOLD]
    match = re.search(rf"\b{after[1]}: *(.+?)(?=[;,.]? *\b\w+:|$)", message, re.IGNORECASE)
    return match[1][:_MOST_TOLD] if match else None


def last_four(message: str, *, alone: bool = True) -> str | None:
    """Four digits that name an account: after a word such as `ending in`, or alone and not a year or an amount."""
    text = normalise(message)
    if (match := _ENDING.search(text)) is not None:
        return match[1]
    if not alone:
        return None
    digits_alone = [digits for digits in _LAST_FOUR.findall(text) if not _CALENDAR_YEAR.fullmatch(digits)]
    return digits_alone[0] if len(digits_alone) == 1 else None
