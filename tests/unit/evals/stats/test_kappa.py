"""Cohen's kappa and its interval."""

from math import sqrt

import numpy as np
import pytest

from evals.stats.kappa import kappa


def labels(table: list[list[int]]) -> tuple[list[int], list[int]]:
    pairs = [(i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]
    return [first for first, _ in pairs], [second for _, second in pairs]


def by_definition(shares: "np.typing.NDArray[np.float64]") -> float:
    chance = float(shares.sum(axis=1) @ shares.sum(axis=0))
    return (float(np.trace(shares)) - chance) / (1 - chance)


def by_delta_method(table: list[list[int]]) -> float:
    """The standard error from numerical derivatives of kappa in each cell's share."""
    counts = np.array(table, float)
    shares, n, step = counts / counts.sum(), counts.sum(), 1e-6
    slopes = np.zeros_like(shares)
    for at in np.ndindex(*shares.shape):
        moved = np.zeros_like(shares)
        moved[at] = step
        slopes[at] = (by_definition(shares + moved) - by_definition(shares - moved)) / (2 * step)
    return sqrt(float((shares * slopes**2).sum() - (shares * slopes).sum() ** 2) / n)


TABLES = [[[20, 5], [10, 15]], [[88, 14, 18], [10, 40, 10], [2, 6, 12]], [[3, 1], [0, 6]]]


@pytest.mark.parametrize("table", TABLES, ids=["two by two", "three by three", "small"])
def test_value_and_error_agree_with_the_delta_method(table: list[list[int]]):
    found = kappa(*labels(table))
    counts = np.array(table, float)
    assert found.value == pytest.approx(by_definition(counts / counts.sum()), abs=1e-12)
    half = 1.959963984540054 * by_delta_method(table)
    assert found.interval.lower == pytest.approx(max(-1, found.value - half), abs=1e-6)
    assert found.interval.upper == pytest.approx(min(1, found.value + half), abs=1e-6)


def test_a_textbook_example():
    assert kappa(*labels(TABLES[0])).value == pytest.approx(0.4)
    assert kappa(*labels(TABLES[0])).agreement == pytest.approx(0.7)


def test_full_agreement():
    assert kappa(list("aabb"), list("aabb")).value == 1


@pytest.mark.parametrize(("first", "second"), [([], []), (["a"], ["a", "b"]), (["a", "a"], ["a", "a"])])
def test_labels_that_say_nothing(first: list[str], second: list[str]):
    with pytest.raises(ValueError, match=r"kappa|label"):
        kappa(first, second)
