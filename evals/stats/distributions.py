"""Quantiles and tails from scipy.special, typed. Angles, rates and levels are shares of 1."""

from importlib import import_module
from typing import Any, NamedTuple

# Through Any: scipy ships no types. `special` loads in a tenth of the time of `scipy.stats`.
_special: Any = import_module("scipy.special")


class Interval(NamedTuple):
    """Both ends of an interval at a level of confidence, in the unit of what is estimated."""

    lower: float
    upper: float


def normal_quantile(share: float) -> float:
    return float(_special.ndtri(share))


def normal_share(value: float) -> float:
    return float(_special.ndtr(value))


def t_quantile(share: float, freedom: float) -> float:
    return float(_special.stdtrit(freedom, share))


def t_share(value: float, freedom: float) -> float:
    return float(_special.stdtr(freedom, value))


def beta_quantile(share: float, a: float, b: float) -> float:
    return float(_special.betaincinv(a, b, share))


def binomial_tail(successes: int, trials: int, rate: float) -> float:
    """P(X >= successes) of `trials` independent ones at `rate`: the regularised incomplete beta function.

    Source: DLMF 8.17.5.
    """
    if successes <= 0:
        return 1.0
    if successes > trials:
        return 0.0
    return float(_special.betainc(successes, trials - successes + 1, rate))
