"""House rules for the written documents that go beyond being readable: length, own substance, dates."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from policies.documents import Document, DocumentError, merge_same_keys, parse

MIN_WORDS, MAX_WORDS = 300, 900
_RUN = 8
_MAX_SHARED = 0.10


def lint(path: Path) -> list[DocumentError]:
    """Everything that is wrong with the documents in folder `path`, in reading order; empty when all is well."""
    documents: list[Document] = []
    errors: list[DocumentError] = []
    for file in sorted(path.rglob("POL-*.md")):
        try:
            documents.append(parse(file))
        except DocumentError as error:
            errors.append(error)
    errors += merge_same_keys(documents)[1]
    for document in documents:
        if not MIN_WORDS <= document.words <= MAX_WORDS:
            said = f"has {document.words} words; write {MIN_WORDS} to {MAX_WORDS}"
            errors.append(DocumentError(document.key, 1, said))
    errors += _overlaps(documents)
    return sorted(errors, key=lambda error: (error.path, error.line))


def _overlaps(documents: Sequence[Document]) -> Iterator[DocumentError]:
    """Documents of different ids share at most a tenth of the shorter one's 8-word runs."""
    runs = [(document, _runs(document)) for document in documents]
    for index, (document, own) in enumerate(runs):
        for other, theirs in runs[:index]:
            if other.id == document.id or not own or not theirs:
                continue
            shared = len(own & theirs) / min(len(own), len(theirs))
            if shared > _MAX_SHARED:
                said = (
                    f"shares {shared:.0%} of its 8-word runs with {other.key} (at most {_MAX_SHARED:.0%}); say it once"
                )
                yield DocumentError(document.key, 1, said)


def _runs(document: Document) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", " ".join(section.text for section in document.sections).lower())
    return {tuple(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)}
