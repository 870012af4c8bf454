"""Spans of time named in a message: months (`last month`, `abril`), weeks, `since June 1`, the last 30 days."""

import re
from datetime import date, timedelta

from assistant.models.local.calendar_words import MONTHS, NUMBERS, alternatives
from assistant.models.local.dates import month_end, named_days
from assistant.models.local.respelling import respelt

_LAST_MONTH = re.compile(r"\b(?:(?:last|previous|prior) month(?:s)?|(?:el )?mes pasado|mes anterior)\b")
_BEFORE_LAST = re.compile(r"\b(?:month before last|two months ago|hace dos meses)\b")
_THIS_MONTH = re.compile(r"\b(?:this month(?:s)?|este mes|current month)\b")
_NEXT_DAY = r"(?!\s*(?:the\s*)?\d{1,2}(?:st|nd|rd|th)?\b(?!\d))"
_NAMED = re.compile(
    rf"(?<!\d )(?<!\dth )(?<!\dst )(?<!\d de )\b({alternatives(MONTHS)})\b{_NEXT_DAY}(?:,? (?:de(?:l)? )?(\d{{4}}))?"
)
_LAST_WEEK = re.compile(r"\b(?:last week|la semana pasada|semana pasada)\b")
_THIS_WEEK = re.compile(r"\b(?:this week|esta semana)\b")
_LAST_DAYS = re.compile(
    rf"\b(?:last|past|ultim[oa]s) (\d{{1,3}}|{alternatives(NUMBERS)}) (days|weeks|months|dias|semanas|meses)\b"
)
_SINCE = re.compile(r"\b(?:since|from|after|starting|desde|a partir)\b")
_MAY_AS_VERB = re.compile(
    r"\b(?:i|you|we|they|he|she|it|that|there|this|which|who) may\b|\bmay (?:i|be|not|have|you|we)\b"
)


def named_month(message: str, today: date) -> date | None:
    """The first day of the month a message names; a month without year is the latest that has begun."""
    text = _MAY_AS_VERB.sub(" ", respelt(message))
    if _BEFORE_LAST.search(text):
        return _back(_back(today.replace(day=1)))
    if _LAST_MONTH.search(text):
        return _back(today.replace(day=1))
    if _THIS_MONTH.search(text):
        return today.replace(day=1)
    match = _NAMED.search(text)
    if match is None:
        return None
    year = int(match[2]) if match[2] else today.year
    first = date(year, MONTHS[match[1]], 1)
    return first if match[2] or first <= today else first.replace(year=year - 1)


def span(message: str, today: date) -> tuple[date | None, date | None]:
    """The first and last day of the span a message asks about; None where it sets no bound."""
    text = respelt(message)
    if (match := _LAST_DAYS.search(text)) is not None:
        count = int(match[1]) if match[1].isdigit() else NUMBERS[match[1]]
        days = {"w": 7, "s": 7, "m": 30}.get(match[2][0], 1)
        return today - timedelta(days=count * days), today
    monday = today - timedelta(days=today.weekday())
    if _LAST_WEEK.search(text):
        return monday - timedelta(days=7), monday - timedelta(days=1)
    if _THIS_WEEK.search(text):
        return monday, today
    days = named_days(message, today, ahead=False)
    if len(days) >= 2:
        return min(days[0].day, days[1].day), max(days[0].day, days[1].day)
    if len(days) == 1:
        return days[0].day, (today if _SINCE.search(text) else days[0].day)
    month = named_month(message, today)
    if month is None:
        return None, None
    return month, (today if _SINCE.search(text) or month_end(month) > today else month_end(month))


def _back(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)
