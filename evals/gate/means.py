"""Figures with no right or wrong, and shares over several epochs: clustered paired bootstrap of the mean difference."""

from math import ceil, log

from evals.gate.margins import Margins
from evals.gate.samples import Compared, Sample
from evals.stats import power
from evals.stats.clustered import mean_difference
from evals.stats.distributions import normal_quantile


def scale(sample: Sample) -> tuple[list[float], float]:
    """Each case's gain (positive is better) and the margin, both as logarithms for a ratio."""
    sign = 1.0 if sample.rule.better == "higher" else -1.0
    if sample.rule.kind == "ratio":
        return [sign * log(h / b) for b, h in zip(sample.base, sample.head, strict=True)], log(1 + sample.rule.margin)
    return [sign * (h - b) for b, h in zip(sample.base, sample.head, strict=True)], sample.rule.margin


def compare(sample: Sample, rules: Margins) -> Compared:
    """Without an interval where all cases are of one cluster."""
    gains, _ = scale(sample)
    clusters = len(set(sample.clusters))
    if clusters < 2:
        return Compared("none", sum(gains) / len(gains), None, None, 1.0, None, clusters, sample.same)
    found = mean_difference(gains, sample.clusters, rules.level)
    return Compared(
        method="bootstrap",
        gain=found.value,
        lower=found.interval.lower,
        upper=found.interval.upper,
        p=found.p_below,
        mde=power.detectable_shift(found.error, sample.rule.alpha, rules.power),
        clusters=clusters,
        same=sample.same,
    )


def needed(sample: Sample, found: Compared, rules: Margins) -> int | None:
    """Cases, more than these (more clusters of the same sizes), with which what was seen would decide.

    Errors shrink as the root of the number of cases.
    """
    _, margin = scale(sample)
    if found.mde is None:
        return None
    alpha = normal_quantile(1 - sample.rule.alpha)
    error = found.mde / (alpha + normal_quantile(rules.power))
    reach: list[float] = []
    if found.gain > -margin:
        reach.append(error * normal_quantile((1 + rules.level) / 2) / (found.gain + margin))
    if found.gain < 0:
        reach.append(error * alpha / -found.gain)
    cases = max(sample.n + 1, ceil(sample.n * min(reach) ** 2)) if reach else None
    return cases if cases is not None and cases <= power.MOST else None
