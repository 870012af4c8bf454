"""Fit the check that passages answer a question: `python -m evals.retrieval.fit_support`.

Answerable questions are the policies' fit set, unanswerable ones were written about consumer finance and life that no document
covers; the held-out sets of both kinds only measure.
"""

import argparse
import asyncio
import json
import sys
from pathlib import Path
from typing import Protocol, cast

from psycopg_pool import AsyncConnectionPool
from sklearn import linear_model, metrics, preprocessing

from evals.retrieval.index import ROOT, opened
from evals.retrieval.measure import AS_OF
from evals.retrieval.questions import load
from policies.embeddings import Encoder, MiniLM, Remembered
from policies.search import PolicySearch, SearchQuery
from policies.supports import SupportModel, best_sentences, signs


class _Fitted(Protocol):
    coef_: list[list[float]]
    intercept_: list[float]


# The share of answerable fit questions that the threshold may hold back; what it lets through, the answer writer still refuses
# to word when no sentence fits.
_HELD_BACK = 0.06

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
    """Regularised logistic regression on standardised signs, folded back into plain coefficients."""
    names = list(rows[0])
    table = [[row[name] for name in names] for row in rows]
    scaler = preprocessing.StandardScaler().fit(table)
    fitted = linear_model.LogisticRegression(C=0.5, class_weight="balanced").fit(scaler.transform(table), labels)
    model = cast(_Fitted, fitted)
    scales, means = cast("list[float]", scaler.scale_), cast("list[float]", scaler.mean_)
    slopes = [slope / scale for slope, scale in zip(model.coef_[0], scales, strict=True)]
    intercept = float(model.intercept_[0]) - sum(slope * mean for slope, mean in zip(slopes, means, strict=True))
    coefficients = {name: round(float(slope), 4) for name, slope in zip(names, slopes, strict=True)}
    return SupportModel(intercept=round(intercept, 4), coefficients=coefficients, threshold=0.5, fitted="")


def figures(model: SupportModel, rows: list[dict[str, float]], labels: list[int]) -> str:
    """AUROC, and the shares wrongly held back and wrongly let through at the model's threshold."""
    scores = [model.probability(row) for row in rows]
    auroc = float(metrics.roc_auc_score(labels, scores))
    held = [score < model.threshold for score, label in zip(scores, labels, strict=True) if label]
    passed = [score >= model.threshold for score, label in zip(scores, labels, strict=True) if not label]
    return f"AUROC {auroc:.3f}, answerable held back {sum(held)}/{len(held)}, unanswerable let through {sum(passed)}/{len(passed)}"


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
    async with opened(given.data_dir, "policies", lambda line: print(line, file=sys.stderr)) as index:  # noqa: T201
        await run(index.search, index.pool, Remembered(MiniLM()))


if __name__ == "__main__":
    asyncio.run(main())
