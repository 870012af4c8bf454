"""Intervals of one proportion, and pass^k."""

from math import comb, sqrt

from evals.stats.distributions import Interval, beta_quantile, normal_quantile


def wilson(successes: float, trials: int, level: float = 0.95) -> Interval:
    """Score interval; successes may be a sum of shares. Source: Wilson 1927, JASA 22:209."""
    if trials == 0:
        return Interval(0.0, 1.0)
    z, rate = normal_quantile((1 + level) / 2), successes / trials
    middle = (rate + z**2 / (2 * trials)) / (1 + z**2 / trials)
    half = z / (1 + z**2 / trials) * sqrt(rate * (1 - rate) / trials + z**2 / (4 * trials**2))
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


def clopper_pearson(successes: int, trials: int, level: float = 0.95) -> Interval:
    """Exact interval: covers at least at its level. Source: Clopper and Pearson 1934, Biometrika 26:404."""
    tail = (1 - level) / 2
    lower = beta_quantile(tail, successes, trials - successes + 1) if successes else 0.0
    upper = beta_quantile(1 - tail, successes + 1, trials - successes) if successes < trials else 1.0
    return Interval(lower, upper)


def pass_hat(passed: int, epochs: int, k: int) -> float:
    """pass^k: how probable it is that k tries all pass, without bias from `passed` of `epochs` tries.

    Raises ValueError for k above the number of epochs. Source: Yao et al. 2024, tau-bench, arXiv:2406.12045.
    """
    if not 1 <= k <= epochs:
        raise ValueError(f"pass^{k} needs at least {k} epochs; there are {epochs}")
    return comb(passed, k) / comb(epochs, k)
