"""Single days named in a message, counted from the business date: `next friday`, `el viernes que viene`, `6/3`."""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from assistant.models.local.calendar_words import MONTHS, NUMBERS, WEEKDAYS, alternatives
from assistant.models.local.respelling import respelt

_MONTH, _DAY, _NUMBER = alternatives(MONTHS), alternatives(WEEKDAYS), alternatives(NUMBERS)
_ORDINAL = r"(\d{1,2})(?:st|nd|rd|th)?"
_TOLD = frozenset({"today", "now", "yesterday", "hoy", "ayer"})
_WEIGHED = re.compile(r"\b(?:vs|versus|or|than|against|compared|instead|o|contra|versus|vez)\b")
"""Words that hold two days against each other."""
_AND = re.compile(r"\s*(?:,|and|&|n|y|e|then)(?: (?:then|also|on|for|by|el|para|again))*\s*")
_FEW = 9
"""Words between two days that are held against each other."""
_DONE = re.compile(r"\b(?:paid|sent|mailed|called|transferred|pague|mande|envie)(?: \w+)?(?: on| el)? ?$")
"""What was done on a day is no request about it."""
_YEAR = r"(?:,?\s*(?:de(?:l)?\s+)?(\d{4}))?"


@dataclass(frozen=True)
class Named:
    """A day and where the message names it. told: as a story is begun with: a mere `today`, `i paid monday`."""

    day: date
    start: int
    end: int
    told: bool = False


def named_days(message: str, today: date, *, ahead: bool = True) -> list[Named]:
    """Every day the message names, in its order. ahead: what has no year lies on or after today, else before."""
    text = respelt(message)
    found: list[Named] = []
    taken: list[tuple[int, int]] = []
    for pattern, resolve in _RULES:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            day = resolve(match, today, ahead)
            if day is not None:
                found.append(Named(day, *match.span(), told=_is_told(match)))
                taken.append(match.span())
    return sorted(found, key=lambda named: named.start)


def _is_told(match: re.Match[str]) -> bool:
    return match[0] in _TOLD or _DONE.search(match.string[: match.start()]) is not None


def asked_day(message: str, today: date) -> date | None:
    """The day a request is about: the first named, save that one of a story (`i got paid today`) loses to any other."""
    named = named_days(message, today)
    return next((one.day for one in named if not one.told), named[0].day if named else None)


def asked_days(message: str, today: date) -> list[date]:
    """The days that a request holds against each other (`today or on the 29th`), else the one it is about, or none."""
    text = respelt(message)
    named = [one for one in named_days(message, today) if one.day >= today]
    for first, second in pairwise(named):
        between = text[first.end : second.start]
        joined = _WEIGHED.search(between) and len(between.split()) <= _FEW
        if first.day != second.day and (joined or _AND.fullmatch(between)):
            return [first.day, second.day]
    day = asked_day(message, today)
    return [day] if day else []


def month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _in_year(month: int, day: int, year: str | None, today: date, ahead: bool) -> date | None:
    if year:
        return _made(int(year) + (2000 if len(year) == 2 else 0), month, day)
    made = _made(today.year, month, day)
    if made is None:
        return None
    if ahead and made < today:
        return _made(today.year + 1, month, day)
    return _made(today.year - 1, month, day) if not ahead and made > today else made


def _iso(match: re.Match[str], today: date, ahead: bool) -> date | None:
    return _made(int(match[1]), int(match[2]), int(match[3]))


def _slashed(match: re.Match[str], today: date, ahead: bool) -> date | None:
    return _in_year(int(match[1]), int(match[2]), match[3], today, ahead)


def _month_first(match: re.Match[str], today: date, ahead: bool) -> date | None:
    return _in_year(MONTHS[match[1]], int(match[2]), match[3], today, ahead)


def _day_first(match: re.Match[str], today: date, ahead: bool) -> date | None:
    return _in_year(MONTHS[match[2]], int(match[1]), match[3], today, ahead)


def _relative(match: re.Match[str], today: date, ahead: bool) -> date | None:
    word = match[0]
    shift = {"tomorrow": 1, "manana": 1, "yesterday": -1, "ayer": -1, "day after tomorrow": 2, "pasado manana": 2}
    return today + timedelta(days=shift.get(word, 0))


def _in_some_time(match: re.Match[str], today: date, ahead: bool) -> date | None:
    count = int(match[1]) if match[1].isdigit() else NUMBERS[match[1]]
    if match[2].startswith(("month", "mes")):
        whole = today.month - 1 + count
        year, month = today.year + whole // 12, whole % 12 + 1
        return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))
    return today + timedelta(days=count * (7 if match[2].startswith(("week", "semana")) else 1))


