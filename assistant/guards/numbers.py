"""Number grounding: a figure leaves only if this turn's evidence holds the same figure of the same kind."""

import re
from itertools import pairwise

from assistant.guards.figures import Figure, Value, weekday_of
from assistant.guards.reading import Reading
from assistant.guards.tokens import Sentence

_CLAUSE = re.compile(r"[;:]|,\s+(?=but\b|and\b|so\b|pero\b|y\b)|\b(?:but|however|pero)\b|\band (?=(?:it|that|your)\b)")


def ungrounded(reading: Reading) -> str | None:
    """The first figure without a source, or None. A figure is grounded by

    - an account read or hand-off rule of this turn, or the business date;
    - a passage, where the sentence is a supported citation or quotes it;
    - a phrasing of the prompt that is said word for word;
    - the caller, where the sentence hands it back as theirs and does not confirm it.
    """
    for index, sentence in enumerate(reading.sentences):
        if wrong := _wrong_weekday(sentence):
            return wrong
        loose = [f for f in sentence.figures if not _is_account_figure(reading, f)]
        if not loose:
            continue
        backed = reading.is_supported(index) or reading.is_quoted(sentence)
        for figure in loose:
            if backed and reading.passages.find(figure):
                continue
            if not _is_callers(reading, sentence, figure) and not reading.is_phrasing(sentence):
                return figure.text.strip()
    return None


def _is_account_figure(reading: Reading, figure: Figure) -> bool:
    return bool(reading.account.find(figure) or reading.knowledge.contacts.find(figure))


def _is_callers(reading: Reading, sentence: Sentence, figure: Figure) -> bool:
    if not reading.said.find(figure):
        return False
    if reading.lexicon.confirms.search(sentence.text):
        return False
    if sentence.text.rstrip().endswith("?"):
        return True
    starts = [0, *(match.end() for match in _CLAUSE.finditer(sentence.text)), len(sentence.text) + 1]
    clause = next((sentence.text[a:b] for a, b in pairwise(starts) if a <= figure.start < b), sentence.text)
    found = reading.lexicon.attributed.search(clause)
    return found is not None and found.start() < clause.find(figure.text.strip())


def _wrong_weekday(sentence: Sentence) -> str | None:
    """`Friday, May 16, 2026` when that day is a Saturday."""
    said = sentence.figures
    for day, when in pairwise(said):
        if day.kind == "weekday" and when.kind == "date" and 0 <= when.start - day.end <= 2:
            actual: Value | None = weekday_of(when.value)
            if actual is not None and actual != day.value:
                return f"{day.text}, {when.text}"
    return None
