"""A template as the statements it makes, each with the conditions under which it is made."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_TAG = re.compile(r"\{%-?\s*(\w+)\s*(.*?)\s*-?%\}|\{#.*?#\}", re.DOTALL)
_QUOTED = re.compile(r"[\"']([^\"']+)[\"']")
_HEADING = re.compile(r"^\s*#+ .*$", re.MULTILINE)
_ITEM = re.compile(r"\n\s*(?:[-*•]|\d+[.)])\s+|\n\s*\n")
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)\]]*\s+(?=[\"“¿¡`({\[]*[A-ZÁÉÍÓÚÑ0-9¿¡{])")
_ABBREVIATION = re.compile(r"\b(?:[ap]\.\s?m|e\.g|i\.e|St|Mr|Mrs|Dr|vs|Sra?|Ud|EE\. UU)\.$", re.IGNORECASE)
_MARKS = re.compile(r"[*_]{2}|^[-*•]\s+")
_FLAT = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "—": "-", "–": "-"})


@dataclass(frozen=True)
class Statement:
    """`when`: the tests of all blocks around it, outermost first. `file`: the source that it stands in.

    item: the bullet or paragraph around it, which says what its pronouns mean.
    """

    text: str
    file: str
    when: tuple[str, ...] = ()
    item: str = field(default="", compare=False)

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """Equal for statements that differ in case, quotes, spacing or the last full stop only."""
        return flat(self.text), self.when


@dataclass
class _Block:
    when: tuple[str, ...]
    test: str = ""
    tests: list[str] = field(default_factory=list[str])
    pieces: list[str] = field(default_factory=list[str])


def flat(text: str) -> str:
    """Case, quotes, spacing and closing marks do not matter."""
    return " ".join(text.translate(_FLAT).lower().split()).strip(" .!;:")


def statements(source: str, file: str, others: Mapping[str, str] | None = None) -> list[Statement]:
    """The statements of a template in reading order of their blocks; `others` are what it may include, by name."""
    made: list[Statement] = []
    for block, name in _blocks(source, file, others or {}, ()):
        made += plain("\n".join(block.pieces), name, block.when)
    return made


def includes(source: str) -> list[str]:
    """Names of what a template includes, in order."""
    return [
        named[1] for tag in _TAG.finditer(source) if tag[1] == "include" and (named := _QUOTED.search(tag[2] or ""))
    ]


def conditions(source: str) -> list[str]:
    """The tests and loops of a template, in order."""
    return [f"{tag[1]} {' '.join((tag[2] or '').split())}" for tag in _TAG.finditer(source) if tag[1] in _TESTS]


_TESTS = frozenset({"if", "elif", "for"})


def plain(text: str, file: str, when: tuple[str, ...] = ()) -> list[Statement]:
    """Text as statements, a sentence each; items of a list are apart, wrapped lines and headings do not matter."""
    made: list[Statement] = []
    for item in _ITEM.split("\n" + _HEADING.sub("\n", text)):
        flowing = " ".join(_MARKS.sub("", item.strip()).split())
        made += [Statement(one, file, when, flowing) for one in _sentences(flowing) if re.search(r"\w", one)]
    return made


def _sentences(flowing: str) -> Iterator[str]:
    held = ""
    for piece in _SENTENCE.split(flowing):
        held = f"{held} {piece}".strip()
        if not _ABBREVIATION.search(held):
            yield held
            held = ""
    yield held


def _blocks(source: str, file: str, others: Mapping[str, str], around: tuple[str, ...]) -> Iterator[tuple[_Block, str]]:
    """Each block's own text, what stands in blocks within it left out."""
    open_blocks = [_Block(around)]
    at = 0
    for tag in _TAG.finditer(source):
        open_blocks[-1].pieces.append(source[at : tag.start()])
        at = tag.end()
        word, test = tag[1], " ".join((tag[2] or "").split())
        if word in ("if", "for"):
            outer = open_blocks[-1].when
            open_blocks.append(_Block((*outer, f"{word} {test}"), test, [f"{word} {test}"]))
        elif word in ("elif", "else") and len(open_blocks) > 1:
            closed = open_blocks.pop()
            yield closed, file
            named = f"if {test}" if word == "elif" else f"otherwise than {'; '.join(sorted(closed.tests))}"
            open_blocks.append(_Block((*closed.when[:-1], named), test, [*closed.tests, named]))
        elif word in ("endif", "endfor") and len(open_blocks) > 1:
            yield open_blocks.pop(), file
        elif word == "include" and (named := _QUOTED.search(test)) and named[1] in others:
            yield from _blocks(others[named[1]], named[1], others, open_blocks[-1].when)
    open_blocks[-1].pieces.append(source[at:])
    for block in reversed(open_blocks):
        yield block, file
