"""Amounts of money that a message names: `$1,200.50`, `50 bucks`, `3k`, `two hundred dollars`, a bare `300`."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from assistant.guards.number_words import NUMBERS, SCALES, value_of
from assistant.models.local.dates import named_days
from assistant.models.local.respelling import respelt
from assistant.models.local.text import normalise

_FIGURE = r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?"
_UNIT = r"(?:dollars?|dollers?|dolars?|dolares|dlls|dls|bucks?|buks|usd|pesos)"
_AFTER_SIGN = re.compile(rf"\$ ?{_FIGURE} ?(k\b)?")
_BEFORE_UNIT = re.compile(rf"(?<![\w.,/-]){_FIGURE} ?(k)? ?{_UNIT}\b")
_THOUSANDS = re.compile(r"(?<![\w.,/-])(\d{1,3})(?:\.(\d{1,2}))?(k)\b")
_BARE = re.compile(rf"(?<![\w.,/:#-]){_FIGURE}()(?![\w%/:-]|[.,]\d)")
_WORDS = {normalise(word) for word in (*NUMBERS, *SCALES)} - {"second", "twice", "thrice", "dozen", "docena"}
_SPELT = {normalise(word): word for word in (*NUMBERS, *SCALES)}
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_IN_WORDS = re.compile(rf"\b((?:{_WORD})(?:(?: and | y | |-)(?:{_WORD}))*)\b")
_NO_AMOUNT = re.compile(
    r"(?:\b(?:ending|ends|last four|last 4|terminad[ao]|termina|acaba|numero|account|acct|relief|bridge|extend"
    r"|loan number|number|no|top|next|last|past|every|each|cada|ultim[oa]s|in|en|chapter|option|step)(?: in| en)? ?)$"
)
_NO_MONEY = re.compile(
    r"^ ?(?:st|nd|rd|th|days?|weeks?|months?|years?|times?|payments?|pagos?|instal?lments?|cuotas?|dias?|semanas?"
    r"|mes(?:es)?|anos?|veces|percent|por ciento|am|pm|hours?|minutes?|accounts?|loans?|lines?"
    r"|more|half|of (?:my|the|these|those|them))\b"
)
_INSTEAD = re.compile(r"\b(?:instead of|rather than|not|no|en vez de|en lugar de|from) (?:the |los )?$")
_SMALLEST_BARE = 5
"""Dollars: a smaller bare number counts things more often than money."""


def asked_amount(message: str, today: date) -> Decimal | None:
    """The one amount that a message names; None for none, or for several different ones.

    A sign or a unit makes a number money; a bare number only where no other is marked, and no day or count.
    """
    text = respelt(message)
    marked = set(_marked(text))
    if marked:
        return marked.pop() if len(marked) == 1 else None
    bare = set(_unmarked(text, message, today))
    return bare.pop() if len(bare) == 1 else None


def _marked(text: str) -> Iterator[Decimal]:
    for pattern in (_AFTER_SIGN, _BEFORE_UNIT, _THOUSANDS):
        for match in pattern.finditer(text):
            if not _INSTEAD.search(text[: match.start()]):
                yield _value(match)
    for match in _IN_WORDS.finditer(text):
        if re.match(rf" {_UNIT}\b", text[match.end() :]):
            yield _spelt(match[1])


def _unmarked(text: str, message: str, today: date) -> Iterator[Decimal]:
    days = [(day.start, day.end) for day in named_days(message, today)]
    for match in _BARE.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        of_a_day = any(start <= match.start() < end for start, end in days)
        if of_a_day or _NO_AMOUNT.search(before) or _NO_MONEY.match(after) or _INSTEAD.search(before):
            continue
        if (value := _value(match)) >= _SMALLEST_BARE:
            yield value
    for match in _IN_WORDS.finditer(text):
        if any(scale in match[1].split() for scale in ("hundred", "thousand", "mil", "cien")):
            yield _spelt(match[1])


def _value(match: re.Match[str]) -> Decimal:
    whole = Decimal(f"{match[1].replace(',', '')}.{match[2] or '0'}")
    value = whole * 1000 if match[3] else whole
    return value.quantize(Decimal("0.01"))


def _spelt(words: str) -> Decimal:
    plain = [_SPELT.get(word, word) for word in re.split(r"[\s-]+", words) if word not in ("and", "y")]
    return Decimal(value_of(" ".join(plain))).quantize(Decimal("0.01"))
