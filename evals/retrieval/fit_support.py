"""Fit the check that passages answer a question: `python -m evals.retrieval.fit_support`.

Answerable questions are the policies' fit set, unanswerable ones were written about consumer finance and life that no
document covers; the held-out sets of both kinds only measure.
"""

import argparse
import asyncio
import json
import math
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.models.local.conversation import Conversation
from assistant.models.local.understanding import Understanding
from assistant.models.local.vectors import KeptVectors
from assistant.policy_lookup import PER_DOCUMENT, K, canonical_queries, parted
from evals.retrieval.index import PATHS, ROOT, opened
from evals.retrieval.measure import AS_OF
from evals.retrieval.questions import load
from policies.embeddings import Encoder, MiniLM, Remembered
from policies.search import PolicySearch, SearchQuery
from policies.sentences import remember_sentences
from policies.supports import Asked, SupportModel, signs, stems
from prompts import loader
from tools.registry import TOOLS

# The share of answerable fit questions that the threshold may hold back; for what it lets through, the answer writer
# still needs a sentence that fits.
_HELD_BACK = 0.06
_FORMS = (("threshold", 0.0), ("threshold_planned", 1.0))
_STEPS, _RATE, _RIDGE = 4000, 0.3, 0.1

Floats = NDArray[np.float64]
Rows = tuple[list[dict[str, float]], list[int]]
Planned = Callable[[str], list[Asked]]


async def collect(search: PolicySearch, encoder: Encoder, plan: Planned, kind: str) -> Rows:
    """Signs and labels of the answerable and unanswerable questions of set `kind` (fit, heldout).

    Each question counts in the borrower's bare words and, where the local planner searches for it, as planned.
    """
    rows: list[dict[str, float]] = []
    labels: list[int] = []
    for name, label in ((f"policies_{kind}", 1), (f"unanswerable_{kind}", 0)):
        for question in load(name):
            for asked in dict.fromkeys((Asked(question.query), *plan(question.query))):
                passages = await search.search(
                    SearchQuery(asked.text, AS_OF, k=K, per_document=PER_DOCUMENT, state=question.state)
                )
                rows.append(signs(asked, passages, encoder))
                labels.append(label)
    return rows, labels


def planner(encoder: Encoder) -> Planned:
    """The searches that the local model plans for a message of somebody signed in."""
    prompt = loader.load()
    understanding = Understanding(prompt, KeptVectors(encoder, ROOT / ".data" / "retrieval" / "vectors"))
    schemas = {name: spec.arguments.model_json_schema() for name, spec in TOOLS.items()}
    canonical = canonical_queries(prompt)

    def planned(text: str) -> list[Asked]:
        plan = understanding.plan(Conversation(AS_OF, text), schemas)
        queries = [str(call.arguments["query"]) for call in plan.calls if call.tool == "search_policies"]
        return [parted(query, canonical) for query in queries] if plan.outcome == "answer" else []

    return planned


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
    return SupportModel(intercept=folded, coefficients=coefficients, threshold=0.5, threshold_planned=0.5, fitted="")


def figures(model: SupportModel, rows: list[dict[str, float]], labels: list[int]) -> str:
    """AUROC, and how many are wrongly held back and wrongly let through at the model's threshold."""
    scores = [model.probability(row) for row in rows]
    good = [score for score, label in zip(scores, labels, strict=True) if label]
    bad = [score for score, label in zip(scores, labels, strict=True) if not label]
    auroc = sum((one > other) + 0.5 * (one == other) for one in good for other in bad) / (len(good) * len(bad))
    covered = [model.covered(row) for row in rows]
    held = sum(label and not said for said, label in zip(covered, labels, strict=True))
    passed = sum(said and not label for said, label in zip(covered, labels, strict=True))
    return f"AUROC {auroc:.3f}, answerable held back {held}/{len(good)}, unanswerable let through {passed}/{len(bad)}"


def write_rarity() -> None:
    """`policies/rarity.json`: how few of the borrowers' documents have a stem, front matter included."""
    paths = [path for path in PATHS["policies"].glob("POL-*.md") if not path.name.startswith("POL-S-")]
    counts = Counter(stem for path in paths for stem in stems(path.read_text(encoding="utf-8")))
    rarity = {stem: round(math.log(len(paths) / count), 2) for stem, count in sorted(counts.items())}
    text = json.dumps(rarity, ensure_ascii=False, indent=0) + "\n"
    (ROOT / "policies" / "rarity.json").write_text(text, encoding="utf-8")


async def run(search: PolicySearch, encoder: Encoder) -> None:
    """Fit, print the figures, write `policies/support.json`."""
    plan = planner(encoder)
    rows, labels = await collect(search, encoder, plan, "fit")
    model = fit(rows, labels)
    for name, planned in _FORMS:
        kept = sorted(
            model.probability(row)
            for row, label in zip(rows, labels, strict=True)
            if label and row["planned"] == planned
        )
        model = model.model_copy(update={name: round(kept[int(len(kept) * _HELD_BACK)], 3)})
    heldout = await collect(search, encoder, plan, "heldout")
    for name, planned in _FORMS:
        part = [(row, label) for row, label in zip(*heldout, strict=True) if row["planned"] == planned]
        sys.stdout.write(f"held out, {name}: {figures(model, *map(list, zip(*part, strict=True)))}\n")
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
        encoder = Remembered(MiniLM())
        await remember_sentences(index.pool, encoder)
        write_rarity()
        await run(index.search, encoder)


if __name__ == "__main__":
    asyncio.run(main())
