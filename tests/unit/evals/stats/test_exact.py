"""Tests and intervals of counts: every small table enumerated, and a thousand random ones held against scipy."""

from fractions import Fraction
from importlib import import_module
from itertools import combinations, product
from math import comb
from typing import Any

import numpy as np
import pytest

from evals.stats import holm, mcnemar
from evals.stats.distributions import binomial_tail
from evals.stats.proportions import clopper_pearson, pass_hat, wilson

stats: Any = import_module("scipy.stats")
SMALL = [(worse, better) for worse in range(9) for better in range(9 - worse)]


def enumerated(worse: int, better: int) -> tuple[Fraction, Fraction]:
    """Both p-values by counting every way that the differing pairs may part."""
    flips = [sum(way) for way in product((0, 1), repeat=worse + better)]
    one = sum(count >= worse for count in flips)
    extreme = sum(comb(worse + better, count) <= comb(worse + better, worse) for count in flips)
    return Fraction(one, len(flips)), Fraction(extreme, len(flips))


@pytest.mark.parametrize(("worse", "better"), SMALL)
def test_mcnemar_is_the_count_of_ways(worse: int, better: int):
    one, two = enumerated(worse, better)
    assert mcnemar.one_sided(worse, better) == pytest.approx(float(one), abs=1e-15)
    assert mcnemar.two_sided(worse, better) == pytest.approx(float(two), abs=1e-15)


def test_mid_p_leaves_out_half_of_the_table_itself():
    # Fagerland, Lydersen and Laake 2013, table 1: 1 and 7 of 8 discordant; exact 0.070, mid-p 0.039.
    assert mcnemar.two_sided(7, 1) == pytest.approx(0.0703125)
    assert mcnemar.mid_p(7, 1) == pytest.approx(0.0390625)
    assert mcnemar.mid_p(3, 3) == 1.0


def test_a_thousand_random_tables_agree_with_scipy():
    random = np.random.default_rng(1)
    tables = [(int(worse), int(better)) for worse, better in random.integers(0, 60, (1000, 2))]
    one_sided = stats.binom.sf([worse - 1 for worse, _ in tables], [sum(table) for table in tables], 0.5)
    for (worse, better), expected in zip(tables, one_sided.tolist(), strict=True):
        assert mcnemar.one_sided(worse, better) == pytest.approx(expected, abs=1e-9)
        both = stats.binomtest(worse, worse + better, 0.5).pvalue if worse + better else 1.0
        assert mcnemar.two_sided(worse, better) == pytest.approx(both, abs=1e-9)


def test_a_thousand_random_tails_and_intervals_agree_with_scipy():
    random = np.random.default_rng(2)
    trials = random.integers(1, 400, 1000)
    seen, rates = random.integers(0, trials + 1), random.uniform(0.0005, 0.2, 1000)
    tails = stats.binom.sf(seen - 1, trials, rates)
    low, high = stats.beta.ppf(0.05, seen, trials - seen + 1), stats.beta.ppf(0.95, seen + 1, trials - seen)
    for at, (k, n) in enumerate(zip(seen.tolist(), trials.tolist(), strict=True)):
        assert binomial_tail(k, n, float(rates[at])) == pytest.approx(float(tails[at]), abs=1e-9)
        exact = (0.0 if k == 0 else float(low[at]), 1.0 if k == n else float(high[at]))
        assert clopper_pearson(k, n, 0.9) == pytest.approx(exact, abs=1e-9)
        score = stats.binomtest(k, n).proportion_ci(0.95, method="wilson")
        assert wilson(k, n) == pytest.approx((score.low, score.high), abs=1e-9)


@pytest.mark.parametrize("rate", [0.001, 0.05, 0.5, 0.93])
def test_a_binomial_tail_is_the_sum_of_its_terms(rate: float):
    for trials in range(1, 13):
        exact, at = Fraction(rate), [comb(trials, count) for count in range(trials + 1)]
        terms = [ways * exact**count * (1 - exact) ** (trials - count) for count, ways in enumerate(at)]
        for least in range(trials + 2):
            assert binomial_tail(least, trials, rate) == pytest.approx(float(sum(terms[least:])), abs=1e-12)


def stepped_down(p_values: list[float], alpha: float) -> list[bool]:
    """Holm's procedure as he describes it: refuse from the smallest on until one is too large."""
    refused = [False] * len(p_values)
    for rank, at in enumerate(sorted(range(len(p_values)), key=lambda one: p_values[one])):
        if p_values[at] > alpha / (len(p_values) - rank):
            break
        refused[at] = True
    return refused


def test_adjusted_values_refuse_what_holm_refuses():
    random = np.random.default_rng(3)
    for _ in range(1000):
        p_values = [float(value) for value in random.beta(0.5, 3, int(random.integers(1, 12)))]
        alpha = float(random.uniform(0.001, 0.3))
        assert [value <= alpha for value in holm.adjusted(p_values)] == stepped_down(p_values, alpha)


def test_holm_of_a_published_example():
    assert holm.adjusted([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_pass_hat_is_the_share_of_choices_that_all_pass():
    for epochs in range(1, 7):
        for passed in range(epochs + 1):
            tries = [True] * passed + [False] * (epochs - passed)
            for k in range(1, epochs + 1):
                chosen = [all(some) for some in combinations(tries, k)]
                assert pass_hat(passed, epochs, k) == pytest.approx(sum(chosen) / len(chosen))


def test_pass_hat_refuses_more_tries_than_there_are():
    with pytest.raises(ValueError, match="at least 4 epochs"):
        pass_hat(2, 3, 4)
