"""Figures with no right or wrong, and shares over several epochs: clustered paired bootstrap of the mean difference."""

from math import ceil, log

from evals.gate.margins import Margins
from evals.gate.samples import Compared, Sample
from evals.stats import power
from evals.stats.clustered import Mean, mean_difference
from evals.stats.distributions import normal_quantile


def scale(sample: Sample) -> tuple[list[float], float]:
    """Each case's gain (positive is better) and the margin, both as logarithms for a ratio."""
    sign = 1.0 if sample.rule.better == "higher" else -1.0
    if sample.rule.kind == "ratio":
        return [sign * log(h / b) for b, h in zip(sample.base, sample.head, strict=True)], log(1 + sample.rule.margin)
    return [sign * (h - b) for b, h in zip(sample.base, sample.head, strict=True)], sample.rule.margin


def compare(sample: Sample, rules: Margins) -> Compared:
    """Without an interval where all cases are of one cluster."""
    gains, margin = scale(sample)
    clusters = len(set(sample.clusters))
    if clusters < 2:
        return Compared("none", sum(gains) / len(gains), None, None, 1.0, None, None, clusters, sample.same)
    found = mean_difference(gains, sample.clusters, rules.level)
    return Compared(
        method="bootstrap",
        gain=found.value,
        lower=found.interval.lower,
        upper=found.interval.upper,
        p=found.p_below,
        mde=power.detectable_shift(found.error, sample.rule.alpha, rules.power),
        needed=_needed(found, margin, sample, rules),
        clusters=clusters,
        same=sample.same,
    )


def _needed(found: Mean, margin: float, sample: Sample, rules: Margins) -> int | None:
    """Cases (more clusters of the same sizes) with which what was seen would decide: errors shrink as their root."""
    reach: list[float] = []
    if found.value > -margin:
        reach.append(found.error * normal_quantile((1 + rules.level) / 2) / (found.value + margin))
    if found.value < 0:
        reach.append(found.error * normal_quantile(1 - sample.rule.alpha) / -found.value)
    cases = ceil(sample.n * min(reach) ** 2) if reach else None
    return cases if cases is not None and cases <= power.MOST else None
