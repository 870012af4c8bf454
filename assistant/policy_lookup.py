"""Policy search as the tools ask for it, over the hybrid search of policies/."""

import asyncio
from collections.abc import Sequence
from typing import Literal, cast

import psycopg

from policies.search import Passage, PolicySearch, SearchQuery
from policies.show import edition_id
from policies.supports import Asked, support
from prompts.bundle import PromptBundle
from tools.client import JsonObject
from tools.context import PolicyQuestion
from tools.errors import ToolFailure

COLLECTION = "policies"
"""Conversations read the lender's own documents only; other collections are for the command line."""
K, PER_DOCUMENT = 8, 4
"""Passages of an answer, and how many may be of one document: its sections are short, and several may be needed.

Twice as many for other languages: a document's summary in that language then comes with its English sections.
"""


def canonical_queries(prompt: PromptBundle) -> tuple[str, ...]:
    """The queries that the prompt's scenarios and cues search for, longest first."""
    calls = [call for rule in (*prompt.scenarios, *prompt.cues) for call in rule.calls]
    queries = {str(call.arguments["query"]) for call in calls if "query" in call.arguments}
    return tuple(sorted(queries, key=lambda query: (-len(query), query)))


def parted(text: str, canonical: Sequence[str]) -> Asked:
    """A search text as the canonical query that it begins with, if any, and the borrower's words after it."""
    known = next((query for query in canonical if text.startswith(query)), "")
    return Asked(text[len(known) :].strip(), known)


class HybridPolicyLookup:
    """Answers a PolicyQuestion with the best `k` passages, and whether they answer it.

    search: best with an encoder that remembers queries and the indexed sentences. canonical: `canonical_queries`.
    """

    def __init__(
        self, search: PolicySearch, *, canonical: Sequence[str] = (), k: int = 8, per_document: int = 4
    ) -> None:
        self._search = search
        self._canonical = canonical

    async def __call__(self, question: PolicyQuestion) -> JsonObject:
        """`{"covered", "support", "passages": [...]}`, best first. Raises ToolFailure when the index is out of reach.

        The borrower's words are searched beside the query they were understood as, so that a wrong understanding does
        not hide what they asked for; each search counts as much as its passages support its question.
        covered: whether the passages, judged by fitted signs, answer the question; support: how likely, 0 to 1.
        """
        asked = parted(question.text, self._canonical)
        readings = [asked, Asked(asked.words)] if asked.canonical and asked.words else [asked]
        found = await asyncio.gather(*(self._find(question, reading.text) for reading in readings))
        judged = [
            (passages, *support(reading, passages, self._search.encoder))
            for reading, passages in zip(readings, found, strict=True)
        ]
        return {
            "covered": any(covered for _, _, covered in judged),
            "support": round(max(likely for _, likely, _ in judged), 3),
            "passages": [shown(passage) for passage in _merged([(found, likely) for found, likely, _ in judged])],
        }

    async def _find(self, question: PolicyQuestion, text: str) -> list[Passage]:
        query = SearchQuery(
            text=text,
            as_of=question.as_of,
            collection=COLLECTION,
            k=K if question.language == "en" else 2 * K,
            per_document=PER_DOCUMENT if question.language == "en" else 2 * PER_DOCUMENT,
            product=cast(Literal["instalment_loan", "cash_line"] | None, question.product),
            state=question.state,
            agreement_date=question.agreement_date,
            audience="staff" if question.audience == "staff" else "borrower",
            language="es" if question.language == "es" else "en",
        )
        try:
            return await self._search.search(query)
        except (OSError, psycopg.OperationalError) as error:
            raise ToolFailure("temporary", "The policy library is not reachable right now.") from error


def _merged(searches: Sequence[tuple[Sequence[Passage], float]]) -> list[Passage]:
    """One ranking of several: a passage's share of its search's best score, times how likely that search answers."""
    ranks: dict[int, tuple[float, Passage]] = {}
    for passages, likely in searches:
        best = max((passage.score for passage in passages), default=1.0) or 1.0
        for passage in passages:
            rank = likely * passage.score / best
            if passage.id not in ranks or rank > ranks[passage.id][0]:
                ranks[passage.id] = (rank, passage)
    longest = max((len(passages) for passages, _ in searches), default=0)
    return [passage for _, passage in sorted(ranks.values(), key=lambda ranked: -ranked[0])][:longest]


def shown(passage: Passage) -> JsonObject:
    """A passage as the tool shows it, before it has its label."""
    row: JsonObject = {
        "document": edition_id(passage.document, passage.states),
        "version": int(passage.version),
        "section": passage.section,
        "document_title": passage.document_title,
        "title": passage.title,
        "products": list(passage.products),
        "effective_from": passage.effective_from.isoformat(),
        "effective_to": passage.effective_to.isoformat() if passage.effective_to else None,
        "governed_by": passage.governed_by,
        "states_differ": passage.states_differ,
        "text": passage.text,
    }
    return row | ({"states_with_editions": list(passage.states_with_editions)} if passage.states_differ else {})
