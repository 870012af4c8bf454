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
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, TypeAdapter

from policies.glossary import load_glossary
from policies.split import sentences

if TYPE_CHECKING:
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
    threshold_planned: float
    fitted: str

    def covered(self, signs: Mapping[str, float]) -> bool:
        """Whether the question counts as answered; one that was understood as a known query needs less to."""
        return self.probability(signs) >= (self.threshold_planned if signs["planned"] else self.threshold)

    def probability(self, signs: Mapping[str, float]) -> float:
        """How likely the question is answered, 0 to 1."""
        total = self.intercept + sum(weight * signs[name] for name, weight in self.coefficients.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def best_sentences(encoder: Encoder, question: str, passages: Sequence[Passage], n: int = 3) -> list[Sentence]:
    """The `n` sentences of `passages` nearest to `question`, best first, each text once.

    Quick with an encoder that remembers the indexed sentences (`policies.sentences.remember_sentences`).
    """
    owner = {text: passage for passage in reversed(passages) for text in sentences(passage.text)}
    if not owner:
        return []
    texts = list(owner)
    likeness = encoder.encode(texts) @ encoder.encode([" ".join(question.split())])[0]
    order = sorted(range(len(texts)), key=lambda index: -float(likeness[index]))
    return [Sentence(owner[texts[index]], texts[index], float(likeness[index])) for index in order[:n]]


@dataclass(frozen=True)
class Asked:
    """A question in its parts: the borrower's `words`, and the canonical query they were understood as (or empty)."""

    words: str
    canonical: str = ""

    @property
    def text(self) -> str:
        """What is searched."""
        return f"{self.canonical} {self.words}".strip()


def support(asked: Asked, passages: Sequence[Passage], encoder: Encoder) -> tuple[float, bool]:
    """How likely `passages` (as ranked by the search) answer the question, 0 to 1, and whether that counts as covered.

    Nothing found is (0, not covered).
    """
    if not passages:
        return 0.0, False
    found = signs(asked, passages, encoder)
    return load_support().probability(found), load_support().covered(found)


def signs(asked: Asked, passages: Sequence[Passage], encoder: Encoder) -> dict[str, float]:
    """The figures that are weighed; all lie roughly between 0 and 1."""
    top = passages[0]
    words = asked.words or asked.canonical
    others = [passage.score for passage in passages if passage.document != top.document]
    wanted = stems(words)
    widened = stems(load_glossary().expand(words)) - wanted
    own = stems(f"{top.document_title} {top.title} {top.text}")
    any_of = own.union(*(stems(f"{passage.title} {passage.text}") for passage in passages[:5]))
    titles = stems(" ".join(f"{passage.document_title} {passage.title}" for passage in passages[:5]))
    nearest = best_sentences(encoder, words, passages, 3)
    meant = encoder.encode([words, asked.canonical]) if asked.canonical else None
    return {
        "sentence": nearest[0].score if nearest else 0.0,
        "sentences": sum(sentence.score for sentence in nearest) / 3,
        "raw": top.features["raw_cosine"],
        "wide": top.features["wide_cosine"],
        "cue": max(passage.features["cue_raw"] for passage in passages),
        "cue_wide": max(passage.features["cue_wide"] for passage in passages),
        "text": top.features["text_rank"],
        "gap": top.score - max(others) if others else 0.0,
        "coverage": _share(wanted, own),
        "coverage_all": _share(wanted, any_of),
        "rare": _rare_share(wanted, any_of | (widened & any_of)),
        "unknown": sum(stem not in _rarity() for stem in wanted) / len(wanted) if wanted else 1.0,
        "in_titles": _share(wanted, titles),
        "terms": min(1.0, len(widened) / 4),
        "length": min(1.0, len(wanted) / 8),
        "planned": float(bool(asked.canonical)),
        "meant": float(meant[0] @ meant[1]) if meant is not None else 0.0,
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


@cache
def _rarity() -> dict[str, float]:
    """Stem -> log of how few of the documents have it (`rarity.json`, made by the fit)."""
    text = (resources.files("policies") / "rarity.json").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, float]).validate_json(text)


def _rare_share(wanted: set[str], having: set[str]) -> float:
    """As `_share`, each word weighed by its rarity; a word in no document weighs most."""
    rarest = max(_rarity().values())
    weights = {stem: _rarity().get(stem, rarest) for stem in wanted}
    return sum(weights[stem] for stem in wanted & having) / (sum(weights.values()) or 1.0)


def _share(wanted: set[str], having: set[str]) -> float:
    return len(wanted & having) / len(wanted) if wanted else 0.0
