"""Does what was found really answer the question? A fitted judgement, and the sentences that say it.

A raw score threshold does not tell what the documents do not cover (AUROC .56 to .69 in a trial), so several signs are
weighed: how near the best sentence is, how many of the question's own words the passage has, how far behind the next
document lies.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict

from policies.glossary import load_glossary
from policies.store import literal

if TYPE_CHECKING:
    from psycopg_pool import AsyncConnectionPool

    from policies.embeddings import Encoder
    from policies.search import Passage


@dataclass(frozen=True)
class Sentence:
    """A sentence of `passage`, verbatim, and its cosine with the question."""

    passage: Passage
    text: str
    score: float


class SupportModel(BaseModel):
    """Logistic regression over the signs (`support.json`); fitted by `python -m evals.retrieval.fit_support`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    intercept: float
    coefficients: dict[str, float]
    threshold: float
    fitted: str

    def probability(self, signs: Mapping[str, float]) -> float:
        """How likely the question is answered, 0 to 1."""
        total = self.intercept + sum(weight * signs[name] for name, weight in self.coefficients.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


async def best_sentences(
    pool: AsyncConnectionPool[Any],
    encoder: Encoder,
    question: str,
    passages: Sequence[Passage],
    n: int = 3,
    *,
    audience: Literal["borrower", "staff"] = "borrower",
) -> list[Sentence]:
    """The `n` sentences of `passages` nearest to `question`, best first. Sentence vectors were stored at ingestion."""
    if not passages:
        return []
    by_id = {passage.id: passage for passage in passages}
    vector = literal(encoder.encode([" ".join(question.split())])[0])
    async with pool.connection() as connection, connection.transaction():
        await connection.execute("SELECT set_config('policies.audience', %s, true)", [audience])
        cursor = await connection.execute(
            """SELECT passage_id, text, 1 - (embedding <=> %s::vector) AS score FROM policies.sentences
               WHERE passage_id = ANY (%s) ORDER BY score DESC, passage_id, position""",
            [vector, list(by_id)],
        )
        rows = await cursor.fetchall()
    found: dict[str, Sentence] = {}
    for number, text, score in rows:
        found.setdefault(text, Sentence(by_id[number], text, float(score)))
    return list(found.values())[:n]


def support(question: str, passages: Sequence[Passage], sentences: Sequence[Sentence]) -> float:
    """How likely `passages` (as ranked by the search) answer `question`: 0 to 1; 0 if nothing was found."""
    if not passages:
        return 0.0
    return load_support().probability(signs(question, passages, sentences))


def signs(question: str, passages: Sequence[Passage], sentences: Sequence[Sentence]) -> dict[str, float]:
    """The figures that are weighed; all lie roughly between 0 and 1."""
    top = passages[0]
    others = [passage.score for passage in passages if passage.document != top.document]
    wanted = stems(question)
    widened = stems(load_glossary().expand(question)) - wanted
    own = stems(f"{top.document_title} {top.title} {top.text}")
    any_of = own.union(*(stems(f"{passage.title} {passage.text}") for passage in passages[:5]))
    titles = stems(" ".join(f"{passage.document_title} {passage.title}" for passage in passages[:5]))
    return {
        "sentence": sentences[0].score if sentences else 0.0,
        "raw": top.features["raw_cosine"],
        "wide": top.features["wide_cosine"],
        "cue": max(passage.features["cue_raw"] for passage in passages),
        "cue_wide": max(passage.features["cue_wide"] for passage in passages),
        "text": top.features["text_rank"],
        "gap": top.score - max(others) if others else 0.0,
        "coverage": _share(wanted, own),
        "coverage_all": _share(wanted, any_of),
        "in_titles": _share(wanted, titles),
        "terms": min(1.0, len(widened) / 4),
        "length": min(1.0, len(wanted) / 8),
    }


def stems(text: str) -> set[str]:
    """The subject words of `text`, cut to a crude stem (a suffix off, seven letters at most)."""
    empty = _stopwords()
    words = re.findall(r"[a-záéíóúñü0-9]+", text.lower().replace("'", "").replace("’", ""))
    cut = (re.sub(r"(?:ing|ies|ied|es|ed|s|ly|ment|ments)$", "", word) if len(word) > 4 else word for word in words)
    return {stem[:7] for stem, word in zip(cut, words, strict=True) if word not in empty and len(stem) > 1}


@cache
def load_support() -> SupportModel:
    """The committed coefficients."""
    return SupportModel.model_validate_json((resources.files("policies") / "support.json").read_text(encoding="utf-8"))


@cache
def _stopwords() -> frozenset[str]:
    """Words that carry no subject; the rest of a question should be found again in what answers it."""
    return frozenset((resources.files("policies") / "stopwords.txt").read_text(encoding="utf-8").split())


def _share(wanted: set[str], having: set[str]) -> float:
    return len(wanted & having) / len(wanted) if wanted else 0.0
