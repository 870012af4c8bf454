"""The calendar's vocabulary in English and Spanish (normalised: lower case, no accents)."""

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


_DAYS = _numbered(_DAYS_EN, _DAYS_ES)
MONTHS = (
    _numbered(_MONTHS_EN, _MONTHS_ES, start=1)
    | {name[:3]: number for name, number in _numbered(_MONTHS_EN, start=1).items()}
    | {"sept": 9}
)
WEEKDAYS = _DAYS | {short: next(_DAYS[name] for name in _DAYS if name.startswith(short[:3])) for short in _SHORT_DAYS}
NUMBERS = _numbered(_NUMBERS_EN, _NUMBERS_ES, start=1) | {"a": 1, "un": 1, "couple": 2} | _TENS


def alternatives(words: dict[str, int]) -> str:
    """A regular expression of the words, longest first."""
    return "|".join(sorted(words, key=len, reverse=True))
