"""A text as sentences of tokens: words, typed figures, and which citations stand behind each sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.guards.figures import Figure, figures

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_END = re.compile(r"[.!?…]+[\"”')]*(?=\s|$)|\n+")
_MARK = re.compile(r"\s*\[(\d+(?:\s*,\s*\d+)*)\]")
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|no|st|vs|sr|sra|inc|etc)|\b[a-z](?:\.[a-z])+|^\s*\d+)\.?$", re.IGNORECASE
)
_BULLET = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")


@dataclass(frozen=True)
class Token:
    """A word in lower case, or a figure whose text is its typed key."""

    text: str
    figure: Figure | None = None


@dataclass(frozen=True)
class Sentence:
    """marks: numbers of the citations right behind it. paragraph: counts blocks, so that a citation at the end of one
    may stand for the sentences before it in the same block."""

    text: str
    tokens: tuple[Token, ...]
    marks: tuple[int, ...] = ()
    paragraph: int = 0
    listed: bool = False

    @property
    def figures(self) -> list[Figure]:
        return [token.figure for token in self.tokens if token.figure]

    @property
    def words(self) -> list[str]:
        return [token.text for token in self.tokens if token.figure is None]


def tokens(text: str) -> tuple[Token, ...]:
    """Words and figures in order."""
    found: list[Token] = []
    at = 0
    for figure in figures(text):
        found += _words(text[at : figure.start])
        found.append(Token(figure.key, figure))
        at = figure.end
    return (*found, *_words(text[at:]))


def _words(text: str) -> list[Token]:
    return [Token(word.replace("’", "'").lower()) for word in _WORD.findall(text)]


def pieces(text: str) -> list[str]:
    """The text cut behind each sentence end, ends kept; abbreviations and figures like `8:00 p.m.` end none."""
    spans = [(figure.start, figure.end) for figure in figures(text)]
    cuts = [0]
    for match in _END.finditer(text):
        inside = any(start < match.start() + 1 <= end for start, end in spans) and "\n" not in match.group()
        if not inside and not ("." in match.group() and _ABBREVIATION.search(text[cuts[-1] : match.start()])):
            cuts.append(match.end())
    return [text[start:end] for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True) if text[start:end]]


def ends(piece: str) -> bool:
    """Whether a piece is closed by a sentence end or a new line."""
    return any(match.end() == len(piece) for match in _END.finditer(piece))


def sentences(text: str) -> list[Sentence]:
    """The sentences of a reply with their citation marks (`[1]`), list marks removed."""
    found: list[Sentence] = []
    for number, block in enumerate(re.split(r"\n\s*\n", text)):
        for said, marks in _between_marks(block):
            parts = [part for part in pieces(said) if part.strip()]
            for position, part in enumerate(parts):
                bare = _BULLET.sub("", part).strip()
                own = marks if position == len(parts) - 1 else ()
                listed = bool(_BULLET.match(part))
                if any(char.isalnum() for char in bare):
                    found.append(Sentence(bare, tokens(bare), own, number, listed))
    return found


def _between_marks(block: str) -> Sequence[tuple[str, tuple[int, ...]]]:
    parts: list[tuple[str, tuple[int, ...]]] = []
    at = 0
    for match in _MARK.finditer(block):
        marks = tuple(int(number) for number in match.group(1).split(","))
        said = block[at : match.start()]
        if any(char.isalnum() for char in said):
            parts.append((said, marks))
        elif parts:
            parts[-1] = (parts[-1][0], (*parts[-1][1], *marks))
        at = match.end()
    return [*parts, (block[at:], ())]
