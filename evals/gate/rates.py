"""Shares of cases that pass: McNemar's exact test and Tango's interval on single runs."""

from math import ceil, floor

from evals.gate.margins import Margins
from evals.gate.samples import Compared, Sample
from evals.stats import mcnemar, power, tango
from evals.stats.distributions import binomial_tail


def compare(sample: Sample, rules: Margins) -> Compared:
    """Every case passes or fails once in each run."""
    sides = list(zip(sample.base, sample.head, strict=True))
    worse, better = sum(b > h for b, h in sides), sum(b < h for b, h in sides)
    lower, upper = tango.interval(worse, better, sample.n, rules.level)
    return Compared(
        method="mcnemar",
        gain=(better - worse) / sample.n,
        lower=lower,
        upper=upper,
        p=mcnemar.one_sided(worse, better),
        mde=power.detectable_drop(sample.n, rules.flip_rate, sample.rule.alpha, rules.power),
        clusters=len(set(sample.clusters)),
        same=sample.same,
    )


def needed(sample: Sample, rules: Margins) -> int | None:
    """Cases, more than these, with which the shares seen would show either no loss beyond the margin or a loss."""
    sides = list(zip(sample.base, sample.head, strict=True))
    worse, better = (sum(gains) / sample.n for gains in ((b > h for b, h in sides), (b < h for b, h in sides)))

    def decides(cases: int) -> bool:
        lost, won = floor(worse * cases), ceil(better * cases)
        seen = binomial_tail(lost, lost + won, 0.5) <= sample.rule.alpha
        return seen or tango.interval(worse * cases, better * cases, cases, rules.level).lower > -sample.rule.margin

    return power.smallest(decides, sample.n + 1)


def widened(compared: Compared, rules: Margins) -> Compared:
    """Averages of epochs: at least as wide as where no case of so many clusters differs.

    Resampling cases that do not differ gives no width, though that many cannot rule out a rare difference.
    """
    least = tango.interval(0, 0, compared.clusters, rules.level).upper
    if compared.lower is None or compared.upper is None:
        return compared
    lower = max(-1.0, min(compared.lower, compared.gain - least))
    return compared._replace(lower=lower, upper=min(1.0, max(compared.upper, compared.gain + least)))
