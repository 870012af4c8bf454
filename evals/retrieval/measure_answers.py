"""Measure the sentences chosen as answers: `python -m evals.retrieval.measure_answers [--fit]`.

`answers.jsonl` holds questions with the sentences that may come first and the sections that any sentence may be from.
Each question counts in its bare words and, where the local planner searches for it, as planned.
"""

import argparse
import asyncio
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.models.local.sentences import WEIGHTS, Sentence, SentenceChooser, candidates
from assistant.policy_lookup import COLLECTION, PER_DOCUMENT, K, shown
from evals.retrieval.fit_support import Planned, planner
from evals.retrieval.index import ROOT, opened
from evals.retrieval.measure import AS_OF
from evals.retrieval.questions import FOLDER
from policies.embeddings import Encoder, MiniLM, Remembered
from policies.search import PolicySearch, SearchQuery
from policies.sentences import remember_sentences
from policies.supports import Asked

_STEPS, _RATE, _RIDGE = 3000, 0.3, 0.03
Floats = NDArray[np.float64]
Case = tuple[dict[str, Any], Asked, list[dict[str, Any]]]


def english(_: str) -> str:
    """The questions are in English."""
    return "en"


async def collect(search: PolicySearch, plan: Planned) -> list[Case]:
    """Every question with what was searched and the passages found, as the tool shows them."""
    cases: list[Case] = []
    for line in (FOLDER / "answers.jsonl").read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        for asked in dict.fromkeys((Asked(pair["query"]), *plan(pair["query"]))):
            found = await search.search(SearchQuery(asked.text, AS_OF, COLLECTION, k=K, per_document=PER_DOCUMENT))
            cases.append((pair, asked, [shown(one) | {"passage": f"P{n}"} for n, one in enumerate(found, 1)]))
    return cases


def measure(cases: list[Case], encoder: Encoder) -> dict[str, float]:
    """Precision of the first sentence, share of answers with a sentence of another section, and the time of choosing.

    The time is CPU milliseconds of one warm choice.
    """
    chooser = SentenceChooser(encoder, english)
    answers: list[tuple[dict[str, Any], list[Sentence]]] = []
    spent_ms: list[float] = []
    for pair, asked, rows in cases:
        encoder.encode([asked.text, pair["query"]])
        begun = time.thread_time()
        answers.append((pair, chooser.choose(rows, asked.text, pair["query"], "en")))
        spent_ms.append((time.thread_time() - begun) * 1000)
    first = [float(bool(chosen) and chosen[0].text in pair["first"]) for pair, chosen in answers]
    inside = [float(bool(chosen) and _section(chosen[0]) in pair["sections"]) for pair, chosen in answers]
    astray = [float(any(_section(one) not in pair["sections"] for one in chosen)) for pair, chosen in answers]
    return {
        "n": len(cases),
        "first sentence right": round(statistics.mean(first), 3),
        "first from the right section": round(statistics.mean(inside), 3),
        "with a sentence of another section": round(statistics.mean(astray), 3),
        "sentences": round(statistics.mean(len(chosen) for _, chosen in answers), 2),
        "p50_ms": round(statistics.median(spent_ms), 2),
        "max_ms": round(max(spent_ms), 2),
    }


def _section(sentence: Sentence) -> str:
    return "#".join(sentence.section)


def fit(cases: list[Case], encoder: Encoder) -> dict[str, float]:
    """Weights under which the right sentences are likeliest among those found (softmax, with a ridge)."""
    chooser = SentenceChooser(encoder, english)
    choices: list[tuple[Floats, Floats]] = []
    for pair, asked, rows in cases:
        found = [one for one in candidates(rows) if one.section[1] != "en-espanol"]
        right = np.array([float(one.text in pair["first"]) for one in found])
        if right.any():
            signs = chooser.signs(found, asked.text, pair["query"])
            choices.append((np.array([[sign[name] for name in WEIGHTS] for sign in signs]), right))
    scale: Floats = np.maximum(np.vstack([table for table, _ in choices]).std(axis=0), 1e-9)
    weights: Floats = np.zeros(len(WEIGHTS))
    for _ in range(_STEPS):
        slope: Floats = -_RIDGE * weights
        for table, right in choices:
            scores: Floats = table / scale @ weights
            likely: Floats = np.exp(scores - scores.max())
            likely = likely / likely.sum()
            wanted: Floats = likely * right / float((likely * right).sum())
            slope = slope + (table / scale).T @ (wanted - likely) / len(choices)
        weights = weights + _RATE * slope
    return dict(zip(WEIGHTS, np.round(weights / scale, 2).tolist(), strict=True))


async def main() -> None:
    """Print the figures for bare and for planned questions, or newly fitted weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, default=ROOT / ".data" / "retrieval")
    parser.add_argument("--fit", action="store_true", help="print weights fitted to the whole set")
    given = parser.parse_args()
    async with opened(given.data_dir, "policies", sys.stderr.write) as index:
        encoder = Remembered(MiniLM())
        await remember_sentences(index.pool, encoder)
        cases = await collect(index.search, planner(encoder))
        if given.fit:
            sys.stdout.write(json.dumps(fit(cases, encoder)) + "\n")
        for name, planned in (("bare words", False), ("as planned", True)):
            part = [case for case in cases if bool(case[1].canonical) == planned]
            figures = measure(part, encoder)
            sys.stdout.write(f"{name}: " + ", ".join(f"{key} {value}" for key, value in figures.items()) + "\n")


if __name__ == "__main__":
    asyncio.run(main())
