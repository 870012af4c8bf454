"""The mean of paired differences whose cases come in clusters: an interval by resampling whole clusters.

Studentised bootstrap with leverage-corrected standard errors, never narrower than the t-interval of the same error.
Of the percentile, expanded percentile, BCa and studentised intervals tried, it alone kept its level from 20 clusters on
with clusters of unequal size and skewed differences (docs/evals-statistics.md has the figures). Sources: Efron and
Tibshirani 1993, An Introduction to the Bootstrap, 12.5; Cameron, Gelbach and Miller 2008, Rev. Econ. Stat. 90:414;
the correction (CR3): Bell and McCaffrey 2002, Survey Methodology 28:169.
"""

from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from evals.stats.distributions import Interval, t_quantile, t_share

Floats = NDArray[np.float64]
RESAMPLES = 4000
_CHUNK = 1_000_000
"""How many drawn clusters are held at once: 8 MB."""


class Mean(NamedTuple):
    """value: mean difference over cases. error: its standard error. clusters: how many parts are independent.

    p_below: how probable so low a mean, or a lower one, is if the true one is not below zero.
    """

    value: float
    interval: Interval
    error: float
    clusters: int
    p_below: float


def mean_difference(
    differences: Sequence[float],
    clusters: Sequence[Hashable],
    level: float = 0.95,
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Mean:
    """`differences`: a case each; `clusters`: its key. The order of the cases changes nothing.

    Raises ValueError for fewer than two clusters.
    """
    sums, sizes = _by_cluster(differences, clusters)
    if len(sums) < 2:
        raise ValueError("an interval needs at least two clusters")
    values, errors = _means(sums[np.newaxis], sizes[np.newaxis])
    value, error = float(values[0]), float(errors[0])
    drawn, drawn_errors = _resampled(sums, sizes, resamples, np.random.default_rng(seed))
    # Draws of one cluster only, over and over, have no error of their own.
    kept = drawn_errors > 0
    ratios = (drawn[kept] - value) / drawn_errors[kept]
    tail = (1 - level) / 2
    reach = t_quantile(1 - tail, len(sums) - 1)
    low, high = np.quantile(ratios, [tail, 1 - tail]) if len(ratios) else (-reach, reach)
    interval = Interval(value - max(reach, float(high)) * error, value - min(-reach, float(low)) * error)
    return Mean(value, interval, error, len(sums), _p_below(value, error, ratios, len(sums)))


def _p_below(value: float, error: float, ratios: Floats, clusters: int) -> float:
    """The larger of the studentised bootstrap's and the t-test's, as the interval is the wider of theirs."""
    if error == 0:
        return 0.0 if value < 0 else 1.0
    ratio = value / error
    drawn = (1 + int((ratios <= ratio).sum())) / (1 + len(ratios))
    return max(drawn, t_share(ratio, clusters - 1))


def _by_cluster(differences: Sequence[float], clusters: Sequence[Hashable]) -> tuple[Floats, Floats]:
    """Sums and numbers of cases, clusters in the order of their keys, each summed in the order of its values."""
    members: dict[Hashable, list[float]] = {}
    for difference, cluster in zip(differences, clusters, strict=True):
        members.setdefault(cluster, []).append(difference)
    parts = [sorted(members[cluster]) for cluster in sorted(members, key=repr)]
    return np.array([sum(part) for part in parts], float), np.array([len(part) for part in parts], float)


def _means(sums: Floats, sizes: Floats) -> tuple[Floats, Floats]:
    """Mean and CR3 standard error of each row of clusters."""
    cases, count = sizes.sum(axis=1), sums.shape[1]
    means = sums.sum(axis=1) / cases
    left = np.maximum(1 - sizes / cases[:, np.newaxis], 1 / (2 * count))
    residuals = (sums - means[:, np.newaxis] * sizes) / left
    # What is left of equal differences is rounding, not an error.
    errors = np.sqrt((residuals**2).sum(axis=1) * (count - 1) / count) / cases
    return means, np.where(errors > 1e-12 * np.abs(means), errors, 0.0)


def _resampled(sums: Floats, sizes: Floats, resamples: int, random: np.random.Generator) -> tuple[Floats, Floats]:
    rows = max(1, _CHUNK // len(sums))
    parts: list[tuple[Floats, Floats]] = []
    for start in range(0, resamples, rows):
        drawn = random.integers(len(sums), size=(min(rows, resamples - start), len(sums)))
        parts.append(_means(sums[drawn], sizes[drawn]))
    return np.concatenate([means for means, _ in parts]), np.concatenate([errors for _, errors in parts])
