"""Writing documents to the index: what is embedded, and the one transaction that replaces a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg

from policies import split
from policies.documents import Document, Section

if TYPE_CHECKING:
    from policies.embeddings import Encoder, Vectors


@dataclass(frozen=True)
class Passage:
    """A passage to be stored, with the words around it that are embedded but not shown."""

    section: Section
    part: int
    text: str
    context: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Cue:
    """A short text that describes a document (anchor None) or one section; searched, never shown."""

    anchor: str | None
    text: str


@dataclass(frozen=True)
class Indexed:
    """A document with every vector it needs, ready to be written."""

    document: Document
    passages: Sequence[Passage]
    bodies: Vectors
    multilingual: Vectors | None
    cues: Sequence[Cue]
    cue_vectors: Vectors
    sentence_vectors: Vectors


def index(document: Document, encoder: Encoder, multilingual: Encoder | None) -> Indexed:
    """Split and embed `document`. Sentences are embedded for the lender's own documents only: answers quote those."""
    pieces = _passages(document)
    cues = _cues(document)
    embedded = [f"{piece.context}\n{piece.text}" for piece in pieces]
    return Indexed(
        document,
        pieces,
        encoder.encode(embedded),
        multilingual.encode(embedded) if multilingual else None,
        cues,
        encoder.encode([cue.text for cue in cues]),
        encoder.encode([sentence for piece in pieces for sentence in piece.sentences]),
    )


def known(connection: psycopg.Connection, collection: str, origin: str) -> dict[str, str]:
    """Key -> hash of the documents that `origin` brought into `collection`."""
    query = "SELECT key, hash FROM policies.documents WHERE collection = %s AND path = %s"
    return dict(connection.execute(query, [collection, origin]).fetchall())


def remove(connection: psycopg.Connection, collection: str, origin: str, keys: Sequence[str]) -> int:
    """Delete documents with all that belongs to them; returns how many there were."""
    query = "DELETE FROM policies.documents WHERE collection = %s AND path = %s AND key = ANY(%s)"
    return connection.execute(query, [collection, origin, list(keys)]).rowcount


def replace(connection: psycopg.Connection, collection: str, origin: str, indexed: Indexed) -> int:
    """Write `indexed` in place of the document of the same key, in one transaction; returns the number of passages."""
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM policies.documents WHERE collection = %s AND key = %s", [collection, indexed.document.key]
        )
        number = _insert_document(cursor, collection, origin, indexed.document)
        audience = indexed.document.audience
        cursor.executemany(
            "INSERT INTO policies.sections VALUES (%s, %s, %s, %s, %s, %s)",
            [
                (number, position, section.anchor, section.title, section.text, audience)
                for position, section in enumerate(indexed.document.sections)
            ],
        )
        cursor.executemany(
            "INSERT INTO policies.cues VALUES (%s, %s, %s, %s, %s, %s)",
            [
                (collection, number, cue.anchor, audience, cue.text, literal(vector))
                for cue, vector in zip(indexed.cues, indexed.cue_vectors, strict=True)
            ],
        )
        _insert_passages(cursor, collection, number, indexed)
    return len(indexed.passages)


def refresh_statistics(connection: psycopg.Connection) -> None:
    """Tell the planner what the tables hold now; without it a first search is planned for empty tables."""
    connection.execute("ANALYZE policies.documents, policies.passages, policies.cues, policies.sentences")


def literal(vector: Vectors) -> str:
    """A vector as pgvector reads it."""
    return "[" + ",".join(f"{value:.6g}" for value in vector.tolist()) + "]"


def _insert_document(cursor: psycopg.Cursor, collection: str, origin: str, one: Document) -> int:
    cursor.execute(
        """INSERT INTO policies.documents (collection, path, key, hash, document, version, cite, title, summary,
               effective_from, effective_to, products, states, audience, governed_by, owner, sources, words)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id""",
        [
            *(collection, origin, one.key, one.hash, one.id, one.version, one.cite, one.title, one.summary),
            *(one.effective_from, one.effective_to, list(one.products), list(one.states), one.audience),
            *(one.governed_by, one.owner, list(one.sources), one.words),
        ],
    )
    row = cursor.fetchone()
    if row is None:
        raise RuntimeError("INSERT ... RETURNING gave no row")
    return int(row[0])


def _insert_passages(cursor: psycopg.Cursor, collection: str, number: int, indexed: Indexed) -> None:
    audience = indexed.document.audience
    vectors = iter(indexed.sentence_vectors)
    for position, piece in enumerate(indexed.passages):
        other = literal(indexed.multilingual[position]) if indexed.multilingual is not None else None
        section = piece.section
        cursor.execute(
            """INSERT INTO policies.passages (collection, document_id, anchor, title, part, language, audience, text,
                   context, embedding, multilingual)
               VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id""",
            [
                *(collection, number, section.anchor, section.title, piece.part, section.language, audience),
                *(piece.text, piece.context, literal(indexed.bodies[position]), other),
            ],
        )
        row = cursor.fetchone()
        cursor.executemany(
            "INSERT INTO policies.sentences VALUES (%s, %s, %s, %s, %s, %s)",
            [
                (collection, row and row[0], order, audience, sentence, literal(next(vectors)))
                for order, sentence in enumerate(piece.sentences)
            ],
        )


def _passages(document: Document) -> list[Passage]:
    found: list[Passage] = []
    for section in document.sections:
        own = section.title if section.title != document.title else ""
        for part, piece in enumerate(split.passages(section.text)):
            names = (document.title, own, piece.heading)
            context = " - ".join(name for name in names if name)
            quotes = tuple(split.sentences(piece.text)) if document.cite is None else ()
            found.append(Passage(section, part, piece.text, context, quotes))
    return found


def _cues(document: Document) -> list[Cue]:
    cues = [Cue(None, text) for text in (document.title, document.summary, *document.asks) if text]
    if document.cite is None:
        cues += [Cue(section.anchor, f"{document.title}: {section.title}") for section in document.sections]
    return cues
