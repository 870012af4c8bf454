"""Each metric over all cases, paired by case: no worse than before by more than its margin?"""

from collections.abc import Sequence
from math import exp
from statistics import fmean

from evals.gate import means, rates
from evals.gate.margins import Margins
from evals.gate.pairs import Pair, graders, scores
from evals.gate.samples import Compared, Sample, sample, verdict_of
from evals.gate.verdict import MetricVerdict
from evals.stats import holm


def judge(pairs: Sequence[Pair], rules: Margins) -> list[MetricVerdict]:
    """`passed` first, then the graders (their tests for worse corrected together), then the scores."""
    whole = _samples(["passed"], pairs, rules, grader=True)
    parts = _samples(graders(pairs), pairs, rules, grader=True)
    figures = _samples(scores(pairs), pairs, rules, grader=False)
    compared = [_compare(part, rules) for part in parts]
    corrected = holm.adjusted([found.p for found in compared])
    return [
        *(_verdict(one, _compare(one, rules), rules) for one in whole),
        *(_verdict(one, f._replace(p=p), rules) for one, f, p in zip(parts, compared, corrected, strict=True)),
        *(_verdict(one, _compare(one, rules), rules) for one in figures),
    ]


def _samples(names: Sequence[str], pairs: Sequence[Pair], rules: Margins, *, grader: bool) -> list[Sample]:
    found = [sample(name, pairs, rules.rule(name, grader=grader), grader=grader) for name in names]
    return [one for one in found if one.n]


def _compare(one: Sample, rules: Margins) -> Compared:
    if one.single:
        return rates.compare(one, rules)
    found = means.compare(one, rules)
    return rates.widened(found, rules) if one.rule.kind == "rate" else found


def _needed(one: Sample, found: Compared, rules: Margins) -> int | None:
    return rates.needed(one, rules) if one.single else means.needed(one, found, rules)


def _verdict(one: Sample, found: Compared, rules: Margins) -> MetricVerdict:
    _, margin = means.scale(one)
    verdict = verdict_of(found, one.rule, margin)
    ends = [_shown(end, one) for end in (found.lower, found.upper) if end is not None]
    differs = list(zip(one.base, one.head, strict=True)) if one.rule.kind == "rate" else []
    return MetricVerdict(
        name=one.name,
        kind=one.rule.kind,
        method=found.method,
        verdict=verdict,
        blocks=verdict.lower() in one.rule.blocks,
        better=one.rule.better,
        n=one.n,
        clusters=found.clusters,
        base=fmean(one.base),
        head=fmean(one.head),
        difference=_shown(found.gain, one),
        lower=min(ends, default=None),
        upper=max(ends, default=None),
        margin=one.rule.margin,
        p=found.p,
        mde=None if found.mde is None else abs(_shown(-found.mde, one)),
        needed=_needed(one, found, rules) if verdict == "INCONCLUSIVE" else None,
        newly_failing=sum(before == 1 and after < 0.5 for before, after in differs),
        newly_fixed=sum(after == 1 and before < 0.5 for before, after in differs),
    )


def _shown(gain: float, one: Sample) -> float:
    """A gain as head minus base, or as the share by which head is higher."""
    difference = gain if one.rule.better == "higher" else -gain
    return exp(difference) - 1 if one.rule.kind == "ratio" else difference
