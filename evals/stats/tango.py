"""The difference of two paired proportions: Tango's score interval.

It keeps its level in small samples and where no pair or every pair differs, where Wald's has no width.
Source: Tango 1998, Statistics in Medicine 17:891; comparison in Fagerland, Lydersen and Laake 2014, ibid. 33:2850.
"""

from importlib import import_module
from math import sqrt
from typing import Any

from evals.stats.distributions import Interval, normal_quantile

# Through Any: scipy ships no types.
_optimize: Any = import_module("scipy.optimize")
_END = 1 - 1e-12


def interval(worse: float, better: float, pairs: float, level: float = 0.95) -> Interval:
    """Second minus first proportion: `worse` pairs pass only the first time, `better` only the second, of `pairs`.

    Counts may be broken numbers, as when they are scaled to another number of pairs.
    """
    z = normal_quantile((1 + level) / 2)
    estimate = (better - worse) / pairs

    def lower(difference: float) -> float:
        return _score(difference, worse, better, pairs) - z

    def upper(difference: float) -> float:
        return _score(difference, worse, better, pairs) + z

    low = _optimize.brentq(lower, -_END, estimate, xtol=1e-13) if estimate > -_END and lower(-_END) > 0 else -1.0
    high = _optimize.brentq(upper, estimate, _END, xtol=1e-13) if estimate < _END and upper(_END) < 0 else 1.0
    return Interval(float(low), float(high))


def _score(difference: float, worse: float, better: float, pairs: float) -> float:
    """The score statistic of one supposed difference, with the worse share at its likeliest under it."""
    a = 2 * pairs
    b = (2 * pairs - better + worse) * difference - worse - better
    c = -worse * difference * (1 - difference)
    likeliest = (sqrt(max(b * b - 4 * a * c, 0.0)) - b) / (2 * a)
    variance = pairs * (2 * likeliest + difference * (1 - difference))
    distance = better - worse - pairs * difference
    return distance / sqrt(variance) if variance > 0 else 0.0
