"""One metric's figures, a pair a case, and what a comparison of them says."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal, NamedTuple

from evals.gate.margins import Rule
from evals.gate.pairs import Pair, values


@dataclass(frozen=True)
class Sample:
    """base, head, clusters: an entry a case that has the metric in both runs, epochs averaged.

    single: every case has a single right or wrong, so that counts are exact.
    """

    name: str
    rule: Rule
    single: bool
    base: list[float]
    head: list[float]
    clusters: list[str]

    @property
    def same(self) -> bool:
        return self.base == self.head

    @property
    def n(self) -> int:
        return len(self.base)


class Compared(NamedTuple):
    """gain: how much better on average; below zero is worse, whichever way is good. lower, upper: its interval.

    p: one-sided, of being worse. mde: smallest loss that would be seen. same: no case differs at all.
    """

    method: Literal["mcnemar", "bootstrap", "none"]
    gain: float
    lower: float | None
    upper: float | None
    p: float
    mde: float | None
    clusters: int
    same: bool


def sample(name: str, pairs: Sequence[Pair], rule: Rule, *, grader: bool) -> Sample:
    held: list[tuple[float, float, str]] = []
    single = rule.kind == "rate"
    for pair in pairs:
        before = values(pair.base.epochs, name, grader=grader)
        after = values(pair.head.epochs, name, grader=grader)
        if not before or not after or (rule.kind == "ratio" and min(*before, *after) <= 0):
            continue
        single = single and len(before) == len(after) == 1
        held.append((fmean(before), fmean(after), pair.cluster))
    return Sample(name, rule, single, [b for b, _, _ in held], [h for _, h, _ in held], [c for _, _, c in held])


def verdict_of(found: Compared, rule: Rule, margin: float) -> Literal["PASS", "REGRESSION", "INCONCLUSIVE"]:
    """Shown to be no worse by more than the margin; else shown to be worse; else neither.

    margin: on the scale of `found.gain`. A part of the verdict that cannot block for being undecided passes where no
    case differs, however few there are.
    """
    if found.same and "inconclusive" not in rule.blocks:
        return "PASS"
    if found.lower is None or found.upper is None:
        return "INCONCLUSIVE"
    if found.lower > -margin:
        return "PASS"
    return "REGRESSION" if found.p <= rule.alpha or found.upper < -margin else "INCONCLUSIVE"
