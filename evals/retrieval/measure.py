"""Measure a collection's search: `python -m evals.retrieval.measure --collection regulations [--questions NAME]`."""

import argparse
import asyncio
import statistics
import sys
import time
from datetime import date
from pathlib import Path

from evals.retrieval.index import ROOT, opened
from evals.retrieval.questions import Question, hit_at_5, load, ndcg_at_10
from policies.search import PolicySearch, SearchQuery

# The seeded business date (docs/product-terms.md).
AS_OF = date(2026, 5, 15)


async def measure(search: PolicySearch, collection: str, questions: list[Question], verbose: bool) -> dict[str, float]:
    """nDCG@10, hit@5 and latency in milliseconds (one warm run a question, its own encoding included)."""
    gains: list[float] = []
    hits: list[float] = []
    spent_ms: list[float] = []
    await search.search(SearchQuery("warm up", AS_OF, collection))
    for question in questions:
        begun = time.perf_counter()
        query = SearchQuery(question.query, AS_OF, collection, k=10, state=question.state, per_document=1)
        ranked = [passage.document for passage in await search.search(query)]
        spent_ms.append((time.perf_counter() - begun) * 1000)
        gains.append(ndcg_at_10(ranked, question.gold))
        hits.append(hit_at_5(ranked, question.gold))
        if verbose and not hits[-1]:
            sys.stdout.write(f"  missed {question.id} {question.query!r}: {sorted(question.gold)}, got {ranked[:5]}\n")
    return {
        "n": len(questions),
        "ndcg@10": round(statistics.mean(gains), 3),
        "hit@5": round(statistics.mean(hits), 3),
        "p50_ms": round(statistics.median(spent_ms), 1),
        "p95_ms": round(statistics.quantiles(spent_ms, n=20)[-1], 1),
    }


async def main() -> None:
    """Print one line a question set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--collection", choices=["policies", "regulations"], required=True)
    parser.add_argument(
        "--questions", action="append", help="set name; default: the collection's fit and held-out sets"
    )
    parser.add_argument("--data-dir", type=Path, default=ROOT / ".data" / "retrieval")
    parser.add_argument("--verbose", action="store_true", help="list the questions that were missed")
    given = parser.parse_args()
    names = given.questions or [f"{given.collection}_fit", f"{given.collection}_heldout"]
    async with opened(given.data_dir, given.collection, sys.stderr.write) as index:
        for name in names:
            figures = await measure(index.search, given.collection, load(name), given.verbose)
            sys.stdout.write(f"{name}: " + ", ".join(f"{key} {value}" for key, value in figures.items()) + "\n")


if __name__ == "__main__":
    asyncio.run(main())
