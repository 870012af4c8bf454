"""Fit a collection's fusion weights on its fit set: `python -m evals.retrieval.fit --collection policies`.

Random search, then coordinate steps, over exact features of a wide candidate list; the held-out set is never read here.
"""

import argparse
import asyncio
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.retrieval.index import ROOT, opened
from evals.retrieval.measure import AS_OF
from evals.retrieval.questions import Question, hit_at_5, load, ndcg_at_10
from policies.search import PolicySearch, SearchQuery
from policies.weights import Weights, load_weights

_FEATURES = {
    "raw": "raw_cosine",
    "wide": "wide_cosine",
    "cue_raw": "cue_raw",
    "cue_wide": "cue_wide",
    "text": "text_rank",
    "length": "words_log",
}
_SAMPLES = 300
_BAGS = 7


@dataclass(frozen=True)
class Case:
    """A question with its candidates: document id and features, one row a candidate."""

    question: Question
    documents: Sequence[str]
    rows: Sequence[Sequence[float]]


async def cases(search: PolicySearch, collection: str, questions: list[Question]) -> list[Case]:
    """Every candidate of every question, before any cut."""
    found: list[Case] = []
    for question in questions:
        query = SearchQuery(question.query, AS_OF, collection, k=400, state=question.state, per_document=400)
        passages = await search.search(query)
        rows = [[passage.features[name] for name in _FEATURES.values()] for passage in passages]
        found.append(Case(question, [passage.document for passage in passages], rows))
    return found


def quality(given: list[Case], weights: Sequence[float]) -> float:
    """Mean of nDCG@10 and hit@5 over the cases with these weights (the length counts against)."""
    signed = [*weights[:-1], -weights[-1]]
    total = 0.0
    for case in given:
        scores = [sum(weight * value for weight, value in zip(signed, row, strict=True)) for row in case.rows]
        order = sorted(range(len(scores)), key=lambda index: -scores[index])[:120]
        ranked = [case.documents[index] for index in order]
        total += (ndcg_at_10(ranked, case.question.gold) + hit_at_5(ranked, case.question.gold)) / 2
    return total / len(given)


def fit(given: list[Case], start: Sequence[float], seed: int = 7) -> tuple[list[float], float]:
    """Best weights found and their quality."""
    chance = random.Random(seed)
    best, value = list(start), quality(given, start)
    for step in range(_SAMPLES):
        spread = 1.0 if step < _SAMPLES // 3 else 0.25
        trial = [max(0.0, weight + chance.gauss(0, spread) * max(weight, 0.05)) for weight in best]
        if step % 2:
            chosen = chance.randrange(len(trial))
            trial = [trial[index] if index == chosen else weight for index, weight in enumerate(best)]
        reached = quality(given, trial)
        if reached > value:
            best, value = trial, reached
    return best, value


def bagged(given: list[Case], start: Sequence[float]) -> list[float]:
    """The mean of fits on resampled questions (each scaled to sum 1): one small set alone fits its own accidents."""
    chance = random.Random(11)
    total = [0.0] * len(start)
    for bag in range(_BAGS):
        weights, _ = fit(chance.choices(given, k=len(given)), start, seed=bag)
        whole = sum(weights)
        total = [kept + weight / whole / _BAGS for kept, weight in zip(total, weights, strict=True)]
    return total


async def main() -> None:
    """Fit and write `policies/weights.json`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--collection", choices=["policies", "regulations"], required=True)
    parser.add_argument("--data-dir", type=Path, default=ROOT / ".data" / "retrieval")
    given = parser.parse_args()
    questions = load(f"{given.collection}_fit")
    async with opened(given.data_dir, given.collection, sys.stderr.write) as index:
        found = await cases(index.search, given.collection, questions)
    store(given.collection, found)


def store(collection: str, found: list[Case]) -> None:
    """Fit on `found` and replace the collection's entry in `policies/weights.json`."""
    load_weights.cache_clear()
    known = dict(load_weights())
    start = known["default"]
    before = [start.raw, start.wide, start.cue_raw, start.cue_wide, start.text, start.length]
    weights = bagged(found, before)
    figures = f"{quality(found, weights):.3f} (unfitted {quality(found, before):.3f})"
    fitted = f"evals.retrieval.fit on {len(found)} questions; mean of nDCG@10 and hit@5 {figures}"
    changed = dict(zip(_FEATURES, (round(weight, 4) for weight in weights), strict=True))
    known[collection] = Weights.model_validate(
        {**known.get(collection, start).model_dump(), **changed, "fitted": fitted}
    )
    path = ROOT / "policies" / "weights.json"
    path.write_text(
        json.dumps({name: one.model_dump() for name, one in known.items()}, indent=2) + "\n", encoding="utf-8"
    )
    sys.stdout.write(fitted + "\n")


if __name__ == "__main__":
    asyncio.run(main())
