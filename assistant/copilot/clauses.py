"""A draft cut into clauses that know where they stand in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.copilot.rules import Pattern
from assistant.guards.tokens import pieces


@dataclass(frozen=True)
class Clause:
    """start: of `text` in the draft. sentence: the whole sentence that it is part of."""

    text: str
    start: int
    sentence: str


def clauses(draft: str, turns: Pattern) -> list[Clause]:
    """Sentences, cut where they turn; nothing of the draft is left out."""
    return [clause for sentence, start in _sentences(draft) for clause in _cut(sentence, start, turns)]


def _sentences(draft: str) -> Iterator[tuple[str, int]]:
    at = 0
    for piece in pieces(draft):
        yield piece, at
        at += len(piece)


def _cut(sentence: str, start: int, turns: Pattern) -> Iterator[Clause]:
    at = 0
    for match in turns.finditer(sentence):
        if sentence[at : match.start()].strip():
            yield Clause(sentence[at : match.start()], start + at, sentence)
        at = match.end()
    if sentence[at:].strip():
        yield Clause(sentence[at:], start + at, sentence)
