"""A share with its confidence interval, for display; the gate decides by its own rules."""

from typing import NamedTuple

from evals.stats import proportions


class Share(NamedTuple):
    """A share with its lower and upper bound, all from 0 to 1."""

    share: float
    low: float
    high: float


def wilson(passed: float, cases: int) -> Share:
    """The share of cases with Wilson's 95% interval; passed may be a sum of averages over epochs.

    No cases give the whole range.
    """
    low, high = proportions.wilson(passed, cases)
    share = passed / cases if cases else 0.0
    return Share(share, min(low, share), max(high, share))
