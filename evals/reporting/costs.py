"""What cases took: wall time, tokens, money."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from evals.records import CaseRecord


@dataclass(frozen=True)
class Cost:
    """Of one epoch of one case. usd is None where nobody told a price, as for the local model."""

    ms: float
    tokens: int
    usd: float | None


def cost(record: CaseRecord) -> Cost:
    """What graders recorded, else what the turns themselves tell."""
    scores = record.scores
    tokens = scores["tokens"] if "tokens" in scores else sum(_tokens(turn) for turn in record.turns)
    return Cost(scores.get("latency_ms", sum(record.ms)), int(tokens), scores.get("cost_usd"))


def _tokens(turn: dict[str, Any]) -> int:
    result: dict[str, Any] = turn.get("result") or {}
    if turn.get("act") is not None:
        return 0  # nothing was said: the result is the turn's before
    usage = cast(dict[str, Any], result.get("usage") or {})
    return int(usage.get("input_tokens", 0)) + int(usage.get("output_tokens", 0))


@dataclass(frozen=True)
class Costs:
    """Sums of a run: median and 95th percentile of a turn's milliseconds, tokens, dollars where known."""

    p50_ms: float
    p95_ms: float
    tokens: int
    usd: float | None


def costs(records: Sequence[CaseRecord]) -> Costs:
    turns = [ms for record in records for ms in record.ms]
    each = [cost(record) for record in records]
    priced = [one.usd for one in each if one.usd is not None]
    return Costs(
        percentile(turns, 0.5),
        percentile(turns, 0.95),
        sum(one.tokens for one in each),
        sum(priced) if priced else None,
    )


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value with at least `share` of all values at or below it (nearest rank); 0 of no values."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0
