"""The interval of a paired difference: its ends solve the score equation, and it holds what it says."""

from importlib import import_module
from math import comb, sqrt
from typing import Any

import numpy as np
import pytest

from evals.stats import tango

optimize: Any = import_module("scipy.optimize")
Z = 1.959963984540054


def score(difference: float, worse: int, better: int, pairs: int) -> float:
    """The score statistic with the likeliest worse share found by search, not by Tango's formula."""

    def unlikely(share: float) -> float:
        shares = (share + difference, share, 1 - 2 * share - difference)
        counts = (better, worse, pairs - worse - better)
        return -sum(count * np.log(max(of, 1e-300)) for count, of in zip(counts, shares, strict=True) if count)

    low, high = max(0.0, -difference), (1 - difference) / 2
    share = optimize.minimize_scalar(unlikely, bounds=(low, high), method="bounded", options={"xatol": 1e-13}).x
    return (better - worse - pairs * difference) / sqrt(pairs * (2 * share + difference - difference**2))


@pytest.mark.parametrize(("worse", "better", "pairs"), [(2, 5, 40), (6, 1, 300), (3, 3, 25), (1, 0, 60), (12, 20, 90)])
def test_the_ends_are_where_the_score_is_at_its_quantile(worse: int, better: int, pairs: int):
    low, high = tango.interval(worse, better, pairs)
    assert score(low, worse, better, pairs) == pytest.approx(Z, abs=1e-4)
    assert score(high, worse, better, pairs) == pytest.approx(-Z, abs=1e-4)


def test_no_differing_pair_still_bounds_what_may_be():
    assert tango.interval(0, 0, 300).upper == pytest.approx(Z**2 / (300 + Z**2), abs=1e-9)
    assert tango.interval(0, 0, 300).lower == pytest.approx(-0.01264, abs=1e-5)
    assert tango.interval(0, 0, 300, level=0.9).upper == pytest.approx(0.00894, abs=1e-5)


def test_all_pairs_may_differ():
    assert tango.interval(0, 8, 8).upper == 1.0
    assert tango.interval(8, 0, 8).lower == -1.0


def test_more_worse_pairs_move_both_ends_down():
    found = [tango.interval(worse, 3, 120) for worse in range(30)]
    assert found == sorted(found, reverse=True)
    assert [one.upper for one in found] == sorted((one.upper for one in found), reverse=True)


@pytest.mark.parametrize(("worse_rate", "better_rate", "pairs"), [(0.1, 0.1, 40), (0.05, 0.15, 60), (0.02, 0.02, 60)])
def test_coverage_by_enumeration(worse_rate: float, better_rate: float, pairs: int):
    """Every table that may come, weighed by how probable it is."""
    covered, least = 0.0, 1e-8
    for worse in range(pairs + 1):
        for better in range(pairs - worse + 1):
            weight = (
                comb(pairs, worse)
                * comb(pairs - worse, better)
                * worse_rate**worse
                * better_rate**better
                * (1 - worse_rate - better_rate) ** (pairs - worse - better)
            )
            if weight > least:
                low, high = tango.interval(worse, better, pairs)
                covered += weight * (low <= better_rate - worse_rate <= high)
    assert 0.93 <= covered <= 0.99
