"""What a comparison could have seen."""

from itertools import product
from math import comb

import pytest

from evals.stats import mcnemar, power


@pytest.mark.parametrize(("worse", "better", "pairs"), [(0.2, 0.05, 8), (0.3, 0.0, 10), (0.1, 0.1, 9)])
def test_power_is_the_weight_of_the_tables_that_the_test_refuses(worse: float, better: float, pairs: int):
    expected = 0.0
    for w, b in product(range(pairs + 1), repeat=2):
        if w + b <= pairs and mcnemar.one_sided(w, b) <= 0.05:
            ways = comb(pairs, w) * comb(pairs - w, b)
            expected += ways * worse**w * better**b * (1 - worse - better) ** (pairs - w - b)
    assert power.mcnemar_power(worse, better, pairs) == pytest.approx(expected, abs=1e-9)


def test_the_detectable_drop_is_seen_and_a_smaller_one_is_not():
    drop = power.detectable_drop(300, 0.004)
    assert power.mcnemar_power(0.004 + drop, 0.004, 300) >= 0.8
    assert power.mcnemar_power(0.004 + drop - 0.002, 0.004, 300) < 0.8
    assert 0.02 < drop < 0.035


def test_more_cases_see_less():
    drops = [power.detectable_drop(pairs, 0.004) for pairs in (50, 100, 300, 1000)]
    assert drops == sorted(drops, reverse=True)
    assert power.detectable_drop(3, 0.004) == 1.0


def test_connor_of_a_worked_example():
    # z(0.95) = 1.6449, z(0.8) = 0.8416: ((1.6449 sqrt(0.1) + 0.8416 sqrt(0.1 - 0.0025)) / 0.05) ** 2 = 245.1
    assert power.cases_to_detect(0.05, 0.1) == 246


def test_connor_is_near_the_exact_power():
    cases = power.cases_to_detect(0.05, 0.07)
    assert power.mcnemar_power(0.06, 0.01, cases) == pytest.approx(0.8, abs=0.06)


def test_a_drop_above_what_differs_cannot_be():
    with pytest.raises(ValueError, match="at most the share"):
        power.cases_to_detect(0.2, 0.1)


def test_the_smallest_number_that_decides():
    assert power.smallest(lambda count: count >= 189, 1) == 189
    assert power.smallest(lambda count: True, 1) == 1
    assert power.smallest(lambda count: False, 1) is None
