"""Bring a folder of documents, or a file of JSON lines, into the index: only what changed, a document at a time."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

import psycopg

from policies import store
from policies.documents import Document, DocumentError, hashed_with, merge_same_keys, parse, parse_line
from policies.embeddings import Encoder

# Raise it when splitting, context or the tables' meaning change: every document is then indexed again.
_RECIPE = "1"

Progress = Callable[[int, int, str], None]


class NothingToIngest(ValueError):
    """The path does not exist or holds no document; nothing was changed."""


@dataclass
class IngestReport:
    """What an ingestion did; `refused` documents kept the version that was indexed before (if any)."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    passages: int = 0
    refused: list[DocumentError] = field(default_factory=list[DocumentError])


def ingest(
    url: str,
    path: Path,
    collection: str,
    progress: Progress | None = None,
    *,
    encoder: Encoder,
    multilingual: Encoder | None = None,
) -> IngestReport:
    """Index `path` (a folder of `*.md`, or one `.jsonl`) in `collection`; `url` is for role policies_ingest.

    Each document is replaced in a transaction of its own: a search sees it wholly old or new. What this path held
    before and no longer holds is removed; other paths and collections are not touched. `progress(done, total, key)`.
    multilingual: second encoder whose vectors serve questions in other languages (Markdown documents only).
    Raises NothingToIngest, psycopg.Error.
    """
    report = IngestReport()
    documents, unreadable = read(path, report)
    origin = origin_of(path)
    recipe = f"{_RECIPE}|{encoder.name}|{multilingual.name if multilingual else ''}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext('policies.ingest'), hashtext(%s))", [collection])
        known = store.known(connection, collection, origin)
        present = unreadable.union(one.key for one in documents)
        # A JSON line that cannot be read does not say which cite it was: nothing is taken for gone then.
        removed = [key for key in known if key not in present] if path.is_dir() or not unreadable else []
        report.removed = store.remove(connection, collection, origin, removed)
        for done, document in enumerate(documents, 1):
            current = hashed_with(document, recipe)
            if known.get(document.key) == current.hash:
                report.unchanged += 1
            else:
                cues = multilingual if document.cite is None else None
                indexed = store.index(current, encoder, cues)
                report.passages += store.replace(connection, collection, origin, indexed)
                report.updated += document.key in known
                report.added += document.key not in known
            if progress:
                progress(done, len(documents), document.key)
        store.refresh_statistics(connection)
    return report


def read(path: Path, report: IngestReport) -> tuple[list[Document], set[str]]:
    """All readable documents under `path`, and the keys of the refused ones (added to `report`)."""
    if not path.exists():
        raise NothingToIngest(f"{path} does not exist; give a folder of .md documents or a .jsonl file.")
    found: list[Document] = []
    refused: list[DocumentError] = []
    for attempt in _from_folder(path) if path.is_dir() else _from_lines(path):
        if isinstance(attempt, DocumentError):
            refused.append(attempt)
        else:
            found.append(attempt)
    if not found and not refused:
        raise NothingToIngest(f"{path} holds no document; nothing was changed. Documents are *.md files or JSON lines.")
    kept, clashing = merge_same_keys(found)
    report.refused = sorted(refused + clashing, key=lambda error: (error.path, error.line))
    return kept, {error.path for error in report.refused}


def origin_of(path: Path) -> str:
    """A name for the path that survives moving the checkout: the product's own documents are named by their room."""
    room = Path(str(resources.files("policies"))).resolve()
    resolved = path.resolve()
    return f"policies:{resolved.relative_to(room)}" if resolved.is_relative_to(room) else str(resolved)


def descriptions() -> dict[str, tuple[str, ...]]:
    """Plain-language descriptions of cited texts (`descriptions/*.jsonl`), indexed beside the text, never shown."""
    found: dict[str, tuple[str, ...]] = {}
    for file in sorted(Path(str(resources.files("policies") / "descriptions")).glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            found[record["cite"]] = tuple(record["asks"])
    return found


def _from_folder(path: Path) -> Iterator[Document | DocumentError]:
    for file in sorted(path.rglob("*.md")):
        if file.name.upper() == "README.MD":
            continue
        try:
            yield parse(file)
        except DocumentError as error:
            yield error


def _from_lines(path: Path) -> Iterator[Document | DocumentError]:
    plain = descriptions()
    seen: dict[str, int] = {}
    with path.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                document = parse_line(path.name, number, line.strip(), plain)
            except DocumentError as error:
                yield error
                continue
            if document.key in seen:
                yield DocumentError(path.name, number, f"{document.key} is in line {seen[document.key]} already")
                continue
            seen[document.key] = number
            yield document
