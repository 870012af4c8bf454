"""Whether a passage says what a sentence claims: the same words, the same figures, and as many negations."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from assistant.guards.evidence import Passage
from assistant.guards.lexicon import Lexicon
from assistant.guards.tokens import Sentence, Token, sentences

_SHARE = 0.85
_MARKDOWN = re.compile(r"[*_`#>]|\{#[\w-]+\}")
_SPACE = re.compile(r"\s+")
_PLACE = re.compile(r"\s*\[\d+(?:\s*,\s*\d+)*\]")


@dataclass(frozen=True)
class _Source:
    flat: str
    windows: tuple[tuple[Token, ...], ...]


def flat(text: str) -> str:
    """Text without marks, markdown and doubled spaces, in lower case."""
    return _SPACE.sub(" ", _PLACE.sub("", _MARKDOWN.sub("", text))).strip().lower()


@lru_cache(maxsize=512)
def _source(text: str) -> _Source:
    said = [sentence.tokens for sentence in sentences(_MARKDOWN.sub("", text))]
    pairs = [(*one, *two) for one, two in pairwise(said)]
    return _Source(flat(text), (*said, *pairs))


def is_verbatim(sentence: Sentence, passage: Passage) -> bool:
    """Whether the sentence stands in the passage word for word, as whole sentences or list items of it."""
    claim = flat(sentence.text).rstrip(".!;:")
    found = _source(passage.text).flat.find(claim)
    if found < 0 or not claim:
        return False
    before = _source(passage.text).flat[:found].rstrip()
    return not before or before[-1] in ".!?:;|)-"


def supports(passages: Iterable[Passage], sentence: Sentence, lexicon: Lexicon) -> bool:
    """Whether one of the passages says it, word for word or nearly so."""
    return any(is_verbatim(sentence, passage) or _is_close(passage, sentence, lexicon) for passage in passages)


def _is_close(passage: Passage, sentence: Sentence, lexicon: Lexicon) -> bool:
    """One sentence of the passage, or two in a row, hold nearly all its content, all its figures and its negations."""
    wanted = lexicon.content(sentence.words)
    if len(wanted) < 2:
        return False
    keys = {figure.key for figure in sentence.figures}
    return any(_holds(window, wanted, keys, sentence.words, lexicon) for window in _source(passage.text).windows)


def _holds(
    window: Sequence[Token], wanted: Sequence[str], keys: set[str], said: Sequence[str], lexicon: Lexicon
) -> bool:
    words = [token.text for token in window if token.figure is None]
    known = set(lexicon.content(words))
    if sum(word in known for word in wanted) < _SHARE * len(wanted):
        return False
    if not keys <= {token.text for token in window if token.figure}:
        return False
    if any(lexicon.is_weighty(word) and word not in words for word in said):
        return False
    return lexicon.negations(said) == lexicon.negations(words)
