"""Parts of the cases that share something: each may only not be shown to be worse."""

from collections import defaultdict
from collections.abc import Sequence

from evals.gate.margins import Margins
from evals.gate.pairs import Pair
from evals.gate.verdict import SliceVerdict
from evals.stats import holm, mcnemar
from evals.stats.distributions import binomial_tail


def judge(pairs: Sequence[Pair], rules: Margins) -> list[SliceVerdict]:
    """The most telling first. A slice that holds every case is no slice."""
    members: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in pairs:
        for dimension, value in pair.head.slices.items():
            members[dimension, value].append(pair)
    slices = [(key, held) for key, held in sorted(members.items()) if len(held) < len(pairs)]
    tested = [_p(*_counts(held), len(held), rules) for _, held in slices]
    adjusted = holm.adjusted(tested)
    verdicts = [
        _verdict(key, held, p, after, len(slices), rules)
        for (key, held), p, after in zip(slices, tested, adjusted, strict=True)
    ]
    return sorted(verdicts, key=lambda one: (one.adjusted, one.p, one.n, one.dimension, one.value))


def _counts(held: Sequence[Pair]) -> tuple[int, int]:
    return sum(pair.newly_failing for pair in held), sum(pair.newly_fixed for pair in held)


def _p(failing: int, fixed: int, n: int, rules: Margins) -> float:
    """How probable so many newly failing cases are if nothing got worse: the smaller of two exact tests.

    Against the newly fixed ones (McNemar), and against the measured share that fails for no reason (binomial), where
    the slice is worse on the whole. One failing case may always be chance.
    """
    if failing < rules.slices.least_failing or failing <= fixed:
        return 1.0
    return min(mcnemar.one_sided(failing, fixed), binomial_tail(failing, n, rules.flip_rate))


def _verdict(
    key: tuple[str, str], held: Sequence[Pair], p: float, adjusted: float, family: int, rules: Margins
) -> SliceVerdict:
    n = len(held)
    detectable = next(
        (count for count in range(1, n + 1) if family * _p(count, 0, n, rules) <= rules.slices.alpha), n + 1
    )
    lost = adjusted <= rules.slices.alpha
    return SliceVerdict(
        dimension=key[0],
        value=key[1],
        n=n,
        base=sum(pair.base.share() for pair in held) / n,
        head=sum(pair.head.share() for pair in held) / n,
        newly_failing=[pair.id for pair in held if pair.newly_failing],
        newly_fixed=[pair.id for pair in held if pair.newly_fixed],
        p=p,
        adjusted=adjusted,
        detectable=detectable,
        verdict="regression" if lost else "too_few" if detectable > n else "steady",
    )
