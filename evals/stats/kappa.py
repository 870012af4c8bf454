"""Cohen's kappa: agreement of two who label the same things, beyond what chance gives.

Sources: Cohen 1960, Educ. Psychol. Meas. 20:37; the variance: Fleiss, Cohen and Everitt 1969, Psychol. Bull. 72:323.
"""

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

from evals.stats.distributions import Interval, normal_quantile


class Kappa(NamedTuple):
    """value: 1 full agreement, 0 chance. interval: large-sample, cut at -1 and 1. n: things labelled."""

    value: float
    interval: Interval
    agreement: float
    n: int


def kappa(first: Sequence[object], second: Sequence[object], level: float = 0.95) -> Kappa:
    """Raises ValueError for labels of different number, none, or all of one kind (agreement by chance is then 1)."""
    if len(first) != len(second) or not first:
        raise ValueError("kappa needs two labels of each thing, and at least one thing")
    kinds = sorted({*first, *second}, key=repr)
    n, pairs = len(first), list(zip(first, second, strict=True))
    shares = [[pairs.count((row, column)) / n for column in kinds] for row in kinds]
    rows = [float(sum(row)) for row in shares]
    columns = [float(sum(column)) for column in zip(*shares, strict=True)]
    observed = sum(shares[at][at] for at in range(len(kinds)))
    chance = sum(row * column for row, column in zip(rows, columns, strict=True))
    if chance == 1:
        raise ValueError("everything has the same label; kappa says nothing")
    value = (observed - chance) / (1 - chance)
    half = normal_quantile((1 + level) / 2) * _error(shares, rows, columns, value, chance, n)
    return Kappa(value, Interval(max(-1.0, value - half), min(1.0, value + half)), observed, n)


def _error(
    shares: list[list[float]], rows: list[float], columns: list[float], value: float, chance: float, n: int
) -> float:
    kinds = range(len(rows))
    agreed = sum(shares[i][i] * (1 - (rows[i] + columns[i]) * (1 - value)) ** 2 for i in kinds)
    apart = sum(shares[i][j] * (columns[i] + rows[j]) ** 2 for i in kinds for j in kinds if i != j)
    variance = agreed + (1 - value) ** 2 * apart - (value - chance * (1 - value)) ** 2
    return sqrt(max(variance, 0.0) / n) / (1 - chance)
