"""Hybrid search over the indexed documents: vectors and full text in one statement, fused with fitted weights."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal, cast

from psycopg.rows import dict_row

from policies.glossary import Glossary, load_glossary
from policies.store import literal
from policies.weights import Weights, load_weights

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psycopg_pool import AsyncConnectionPool

    from policies.embeddings import Encoder

# Candidates taken from each arm; deep enough that fusion, not an arm's cut, decides the first ten.
_POOL = 60
_MAX_QUERY_CHARS = 2000


@dataclass(frozen=True)
class SearchQuery:
    """What is asked, by whom it may be seen, and which version governs.

    as_of: the business date. agreement_date: the borrower's; it decides for documents `governed_by: agreement`.
    state: two letters, its editions replace the general ones; None (anonymous) gets the general text.
    audience: `staff` also sees staff documents. language: `es` prefers Spanish sections.
    per_document: at most so many passages of one document (None: as the collection's weights say).
    """

    text: str
    as_of: date
    collection: str = "policies"
    k: int = 5
    product: Literal["instalment_loan", "cash_line"] | None = None
    state: str | None = None
    agreement_date: date | None = None
    audience: Literal["borrower", "staff"] = "borrower"
    language: Literal["en", "es"] = "en"
    per_document: int | None = None


@dataclass(frozen=True)
class Passage:
    """A passage found. `text` is a verbatim slice of section `section` of `document` `version`.

    states_differ: other states have an edition of this document that says something else; states_with_editions: which.
    features: the figures fused into `score` (cosines, text rank, length), for fitting and for the support check.
    """

    id: int
    document: str
    version: str
    section: str
    title: str
    document_title: str
    text: str
    score: float
    effective_from: date
    effective_to: date | None
    states: tuple[str, ...]
    products: tuple[str, ...]
    states_differ: bool
    states_with_editions: tuple[str, ...]
    governed_by: str
    language: str
    cite: str | None
    features: Mapping[str, float] = field(default_factory=dict[str, float])


class PolicySearch:
    """Search with one encoder over one database (role assistant_app).

    multilingual: encoder of the second vectors, for questions that are not in English; without it they are searched
    through the glossary and full text.
    """

    def __init__(
        self,
        pool: AsyncConnectionPool[Any],
        encoder: Encoder,
        *,
        multilingual: Encoder | None = None,
        glossary: Glossary | None = None,
        weights: Mapping[str, Weights] | None = None,
    ) -> None:
        self._pool = pool
        self._encoder = encoder
        self._multilingual = multilingual
        self._glossary = glossary or load_glossary()
        self._weights = weights or load_weights()

    @property
    def encoder(self) -> Encoder:
        """The encoder of queries, for further questions about what was found."""
        return self._encoder

    async def search(self, query: SearchQuery) -> list[Passage]:
        """The best passages first, at most `query.k`; an empty question finds nothing. Raises psycopg.Error."""
        text = " ".join(query.text.replace("\x00", " ").split())[:_MAX_QUERY_CHARS]
        if not text:
            return []
        weights = self._weights.get(query.collection) or self._weights["default"]
        arguments = await asyncio.to_thread(self._arguments, query, text, weights)
        async with self._pool.connection() as connection, connection.transaction():
            await connection.execute(_SETTINGS, [query.audience])
            async with connection.cursor(row_factory=dict_row) as cursor:
                await cursor.execute(_statement(), arguments)
                rows = await cursor.fetchall()
        return [_passage(row) for row in rows]

    def _arguments(self, query: SearchQuery, text: str, weights: Weights) -> dict[str, object]:
        expanded = self._glossary.expand(text)
        raw, wide = self._encoder.encode([text, expanded])
        other = self._multilingual.encode([text])[0] if self._multilingual and query.language != "en" else None
        return {
            "collection": query.collection,
            "raw": literal(raw),
            "expanded": literal(wide),
            "multilingual": None if other is None else literal(other),
            "words": expanded,
            "as_of": query.as_of,
            "agreed": query.agreement_date or query.as_of,
            "product": query.product,
            "state": query.state,
            "language": query.language,
            "pool": _POOL,
            "k": query.k,
            "per_document": query.per_document or weights.per_document,
            **weights.parameters(),
        }


# The planner prices a vector index as if it were read whole, so it is told not to read and sort the table instead;
# iterative scans go on until enough candidates have passed the filters.
_SETTINGS = """SELECT set_config('policies.audience', %s, true), set_config('hnsw.ef_search', '100', true),
    set_config('hnsw.iterative_scan', 'relaxed_order', true), set_config('enable_seqscan', 'off', true),
    set_config('enable_sort', 'off', true),
    set_config('enable_bitmapscan', 'off', true), set_config('jit', 'off', true)"""


@cache
def _statement() -> bytes:
    return (resources.files("policies") / "search.sql").read_bytes()


def _passage(row: dict[str, Any]) -> Passage:
    names = ("raw_cosine", "wide_cosine", "cue_raw", "cue_wide", "text_rank", "other_cosine", "words_log")
    features = {name: float(str(row.pop(name))) for name in names}
    for name in ("states", "products", "states_with_editions"):
        row[name] = tuple(cast(list[str], row[name]))
    return Passage(**row, features=features)