def _from_a_day(match: re.Match[str], today: date, ahead: bool) -> date | None:
    from_day = {"tomorrow": 1, "manana": 1}.get(match[3], 0)
    reached = _in_some_time(match, today, ahead)
    return reached + timedelta(days=from_day) if reached else None


def _spanish_weeks(match: re.Match[str], today: date, ahead: bool) -> date | None:
    """Spanish counts today in: `de hoy en ocho` is a week from today, `de hoy en quince` two."""
    return today + timedelta(days=7 if match[1] in ("ocho", "8") else 14)


def _weekday(match: re.Match[str], today: date, ahead: bool) -> date | None:
    """The coming such day, today excluded; with a word for the past, or looking back, the last one before today."""
    wanted = WEEKDAYS[match[2]]
    back = match[1] in ("last", "this past") or (match[3] or "").strip() == "pasado"
    if back or (not ahead and match[1] not in ("next", "this", "proximo")):
        return today - timedelta(days=(today.weekday() - wanted) % 7 or 7)
    return today + timedelta(days=(wanted - today.weekday()) % 7 or 7)


def _end_of_month(match: re.Match[str], today: date, ahead: bool) -> date | None:
    following = month_end(today) + timedelta(days=1)
    return month_end(following) if match[1] else month_end(today)


def _end_of_named_month(match: re.Match[str], today: date, ahead: bool) -> date | None:
    first = _in_year(MONTHS[match[1]], 1, None, today.replace(day=1), ahead)
    return month_end(first) if first else None


def _first_of_month(match: re.Match[str], today: date, ahead: bool) -> date | None:
    return month_end(today) + timedelta(days=1)


def _day_of_month(match: re.Match[str], today: date, ahead: bool) -> date | None:
    number = int(match[1] or match[2])
    day = today.replace(day=1)
    for _ in range(12):
        made = _made(day.year, day.month, number)
        if made and (made >= today if ahead else made <= today):
            return made
        day = month_end(day) + timedelta(days=1) if ahead else (day - timedelta(days=1)).replace(day=1)
    return None


Resolve = Callable[[re.Match[str], date, bool], date | None]


def _rules() -> Iterator[tuple[re.Pattern[str], Resolve]]:
    end = r"(?:the )?(?:end|last day) of|(?:el )?(?:fin|final|finales|ultimo dia) del?"
    yield re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b"), _iso
    yield re.compile(r"(?<![\d/$.])(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?(?![\d/])"), _slashed
    yield (
        re.compile(rf"\b(?:{end}) (next|el proximo|proximo)? ?(?:the |this |el |este )?(?:month|mes)\b"),
        _end_of_month,
    )
    yield re.compile(rf"\b(?:{end}) ({_MONTH})\b"), _end_of_named_month
    yield re.compile(r"\b(?:months? end|eom)\b()"), _end_of_month
    yield re.compile(r"\b(?:first|1st) of (?:next|the) month\b|\bprimero de(?:l)? (?:proximo )?mes\b"), _first_of_month
    yield re.compile(rf"\b({_MONTH})\.? (?:the )?{_ORDINAL}\b(?!\d){_YEAR}"), _month_first
    yield re.compile(rf"\b{_ORDINAL} (?:of |de )?({_MONTH})\b{_YEAR}"), _day_first
    some_time = rf"(?:a )?(\d{{1,2}}|{_NUMBER}) (?:of )?(days?|weeks?|months?|dias?|semanas?|mes(?:es)?)"
    yield (
        re.compile(rf"\b{some_time} (?:from|after|a partir de|desde) (today|now|tomorrow|hoy|ahora|manana)\b"),
        _from_a_day,
    )
    yield re.compile(r"\b(?:de )?hoy en (ocho|8|quince|15)(?: dias)?\b"), _spanish_weeks
    yield re.compile(r"\b(?:day after tomorrow|pasado manana|tomorrow|today|yesterday|ayer|hoy|manana)\b"), _relative
    yield (
        re.compile(rf"\b(?:in|en|dentro de) {some_time}\b"),
        _in_some_time,
    )
    yield (
        re.compile(rf"\b(?:(next|this coming|this past|this|coming|last|proximo|este)\s+)?({_DAY})s?\b( pasado)?"),
        _weekday,
    )
    yield re.compile(r"\b(?:on|by|til|till|until) the (\d{1,2})()(?=\s*(?:[,.?!;]|$))"), _day_of_month
    yield re.compile(r"\b(?:the (\d{1,2})(?:st|nd|rd|th)|(?:el|dia) (?:dia )?(\d{1,2}))\b(?! de)"), _day_of_month


_RULES = tuple(_rules())
