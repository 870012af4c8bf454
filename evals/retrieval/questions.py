"""Question sets with gold ids, and the two figures that judge a ranking."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Question:
    """A plain question and the ids (cites, document ids) of all texts that answer it; `state` where it matters."""

    id: str
    query: str
    gold: frozenset[str]
    state: str | None = None


def load(name: str) -> list[Question]:
    """The set `<name>.jsonl` of this folder."""
    rows = [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    return [Question(row["id"], row["query"], frozenset(row["gold"]), row.get("state")) for row in rows]


def ndcg_at_10(ranked: Sequence[str], gold: frozenset[str]) -> float:
    """Normalised discounted cumulative gain over the first ten distinct ids, binary relevance, log2 discount."""
    gain = sum(1 / math.log2(place + 2) for place, one in enumerate(distinct(ranked)[:10]) if one in gold)
    ideal = sum(1 / math.log2(place + 2) for place in range(min(10, len(gold))))
    return gain / ideal


def hit_at_5(ranked: Sequence[str], gold: frozenset[str]) -> float:
    """1 if one of the first five distinct ids is gold."""
    return float(any(one in gold for one in distinct(ranked)[:5]))


def distinct(ranked: Sequence[str]) -> list[str]:
    """The ids in order, repetitions left out."""
    return list(dict.fromkeys(ranked))
