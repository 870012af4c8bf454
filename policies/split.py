"""Cut section texts into passages and sentences. Every piece is a verbatim slice of its section."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

# 160 words of legal English are about 220 word pieces: the encoder's 256 leave room for title and heading.
MAX_WORDS = 160
_OVERLAP_WORDS = 30

_PARAGRAPH = re.compile(r"\n+")
_SENTENCE_END = re.compile(r"(?<=[.!?;])(?P<closing>[\"”')\]*]*)\s+(?=[\"“(\[*]?[A-ZÁÉÍÓÚÑ0-9¿¡(])")
_ABBREVIATION = re.compile(r"(?:\b(?:No|Inc|Co|vs|e\.g|i\.e|Mr|Mrs|Ms|Dr|St|Sec|Pub|Stat|art|pág|[A-Z])|§)\.$")
_HOUR = re.compile(r"\b[ap]\.\s?m\.$")
# What goes on after an hour without starting a sentence: `8:00 p.m. (Eastern Time)`, `9 a.m. Monday to Friday`.
_AFTER_HOUR = re.compile(
    r"\(|\d|(?:Eastern|Central|Mountain|Pacific|[ECMP]T|Este|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
_HEADING = re.compile(r"^(?:#+\s+(?P<marked>.+)|(?P<comment>\d+\([a-z]\)[^.]{0,120})|(?P<short>[A-Z][^.;:]{3,60})\.)$")


@dataclass(frozen=True)
class Piece:
    """A slice of a section: its text and the heading it stands under (empty if none)."""

    text: str
    heading: str


def passages(text: str, max_words: int = MAX_WORDS) -> list[Piece]:
    """Cut `text` at paragraphs, and at sentences where a paragraph is longer, into pieces of at most `max_words`.

    Neighbours share their last unit where it is short, so that a rule and its exception stay together.
    """
    units = list(_units(text, max_words))
    pieces: list[Piece] = []
    begin = 0
    while begin < len(units):
        end, words = begin, 0
        while end < len(units) and (end == begin or words + units[end].words <= max_words):
            words += units[end].words
            end += 1
        pieces.append(Piece(text[units[begin].start : units[end - 1].end].strip(), units[begin].heading))
        if end == len(units):
            break
        shares = end - begin > 1 and units[end - 1].words <= _OVERLAP_WORDS
        begin = end - 1 if shares else end
    return [piece for piece in pieces if piece.text]


def sentences(text: str) -> list[str]:
    """The sentences of `text`, verbatim, list markers and headings left out; a list item counts as one sentence."""
    found: list[str] = []
    for start, end in _spans(text, _PARAGRAPH):
        line = text[start:end]
        if line.startswith(("#", "|")):
            continue
        for first, last in _sentence_spans(line):
            sentence = re.sub(r"^(?:[-*•]|\d+\.)\s+", "", line[first:last].strip())
            if len(sentence.split()) >= 3:
                found.append(sentence)
    return found


@dataclass(frozen=True)
class _Unit:
    start: int
    end: int
    words: int
    heading: str


def _units(text: str, max_words: int) -> Iterator[_Unit]:
    heading = ""
    for start, end in _spans(text, _PARAGRAPH):
        line = text[start:end]
        match = _HEADING.match(line.strip())
        if match:
            heading = next(group for group in match.groups() if group)
        if len(line.split()) <= max_words:
            yield _Unit(start, end, len(line.split()), heading)
            continue
        for first, last in _sentence_spans(line):
            for cut, stop in _hard_cuts(line, first, last, max_words):
                yield _Unit(start + cut, start + stop, len(line[cut:stop].split()), heading)


def _spans(text: str, separator: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    begin = 0
    for match in separator.finditer(text):
        if text[begin : match.start()].strip():
            yield begin, match.start()
        begin = match.end()
    if text[begin:].strip():
        yield begin, len(text)


def _sentence_spans(line: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for match in _SENTENCE_END.finditer(line):
        before = line[: match.start()]
        if _ABBREVIATION.search(before) or (_HOUR.search(before) and _AFTER_HOUR.match(line, match.end())):
            continue
        yield begin, match.end("closing")
        begin = match.end()
    yield begin, len(line)


def _hard_cuts(line: str, first: int, last: int, max_words: int) -> Iterator[tuple[int, int]]:
    """A sentence that alone is too long (tables, endless enumerations) is cut at words."""
    starts = [match.start() for match in re.finditer(r"\S+", line[first:last])]
    bounds = [first + starts[index] for index in range(0, len(starts), max_words)]
    yield from pairwise([*bounds, last])
