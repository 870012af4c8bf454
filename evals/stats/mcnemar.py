"""McNemar's exact test: of the cases whose verdict differs, is as often the one right as the other?

worse: cases only the first run passes. better: cases only the second run passes. Cases with equal verdicts say nothing.
Sources: McNemar 1947, Psychometrika 12; Fagerland, Lydersen and Laake 2013, BMC Med. Res. Methodol. 13:91.
"""

from math import comb


def _tail(least: int, discordant: int) -> float:
    """P(X >= least) for a fair coin, in whole numbers until the last division."""
    return sum(comb(discordant, count) for count in range(max(least, 0), discordant + 1)) / 2**discordant


def one_sided(worse: int, better: int) -> float:
    """How probable so many worse ones, or more, are if the second run is no worse."""
    return _tail(worse, worse + better)


def two_sided(worse: int, better: int) -> float:
    return min(1.0, 2 * _tail(max(worse, better), worse + better))


def mid_p(worse: int, better: int) -> float:
    """Two-sided, with half of the observed table's own probability left out: less conservative, not guaranteed."""
    discordant = worse + better
    return min(1.0, 2 * _tail(max(worse, better), discordant) - comb(discordant, worse) / 2**discordant)
