"""Calendar words as people type them in a hurry, read as they are spelt in the calendar: `nxt wensday`, `jully 4`.

A short name is read out of a misspelt word only where the words around it speak of a day, since it lies one letter from
ordinary words (`sundry`, `mayor`, `vienes`); a long one is read anywhere.
"""

import re

from rapidfuzz.distance import DamerauLevenshtein

from assistant.models.local.calendar_words import (
    CHAT,
    LONG_NAMES,
    LOOSE,
    MONTHS,
    ORDINARY,
    SHORT_AFTER_LEAD,
    SHORT_NAMES,
    WEEKDAYS,
    listed,
)
from assistant.models.local.text import normalise

_TOKEN = re.compile(r"[a-z0-9]+")
_LEAD = listed(
    "next this on by til till until before after for last coming since from due thru through come",
    "el este esta proximo para hasta antes del desde pasado a",
)
_TAIL = listed("night morning afternoon evening noon pasado proximo que coming")
_DAY_NUMBER = re.compile(r"\d{1,2}(?:st|nd|rd|th)?")
_MONTH_LEAD = {"", *listed("in for since from my the of de en desde last mi show")}
_SHORTEST, _LONG = 4, 8
"""Letters: under the first nothing is guessed; from the second two slips are forgiven, else one."""
_UNREAD_DAY = re.compile(r"\w{2,}(?:day|dy)")


def respelt(text: str) -> str:
    """`text` normalised, with chat spellings written out and misspelt calendar words corrected."""
    bare = normalise(text)
    words: list[str] = _TOKEN.findall(bare)
    meant = [CHAT.get(word, word) for word in words]
    read = [_meant(index, meant) for index in range(len(meant))]
    changed = iter(read)
    return _TOKEN.sub(lambda _: next(changed), bare)


def names_a_day_unread(text: str) -> bool:
    """Whether the text speaks of a day that no rule of the calendar reads: `on payday`, `next weekend`, `smunday`."""
    bare = respelt(text)
    if any(phrase.search(bare) for phrase in LOOSE):
        return True
    return any(
        _UNREAD_DAY.fullmatch(word) and word not in ORDINARY and word.removesuffix("s") not in WEEKDAYS
        for word in _TOKEN.findall(bare)
    )


def _meant(index: int, words: list[str]) -> str:
    word = words[index]
    before = words[index - 1] if index else ""
    after = words[index + 1] if index + 1 < len(words) else ""
    if word in SHORT_AFTER_LEAD and before in _LEAD:
        return SHORT_AFTER_LEAD[word]
    known = {word, word.removesuffix("s")} & {*ORDINARY, *WEEKDAYS, *MONTHS}
    if len(word) < _SHORTEST or not word.isalpha() or known:
        return word
    numbered = bool(_DAY_NUMBER.fullmatch(before) or _DAY_NUMBER.fullmatch(after)) or before in _MONTH_LEAD
    of_a_day = before in _LEAD or after in _TAIL or index == len(words) - 1
    names = [*LONG_NAMES, *(name for name in SHORT_NAMES if (numbered if name in MONTHS else of_a_day))]
    return _nearest(word, names) or word


def _nearest(word: str, names: list[str]) -> str | None:
    """The one name within the slips forgiven for its length; of two, the one with its first letter. None else."""
    slips = {name: DamerauLevenshtein.distance(word, name, score_cutoff=2) for name in names}
    allowed = {name: count for name, count in slips.items() if count <= (2 if len(name) >= _LONG else 1)}
    fewest = [name for name, count in allowed.items() if count == min(allowed.values())]
    alike = [name for name in fewest if name[0] == word[0]] or fewest
    return alike[0] if len(alike) == 1 else None
