"""The calendar's vocabulary in English and Spanish (normalised: lower case, no accents)."""

import re

_MONTHS_EN = "january february march april may june july august september october november december"
_MONTHS_ES = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
_DAYS_EN = "monday tuesday wednesday thursday friday saturday sunday"
_DAYS_ES = "lunes martes miercoles jueves viernes sabado domingo"
_SHORT_DAYS = ("mon", "tue", "tues", "wed", "weds", "thu", "thur", "thurs", "fri")
_NUMBERS_EN = "one two three four five six seven eight nine ten"
_TENS = {"fifteen": 15, "quince": 15, "twenty": 20, "veinte": 20, "thirty": 30, "treinta": 30} | {
    "sixty": 60,
    "sesenta": 60,
    "ninety": 90,
    "noventa": 90,
}
_NUMBERS_ES = "una dos tres cuatro cinco seis siete ocho nueve diez"


def _numbered(*lists: str, start: int = 0) -> dict[str, int]:
    return {word: index for words in lists for index, word in enumerate(words.split(), start)}


def listed(*lines: str) -> frozenset[str]:
    """The words of some lines."""
    return frozenset(word for line in lines for word in line.split())


_DAYS = _numbered(_DAYS_EN, _DAYS_ES)
MONTHS = (
    _numbered(_MONTHS_EN, _MONTHS_ES, start=1)
    | {name[:3]: number for name, number in _numbered(_MONTHS_EN, start=1).items()}
    | {"sept": 9}
)
WEEKDAYS = _DAYS | {short: next(_DAYS[name] for name in _DAYS if name.startswith(short[:3])) for short in _SHORT_DAYS}
NUMBERS = _numbered(_NUMBERS_EN, _NUMBERS_ES, start=1) | {"a": 1, "un": 1, "couple": 2} | _TENS


CHAT = {
    "nxt": "next", "tmrw": "tomorrow", "tmw": "tomorrow", "tmr": "tomorrow", "tmrrw": "tomorrow", "2mrw": "tomorrow",
    "2moro": "tomorrow", "2morrow": "tomorrow", "tomorow": "tomorrow", "tommorow": "tomorrow", "tommorrow": "tomorrow",
    "tomorro": "tomorrow", "tomarrow": "tomorrow", "tomoro": "tomorrow", "2day": "today", "tday": "today",
    "todya": "today", "2nite": "today", "tonite": "today", "tonight": "today", "rn": "now", "yest": "yesterday",
    "yestrday": "yesterday", "yesterdy": "yesterday", "wk": "week", "wks": "weeks", "weds": "wednesday",
    "weak": "week", "mnth": "month", "mth": "month", "mths": "months", "prox": "proximo", "prox.": "proximo",
    "mnn": "manana", "manna": "manana", "manyana": "manana", "oy": "hoy", "setiembre": "septiembre",
}  # fmt: skip
"""What is typed for a calendar word in chats: shorthand, and slips that no likeness would tell from other words."""
_NAMES = [*_DAYS, *_numbered(_MONTHS_EN, _MONTHS_ES)]
LONG_NAMES = tuple(name for name in _NAMES if len(name) >= 8)
SHORT_NAMES = tuple(name for name in _NAMES if 4 <= len(name) < 8)
ORDINARY = listed(
    "today payday day days everyday birthday holiday holidays weekday weekdays midday someday workday yesterday monday",
    "may money sundry sunny mayor mayo dinero entero viene vienes vienen tienes partes artes antes much match mark",
    "marks marco tune dune jane duly daily bully abrir abri apply dairy fray fridge viejo viejos luces lunas mano malo",
    "ready body buddy study lady already handy candy sturdy steady tardy remedy custody comedy tragedy",
)
"""Words that lie a slip away from a calendar name, or end like one, and are none."""
SHORT_AFTER_LEAD = {"sat": "saturday", "sun": "sunday"}
LOOSE = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:next|this|the coming|following) (?:week|month|weekend|year|payday|pay day|paycheck|check|quarter)\b",
        r"\b(?:on|by|til|till|until|before|after) (?:my |the |next )?(?:pay ?day|paycheck|weekend|holidays?|christmas"
        r"|thanksgiving|easter|new years?|labor day|memorial day)\b",
        r"\b(?:la semana|el mes|el ano) (?:que viene|proxim[oa]|entrante)\b",
        r"\b(?:proxim[oa]|este) (?:semana|mes|fin de)\b",
        r"\bel dia de (?:pago|cobro)\b|\bfin de semana\b|\bquincena\b",
    )
)
"""Times that are no single day: a figure for one day has to ask which."""


def alternatives(words: dict[str, int]) -> str:
    """A regular expression of the words, longest first."""
    return "|".join(sorted(words, key=len, reverse=True))
