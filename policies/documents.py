"""Policy documents as files: front matter, sections with stable anchors, and the regulations' JSON lines."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

# A cited text's as-of date names its print, not the start of its validity: law is older than its print.
_LAW_FROM = date(1900, 1, 1)
SPANISH_ANCHOR = "en-espanol"
_FRONT = re.compile(r"\A---\n(?P<front>.*?)\n---\n", re.DOTALL)
_SECTION = re.compile(r"^##\s+(?P<title>.+?)\s*\{#(?P<anchor>[a-z0-9]+(?:-[a-z0-9]+)*)\}\s*$")
_NAME = re.compile(r"^(?P<id>POL-[A-Z0-9]+(?:-[A-Z0-9]+)*)\.v(?P<version>\d+)(?:\.(?P<state>[A-Z]{2}))?\.md$")


class DocumentError(ValueError):
    """A document cannot be read; `str()` names file and line and says what to do. It is left out, others go on."""

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path = path
        self.line = line
        self.message = message


class FrontMatter(BaseModel):
    """What a document says about itself; unknown fields are refused, so that a misspelt one is noticed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^POL-[A-Z0-9]+(-[A-Z0-9]+)*$")]
    title: Annotated[str, Field(min_length=3)]
    version: Annotated[int, Field(ge=1)]
    effective_from: date
    effective_to: date | None = None
    products: Annotated[list[Literal["instalment_loan", "cash_line"]], Field(min_length=1)]
    states: Annotated[list[Annotated[str, Field(pattern=r"^(all|[A-Z]{2})$")]], Field(min_length=1)]
    audience: Literal["borrower", "staff"]
    owner: Annotated[str, Field(min_length=1)]
    governed_by: Literal["today", "agreement"] = "today"
    sources: list[str] = []
    summary: Annotated[str, Field(min_length=1)]
    asks: list[str] = []

    @model_validator(mode="after")
    def _dates_in_order(self) -> "FrontMatter":
        if self.effective_to and self.effective_to < self.effective_from:
            raise ValueError("effective_to lies before effective_from")
        return self


@dataclass(frozen=True)
class Section:
    """One citable section. `line` is where its heading stands in the file; `language` is `en` or `es`."""

    anchor: str
    title: str
    text: str
    language: str = "en"
    line: int = 1


@dataclass(frozen=True)
class Document:
    """One version (and edition) of a document, as ingestion stores it. `key` names it within its path."""

    key: str
    id: str
    version: str
    title: str
    sections: tuple[Section, ...]
    hash: str
    cite: str | None = None
    effective_from: date = date(1, 1, 1)
    effective_to: date | None = None
    products: tuple[str, ...] = ()
    states: tuple[str, ...] = ("all",)
    audience: str = "borrower"
    owner: str = ""
    governed_by: str = "today"
    sources: tuple[str, ...] = ()
    summary: str = ""
    asks: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        """Words of the whole text, headings left out."""
        return sum(len(section.text.split()) for section in self.sections)


def parse(path: Path) -> Document:
    """Read one Markdown document. Raises DocumentError."""
    name = path.name
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise DocumentError(name, 1, f"is not UTF-8 text (byte {error.start}); save it as UTF-8") from error
    except OSError as error:
        raise DocumentError(name, 1, f"cannot be read: {error.strerror}; check the file's permissions") from error
    front = _front_matter(name, text)
    _check_name(name, front)
    return Document(
        key=name,
        id=front.id,
        version=str(front.version),
        title=front.title,
        sections=tuple(_sections(name, text)),
        hash=hashlib.sha256(raw).hexdigest(),
        effective_from=front.effective_from,
        effective_to=front.effective_to,
        products=tuple(front.products),
        states=tuple(front.states),
        audience=front.audience,
        owner=front.owner,
        governed_by=front.governed_by,
        sources=tuple(front.sources),
        summary=front.summary,
        asks=tuple(front.asks),
    )


