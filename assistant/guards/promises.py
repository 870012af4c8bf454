"""Promises and predictions of decisions, which are not the assistant's to make."""

import re

from assistant.guards.reading import Reading
from assistant.guards.tokens import Sentence

_OF_A_RECORD = frozenset({"date", "money"})
_TURN = re.compile(r"\b(?:but|however|though|although|pero|aunque|sin embargo)\b|[;:]|—", re.IGNORECASE)


def promised(reading: Reading) -> str | None:
    """The first clause that promises or predicts, or None. A phrasing or a policy's own sentence is neither; a clause
    in which the assistant says that it cannot tell is not either."""
    lexicon = reading.lexicon
    for sentence in reading.sentences:
        said = sentence.text.replace("’", "'")
        if not any(pattern.search(said) for pattern in lexicon.promises):
            continue
        if _is_told(reading, sentence) or reading.is_quoted(sentence):
            continue
        for clause in _TURN.split(said):
            if any(pattern.search(clause) for pattern in lexicon.promises) and not any(
                pattern.search(clause) for pattern in lexicon.promises_unless
            ):
                return clause.strip()
    return None


def _is_told(reading: Reading, sentence: Sentence) -> bool:
    """A phrasing; with others' words in it, only the line of a record: what stands in a memo promises nothing there."""
    kinds = {figure.kind for figure in sentence.figures}
    return reading.is_phrasing(sentence) and (reading.rests_on_own(sentence) or kinds >= _OF_A_RECORD)
