"""`python -m evals.stats.coverage`: how often the clustered interval holds the true value, by simulation."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypedDict

import numpy as np
from numpy.typing import NDArray

from evals.stats.clustered import mean_difference
from evals.stats.proportions import clopper_pearson

Random = np.random.Generator
Floats = NDArray[np.float64]
_SHARED = 0.5
"""Share of a difference's variance that a cluster's cases have in common."""
_SIZES: dict[str, Callable[[int, Random], NDArray[np.int64]]] = {
    "1": lambda clusters, _: np.ones(clusters, np.int64),
    "5": lambda clusters, _: np.full(clusters, 5, np.int64),
    "1 to 15": lambda clusters, random: np.minimum(random.geometric(0.3, clusters), 15),
}


class Shape(NamedTuple):
    """Differences of cases (`clusters`: each case's cluster as a number) whose true mean is `mean`."""

    mean: float
    draw: Callable[[NDArray[np.int64], int, Random], Floats]


def _normal(clusters: NDArray[np.int64], count: int, random: Random) -> Floats:
    return np.sqrt(_SHARED) * random.normal(size=count)[clusters] + np.sqrt(1 - _SHARED) * random.normal(
        size=len(clusters)
    )


def _skewed(clusters: NDArray[np.int64], count: int, random: Random) -> Floats:
    common, own = random.exponential(size=count)[clusters] - 1, random.exponential(size=len(clusters)) - 1
    return np.sqrt(_SHARED) * common + np.sqrt(1 - _SHARED) * own


def _shared(clusters: NDArray[np.int64], count: int, random: Random) -> Floats:
    """Uniform numbers of which about half are their cluster's."""
    common, own = random.random(count)[clusters], random.random(len(clusters))
    return np.where(random.random(len(clusters)) < _SHARED, common, own)


def _flips(clusters: NDArray[np.int64], count: int, random: Random) -> Floats:
    """A fifth of the cases change their verdict: 12 % become worse, 8 % better."""
    at = _shared(clusters, count, random)
    return np.where(at < 0.12, -1.0, np.where(at > 0.92, 1.0, 0.0))


def _rare(clusters: NDArray[np.int64], count: int, random: Random) -> Floats:
    """One case of ten loses something, between nothing and half a point."""
    return -0.5 * random.random(len(clusters)) * (_shared(clusters, count, random) < 0.1)


SHAPES = {
    "normal": Shape(0.0, _normal),
    "skewed": Shape(0.0, _skewed),
    "flips": Shape(-0.04, _flips),
    "rare": Shape(-0.025, _rare),
}


class Measured(TypedDict):
    """coverage: share of the intervals that hold the true value; low, high: its 95 % interval from `runs`."""

    clusters: int
    sizes: str
    shape: str
    runs: int
    coverage: float
    low: float
    high: float


def measure(clusters: int, sizes: str, shape: str, runs: int, resamples: int = 600, seed: int = 0) -> Measured:
    """Deterministic for a seed."""
    random = np.random.default_rng([seed, clusters, sorted(_SIZES).index(sizes), sorted(SHAPES).index(shape)])
    made = SHAPES[shape]
    held = 0
    for run in range(runs):
        keys = np.repeat(np.arange(clusters), _SIZES[sizes](clusters, random))
        drawn = made.draw(keys, clusters, random)
        found = mean_difference(drawn.tolist(), keys.tolist(), resamples=resamples, seed=run)
        held += found.interval.lower <= made.mean <= found.interval.upper
    low, high = clopper_pearson(held, runs)
    return Measured(clusters=clusters, sizes=sizes, shape=shape, runs=runs, coverage=held / runs, low=low, high=high)


def _all(clusters: Iterable[int], runs: int) -> list[Measured]:
    return [measure(count, sizes, shape, runs) for count in clusters for sizes in _SIZES for shape in SHAPES]


def _table(rows: Iterable[Measured]) -> str:
    lines = ["| clusters | cases a cluster | differences | coverage | from |", "|---|---|---|---|---|"]
    lines += [
        f"| {row['clusters']} | {row['sizes']} | {row['shape']} | {row['coverage']:.1%} | {row['runs']:,} |"
        for row in rows
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m evals.stats.coverage", description=__doc__)
    parser.add_argument("--runs", type=int, default=2000, help="simulated comparisons of each kind")
    parser.add_argument("--clusters", type=int, nargs="+", default=[20, 50, 100, 300])
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    given = parser.parse_args()
    rows = _all(given.clusters, given.runs)
    sys.stdout.write((json.dumps(rows, indent=1) if given.json else _table(rows)) + "\n")


if __name__ == "__main__":
    main()
