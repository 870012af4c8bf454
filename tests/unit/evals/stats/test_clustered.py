"""The interval of a mean difference of cases in clusters."""

from itertools import product

import numpy as np
import pytest

from evals.stats import coverage
from evals.stats.clustered import mean_difference
from evals.stats.distributions import t_quantile


def test_one_case_a_cluster_has_the_error_of_the_mean():
    values = [0.3, -0.1, 0.4, 0.0, 0.2, -0.5]
    found = mean_difference(values, range(6))
    assert found.value == pytest.approx(np.mean(values))
    assert found.error == pytest.approx(np.std(values, ddof=1) / np.sqrt(6))
    assert found.clusters == 6


def test_a_case_left_out_at_a_time_gives_the_same_error():
    """CR3 is the jackknife over clusters, which can be done by hand."""
    values, keys = [1.0, 0.0, 0.5, -1.0, 0.25, 0.75, 0.0], ["a", "a", "b", "c", "c", "c", "d"]
    whole = np.mean(values)
    left = [np.mean([v for v, key in zip(values, keys, strict=True) if key != out]) for out in "abcd"]
    jackknife = np.sqrt(3 / 4 * sum((one - whole) ** 2 for one in left))
    assert mean_difference(values, keys).error == pytest.approx(jackknife)


def test_every_resample_of_few_clusters_enumerated():
    """The quantiles come from the studentised distribution over all 4 ** 4 resamples, where they are wider than t's."""
    values = [0.0, 0.1, 0.3, 3.0]
    found = mean_difference(values, range(4), level=0.5, resamples=200_000)
    array = np.array(values)
    ratios: list[float] = []
    for drawn in product(range(4), repeat=4):
        sample = array[list(drawn)]
        error = np.std(sample, ddof=1) / 2
        if error > 0:
            ratios.append((sample.mean() - array.mean()) / error)
    low, high = np.quantile(ratios, [0.25, 0.75])
    reach = t_quantile(0.75, 3)
    assert found.interval.lower == pytest.approx(found.value - max(reach, high) * found.error, rel=0.02)
    assert found.interval.upper == pytest.approx(found.value - min(-reach, low) * found.error, rel=0.02)


def test_the_order_of_cases_and_the_names_of_clusters_change_nothing():
    random = np.random.default_rng(5)
    values, keys = [float(value) for value in random.normal(size=60)], [f"k{at % 23:02}" for at in range(60)]
    order = [int(at) for at in random.permutation(60)]
    shuffled = mean_difference([values[at] for at in order], [keys[at] for at in order])
    assert shuffled == mean_difference(values, keys)


def test_cases_that_share_causes_count_for_less():
    values = [1.0, -1.0] * 30
    alone = mean_difference(values, range(60))
    together = mean_difference(values, [at % 2 + 2 * (at // 12) for at in range(60)])
    assert together.error > 1.5 * alone.error


def test_no_difference_has_no_width():
    assert mean_difference([0.0] * 40, range(40)).interval == (0.0, 0.0)
    assert mean_difference([0.0] * 40, range(40)).p_below == 1.0
    assert mean_difference([-0.5] * 40, range(40)).p_below == 0.0


def test_p_agrees_with_the_interval():
    """One-sided at 5 % where the 90 % interval lies below zero."""
    random = np.random.default_rng(8)
    for shift in np.linspace(-0.6, 0.1, 15):
        values = (random.normal(size=50) + shift).tolist()
        found = mean_difference(values, range(50), level=0.9)
        if abs(found.interval.upper) > 0.01:
            assert (found.p_below <= 0.05) == (found.interval.upper < 0)


def test_one_cluster_has_no_interval():
    with pytest.raises(ValueError, match="two clusters"):
        mean_difference([0.1, 0.2], ["a", "a"])


def test_the_sizes_of_clusters_change_from_run_to_run_of_the_measure():
    assert coverage.measure(20, "1 to 15", "normal", 5) == coverage.measure(20, "1 to 15", "normal", 5)


@pytest.mark.parametrize(("clusters", "sizes", "shape"), [(20, "1 to 15", "normal"), (50, "5", "flips")])
def test_coverage_of_a_small_sample(clusters: int, sizes: str, shape: str):
    """The full measure is `python -m evals.stats.coverage`; here enough to see an interval that is far too narrow."""
    found = coverage.measure(clusters, sizes, shape, 250, resamples=300)
    assert 0.90 <= found["coverage"] <= 0.985