def parse_line(file: str, number: int, line: str, descriptions: Mapping[str, tuple[str, ...]]) -> Document:
    """Read one JSON line `{cite, title, text, asof, ...}` as a document of one section. Raises DocumentError."""
    try:
        record: object = json.loads(line)
        given = _Line.model_validate(record)
    except (ValueError, RecursionError) as error:
        detail = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise DocumentError(file, number, f"is not a JSON object with cite, title and text: {detail}") from error
    title = (
        re.sub(r"^(?:§ [\d.]+ |Section [\d.]+[ —-]+|Appendix \w+ to Part \d+\s*—\s*)", "", given.title) or given.title
    )
    return Document(
        key=given.cite,
        id=given.cite,
        version=given.asof or "1",
        title=title,
        sections=(Section(anchor="text", title=title, text=given.text, line=number),),
        hash=hashlib.sha256(line.encode()).hexdigest(),
        cite=given.cite,
        effective_from=_LAW_FROM,
        asks=descriptions.get(given.cite, ()),
    )


def merge_same_keys(documents: list[Document]) -> tuple[list[Document], list[DocumentError]]:
    """Refuse every document whose key, or whose dates for the same id and state, another one has taken already."""
    kept: list[Document] = []
    refused: list[DocumentError] = []
    for document in sorted(documents, key=lambda one: (one.id, one.states, one.effective_from, one.key)):
        other = kept[-1] if kept and _same_series(kept[-1], document) else None
        if other and (other.effective_to is None or other.effective_to >= document.effective_from):
            refused.append(
                DocumentError(
                    document.key,
                    1,
                    f"starts on {document.effective_from} while {other.key} is still in force; set that one's "
                    "effective_to to the day before",
                )
            )
            continue
        kept.append(document)
    return kept, refused


def hashed_with(document: Document, extra: str) -> Document:
    """The document with `extra` (encoder, splitter, descriptions) mixed into its hash: a change there re-indexes it."""
    parts = "\0".join([document.hash, extra, *document.asks])
    return replace(document, hash=hashlib.sha256(parts.encode()).hexdigest())


class _Line(BaseModel):
    cite: Annotated[str, Field(min_length=1)]
    title: str = ""
    text: Annotated[str, Field(min_length=1)]
    asof: str = ""


def _same_series(one: Document, other: Document) -> bool:
    return one.id == other.id and one.states == other.states


def _front_matter(name: str, text: str) -> FrontMatter:
    match = _FRONT.match(text)
    if not match:
        raise DocumentError(name, 1, "has no front matter; begin the file with a block between two lines of ---")
    try:
        loaded: object = yaml.safe_load(match["front"])
        return FrontMatter.model_validate(loaded)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise DocumentError(name, line, "front matter is not valid YAML; quote values that contain a colon") from error
    except yaml.YAMLError as error:
        raise DocumentError(name, 1, "front matter is not valid YAML; remove unprintable characters") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0]) if first["loc"] else "front matter"
        line = next((n for n, row in enumerate(text.split("\n"), 1) if row.startswith(f"{field}:")), 1)
        said = f"{field}: {first['msg']}; the fields are listed in docs/rooms.md"
        raise DocumentError(name, line, said) from error


def _check_name(name: str, front: FrontMatter) -> None:
    state = None if front.states == ["all"] or len(front.states) > 1 else front.states[0]
    expected = f"{front.id}.v{front.version}{'.' + state if state else ''}.md"
    if not _NAME.match(name) or name != expected:
        raise DocumentError(name, 2, f"does not fit its front matter; rename the file to {expected}")


def _sections(name: str, text: str) -> Iterator[Section]:
    lines = text.split("\n")
    front = _FRONT.match(text)
    start = front["front"].count("\n") + 3 if front else 0
    heads: list[tuple[int, str, str]] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines[start:], start + 1):
        if not line.startswith("## "):
            continue
        match = _SECTION.match(line)
        if not match:
            raise DocumentError(name, number, "heading has no anchor; end it with {#short-name}")
        anchor = match["anchor"]
        if anchor in seen:
            raise DocumentError(name, number, f"anchor {anchor} is taken in line {seen[anchor]}; choose another one")
        seen[anchor] = number
        heads.append((number, match["title"], anchor))
    if not heads:
        raise DocumentError(name, start + 1, "has no section; write at least one heading `## Title {#anchor}`")
    for index, (number, title, anchor) in enumerate(heads):
        end = heads[index + 1][0] - 1 if index + 1 < len(heads) else len(lines)
        body = "\n".join(lines[number:end]).strip()
        if not body:
            raise DocumentError(name, number, f"section {anchor} is empty; write it or remove the heading")
        yield Section(anchor, title, body, "es" if anchor == SPANISH_ANCHOR else "en", number)
