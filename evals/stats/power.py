"""What a comparison could have seen, and how many cases would have decided it."""

from collections.abc import Callable
from functools import cache
from math import ceil, sqrt

from evals.stats.distributions import binomial_tail, normal_quantile

MOST = 1_000_000
"""Above so many cases nobody writes them: no number is given then."""


def cases_to_detect(drop: float, differing: float, alpha: float = 0.05, power: float = 0.8) -> int:
    """Pairs with which McNemar's one-sided test sees a true drop, where `differing` of the pairs differ.

    Source: Connor 1987, Biometrics 43:207 (with the one-sided quantile).
    """
    if not 0 < drop <= differing:
        raise ValueError("the drop is above zero and at most the share of pairs that differ")
    root = normal_quantile(1 - alpha) * sqrt(differing) + normal_quantile(power) * sqrt(differing - drop**2)
    return ceil((root / drop) ** 2)


def mcnemar_power(worse: float, better: float, pairs: int, alpha: float = 0.05) -> float:
    """How probable it is that the exact one-sided test sees it, for true shares of pairs that become worse and better.

    Exact: summed over how many pairs differ and how they part.
    """
    differing = worse + better
    if differing <= 0:
        return 0.0
    seen = 0.0
    for discordant in range(pairs + 1):
        weight = _binomial(discordant, pairs, differing)
        seen += weight * binomial_tail(_critical(discordant, alpha), discordant, worse / differing)
        if discordant > pairs * differing and weight < 1e-12:
            break
    return seen


@cache
def _critical(discordant: int, alpha: float) -> int:
    """The smallest number of worse ones among so many differing ones that the exact test refuses at alpha."""
    low, high = discordant // 2, discordant + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if binomial_tail(middle, discordant, 0.5) <= alpha else (middle, high)
    return high


def _binomial(count: int, trials: int, rate: float) -> float:
    return binomial_tail(count, trials, rate) - binomial_tail(count + 1, trials, rate)


@cache
def detectable_drop(pairs: int, noise: float, alpha: float = 0.05, power: float = 0.8) -> float:
    """The smallest true drop of a pass rate that McNemar's exact test sees with `power`; 1 where it sees none.

    noise: share of pairs that change either way for no reason.
    """
    low, high = 0.0, 1.0 - 2 * noise
    if pairs == 0 or mcnemar_power(noise + high, noise, pairs, alpha) < power:
        return 1.0
    while high - low > 1e-4:
        middle = (low + high) / 2
        low, high = (low, middle) if mcnemar_power(noise + middle, noise, pairs, alpha) >= power else (middle, high)
    return high


def detectable_shift(error: float, alpha: float = 0.05, power: float = 0.8) -> float:
    """The smallest true shift of a mean that is seen, from its standard error; same unit."""
    return (normal_quantile(1 - alpha) + normal_quantile(power)) * error


def smallest(decided: Callable[[int], bool], least: int) -> int | None:
    """The smallest number of cases from `least` with which `decided` holds (it stays so); None above MOST."""
    high = max(1, least)
    while not decided(high):
        high *= 2
        if high > MOST:
            return None
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if decided(middle) else (middle, high)
    return max(high, least)
