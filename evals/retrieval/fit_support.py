"""Fit the check that passages answer a question: `python -m evals.retrieval.fit_support`.

Answerable questions are the policies' fit set, unanswerable ones were written about consumer finance and life that no
document covers; the held-out sets of both kinds only measure.
"""

import argparse
import asyncio
import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from psycopg_pool import AsyncConnectionPool

from evals.retrieval.index import ROOT, opened
from evals.retrieval.measure import AS_OF
from evals.retrieval.questions import load
from policies.embeddings import Encoder, MiniLM, Remembered
from policies.search import PolicySearch, SearchQuery
from policies.supports import SupportModel, best_sentences, signs

# The share of answerable fit questions that the threshold may hold back; for what it lets through, the answer writer
# still needs a sentence that fits.
_HELD_BACK = 0.06
_STEPS, _RATE, _RIDGE = 4000, 0.3, 0.02

Floats = NDArray[np.float64]
Rows = tuple[list[dict[str, float]], list[int]]


async def collect(search: PolicySearch, pool: AsyncConnectionPool, encoder: Encoder, kind: str) -> Rows:
    """Signs and labels of the answerable and unanswerable questions of set `kind` (fit, heldout)."""
    rows: list[dict[str, float]] = []
    labels: list[int] = []
    for name, label in ((f"policies_{kind}", 1), (f"unanswerable_{kind}", 0)):
        for question in load(name):
            passages = await search.search(SearchQuery(question.query, AS_OF, k=6, state=question.state))
            sentences = await best_sentences(pool, encoder, question.query, passages)
            rows.append(signs(question.query, passages, sentences))
            labels.append(label)
    return rows, labels


def fit(rows: list[dict[str, float]], labels: list[int]) -> SupportModel:
    """Regularised logistic regression on standardised signs, both classes weighed alike, as plain coefficients."""
    names = list(rows[0])
    table: Floats = np.array([[row[name] for name in names] for row in rows])
    wanted: Floats = np.array(labels, dtype=float)
    means, scales = table.mean(axis=0), np.maximum(table.std(axis=0), 1e-9)
    scaled = (table - means) / scales
    share = sum(labels) / len(labels)
    weigh: Floats = wanted * (0.5 / share) + (1 - wanted) * (0.5 / (1 - share))
    slopes: Floats = np.zeros(len(names))
    intercept = 0.0
    for _ in range(_STEPS):
        missed: Floats = weigh * (1 / (1 + np.exp(-(scaled @ slopes + intercept))) - wanted)
        slopes = slopes - _RATE * (scaled.T @ missed / len(rows) + _RIDGE * slopes)
        intercept -= _RATE * float(np.mean(missed))
    plain: Floats = slopes / scales
    coefficients = {name: round(float(slope), 4) for name, slope in zip(names, plain.tolist(), strict=True)}
    folded = round(intercept - float(np.dot(plain, means)), 4)
    return SupportModel(intercept=folded, coefficients=coefficients, threshold=0.5, fitted="")


def figures(model: SupportModel, rows: list[dict[str, float]], labels: list[int]) -> str:
    """AUROC, and how many are wrongly held back and wrongly let through at the model's threshold."""
    scores = [model.probability(row) for row in rows]
    good = [score for score, label in zip(scores, labels, strict=True) if label]
    bad = [score for score, label in zip(scores, labels, strict=True) if not label]
    auroc = sum((one > other) + 0.5 * (one == other) for one in good for other in bad) / (len(good) * len(bad))
    held = sum(score < model.threshold for score in good)
    passed = sum(score >= model.threshold for score in bad)
    return f"AUROC {auroc:.3f}, answerable held back {held}/{len(good)}, unanswerable let through {passed}/{len(bad)}"


async def run(search: PolicySearch, pool: AsyncConnectionPool, encoder: Encoder) -> None:
    """Fit, print the figures, write `policies/support.json`."""
    rows, labels = await collect(search, pool, encoder, "fit")
    model = fit(rows, labels)
    kept = sorted(model.probability(row) for row, label in zip(rows, labels, strict=True) if label)
    model = model.model_copy(update={"threshold": round(kept[int(len(kept) * _HELD_BACK)], 3)})
    heldout = await collect(search, pool, encoder, "heldout")
    said = f"fit: {figures(model, rows, labels)}; held out: {figures(model, *heldout)}"
    stored = model.model_copy(update={"fitted": f"evals.retrieval.fit_support; {said}"})
    path = ROOT / "policies" / "support.json"
    path.write_text(json.dumps(stored.model_dump(), indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(said + "\n")


async def main() -> None:
    """Open the index and fit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, default=ROOT / ".data" / "retrieval")
    given = parser.parse_args()
    async with opened(given.data_dir, "policies", sys.stderr.write) as index:
        await run(index.search, index.pool, Remembered(MiniLM()))


if __name__ == "__main__":
    asyncio.run(main())
