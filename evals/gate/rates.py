"""Shares of cases that pass: McNemar's exact test and Tango's interval on single runs."""

from evals.gate.margins import Margins
from evals.gate.samples import Compared, Sample
from evals.stats import mcnemar, power, tango
from evals.stats.distributions import normal_quantile


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
        needed=_needed(worse / sample.n, better / sample.n, sample, rules),
        clusters=len(set(sample.clusters)),
        same=sample.same,
    )


def _needed(worse: float, better: float, sample: Sample, rules: Margins) -> int | None:
    """Cases with which the shares seen would show either no loss beyond the margin or a loss."""

    def no_worse(cases: int) -> bool:
        return tango.interval(worse * cases, better * cases, cases, rules.level).lower > -sample.rule.margin

    enough = power.smallest(no_worse, 1) if better - worse > -sample.rule.margin else None
    lost = None
    if worse > better:
        lost = round(normal_quantile(1 - sample.rule.alpha) ** 2 * (worse + better) / (worse - better) ** 2) + 1
    found = [count for count in (enough, lost) if count is not None and count <= power.MOST]
    return min(found, default=None)


def widened(compared: Compared, rules: Margins) -> Compared:
    """Averages of epochs: at least as wide as where no case of so many clusters differs.

    Resampling cases that do not differ gives no width, though that many cannot rule out a rare difference.
    """
    least = tango.interval(0, 0, compared.clusters, rules.level).upper
    if compared.lower is None or compared.upper is None:
        return compared
    lower = max(-1.0, min(compared.lower, compared.gain - least))
    return compared._replace(lower=lower, upper=min(1.0, max(compared.upper, compared.gain + least)))
