"""Days of the month, telephone numbers and e-mail addresses as a message states them."""

import re

from assistant.models.local.calendar_words import MONTHS, alternatives
from assistant.models.local.respelling import respelt

_ORDINAL_WORDS = {
    word: number
    for words in (
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
        "primero segundo tercero cuarto quinto sexto septimo octavo noveno decimo",
    )
    for number, word in enumerate(words.split(), start=1)
} | {"uno": 1, "cinco": 5, "diez": 10, "quince": 15, "veinte": 20, "veinticinco": 25}
_NUMBER = rf"(\d{{1,2}}|{alternatives(_ORDINAL_WORDS)})(?:st|nd|rd|th)?"
_TO = re.compile(
    rf"\b(?:to|al|para) (?:the |el |dia |day |be |date )*{_NUMBER}\b(?! (?:days?|weeks?|months?|dias|semanas|meses))"
)
_LATTER = re.compile(
    rf"\b(?:on|be|for|as|by|date|day|due|a|el|dia|en) (?:the |el |dia |day |be |date )*{_NUMBER}\b(?! (?:dollars?|bucks"
    r"|days?|weeks?|months?|dias|semanas|meses|payments?|week|month|day|semana|mes|the \d))"
)
_LOOSE = re.compile(
    rf"\b(?:the |el |los )?{_NUMBER}\b(?:(?<=st)|(?<=nd)|(?<=rd)|(?<=th)| de cada mes| of (?:the|each|every) month)"
)
_NAMED = re.compile(rf"\b(?:{alternatives(MONTHS)}) (?:the )?{_NUMBER}\b|\b{_NUMBER} de (?:{alternatives(MONTHS)})\b")
_BARE = re.compile(r"(?<![\w$.,/-])(\d{1,2})(?![\w%/,:-]|\.\d)")
_TOLD = re.compile(
    r"\b(?:paid|they pay|pays|payday|paycheck|check|salary|wages?|deposit|hits|lands|comes|pagan|cobro|cobran|deposita"
    r"|quincena|instead of|not|from|currently|now|rather than|after|en vez de|en lugar de|despues)\b"
    r"(?: [^\W\d]+){0,3} ?$"
)
_PHONE = re.compile(r"(?<![\w@])(?:\+?1[ .-]?)?\(?\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LAST_DAY = 31


def day_of_month(message: str) -> int | None:
    """The day of the month that a message asks for, save one on which something else is: `i get paid on the 30th`."""
    text = respelt(message)
    for pattern in (_TO, _LATTER, _NAMED, _LOOSE, _BARE):
        days = [_day(match) for match in pattern.finditer(text) if not _TOLD.search(text[: match.start()])]
        asked = {day for day in days if 1 <= day <= _LAST_DAY}
        if asked:
            return asked.pop() if len(asked) == 1 else None
    return None


def phone(message: str) -> str | None:
    """The one telephone number of a message, as it is written."""
    return _only(_PHONE.findall(message))


def email(message: str) -> str | None:
    """The one e-mail address of a message, as it is written."""
    return _only(_EMAIL.findall(message))


def _only(found: list[str]) -> str | None:
    return found[0].strip() if len(set(found)) == 1 else None


def _day(match: re.Match[str]) -> int:
    word = next(group for group in match.groups() if group)
    return int(word) if word.isdigit() else _ORDINAL_WORDS[word]
