"""`assist bench search`: warm hybrid search over the policies, its query's encoding included."""

import time
from collections.abc import Sequence
from datetime import date
from typing import Any

from psycopg_pool import AsyncConnectionPool

from evals.bench import figures
from evals.retrieval.questions import Question, distinct, load
from policies.embeddings import MiniLM
from policies.search import PolicySearch, SearchQuery
from stack.embedded import Embedded

_COLLECTION = "policies"
_K = 10


async def run(embedded: Embedded, today: date) -> dict[str, Any]:
    """The figures of docs/benchmarks.md.

    recall_at_10: of the documents that answer a held-out question, the share found among the first ten results.
    """
    fitted, held_out = load(f"{_COLLECTION}_fit"), load(f"{_COLLECTION}_heldout")
    async with AsyncConnectionPool(embedded.assistant_url, min_size=1, max_size=2, open=False) as pool:
        search = PolicySearch(pool, MiniLM(threads=1))
        for question in fitted[:20]:
            await search.search(_query(question, today))
        spent_ms: list[float] = []
        recalls: list[float] = []
        for question in [*held_out, *fitted[20:]]:
            started = time.perf_counter()
            found = await search.search(_query(question, today))
            spent_ms.append((time.perf_counter() - started) * 1000)
            if len(recalls) < len(held_out):
                recalls.append(_recall([passage.document for passage in found], question))
        async with pool.connection() as connection:
            await connection.execute("SELECT set_config('policies.audience', 'borrower', false)")
            cursor = await connection.execute(
                "SELECT count(*) FROM policies.passages WHERE collection = %s", [_COLLECTION]
            )
            row = await cursor.fetchone()
    return {
        "p50_ms": figures.percentile(spent_ms, 50),
        "p95_ms": figures.percentile(spent_ms, 95),
        "recall_at_10": round(sum(recalls) / len(recalls), 3),
        "passages": row[0] if row else 0,
        "machine": figures.machine(),
        "commit": figures.commit(),
        "n": len(spent_ms),
    }


def _query(question: Question, today: date) -> SearchQuery:
    return SearchQuery(question.query, today, _COLLECTION, k=_K, state=question.state)


def _recall(ranked: Sequence[str], question: Question) -> float:
    return len(set(distinct(ranked)) & question.gold) / len(question.gold)
