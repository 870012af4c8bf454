"""Why the verdict is what it is, in words, the gravest first."""

from collections.abc import Iterator, Sequence
from textwrap import shorten
from typing import NamedTuple

from evals.gate.verdict import HardFail, MetricVerdict, ReviewFinding, SliceVerdict

_SHOWN = 5
_DETAIL = 120


class Found(NamedTuple):
    hard: list[HardFail]
    review: list[ReviewFinding]
    metrics: list[MetricVerdict]
    slices: list[SliceVerdict]


def reasons(found: Found, invalid: Sequence[str]) -> list[str]:
    """Empty where the verdict is PASS; hard fails are told even of a comparison that is invalid."""
    return [
        *invalid,
        *_hard(found.hard),
        *(_slice(one) for one in found.slices if one.verdict == "regression"),
        *(_regression(one) for one in found.metrics if one.blocks and one.verdict == "REGRESSION"),
        *(
            f"review: {one.file}: {shorten(one.what, _DETAIL, placeholder=' ...')}"
            + (f" (slice {one.slice})" if one.slice else "")
            for one in found.review
            if one.severity == "blocks" and one.waived is None
        ),
        *(_open(one) for one in found.metrics if one.blocks and one.verdict == "INCONCLUSIVE" and one.waived is None),
    ]


def _hard(hard: Sequence[HardFail]) -> Iterator[str]:
    """A line a case and kind, with the first detail of it."""
    details: dict[tuple[str, str], list[str]] = {}
    for one in hard:
        details.setdefault((one.kind.replace("_", " "), one.case or "the run"), []).append(one.detail)
    for (kind, case), told in details.items():
        more = f" (and {len(told) - 1} more)" if len(told) > 1 else ""
        yield f"{kind}: {case}: {shorten(told[0], _DETAIL, placeholder=' ...')}{more}"


def _slice(one: SliceVerdict) -> str:
    return (
        f"slice {one.name}: {len(one.newly_failing)} of {one.n} cases newly fail ({listed(one.newly_failing)}), "
        f"{len(one.newly_fixed)} newly pass; by chance p = {one.adjusted:.2g}"
    )


def _regression(one: MetricVerdict) -> str:
    return f"{one.name}: {shown(one.base, one)} became {shown(one.head, one)} (p = {one.p:.2g}), {ends(one)}"


def _open(one: MetricVerdict) -> str:
    more = f"{one.needed} cases would decide" if one.needed else "more cases alone would not decide"
    return f"{one.name}: {ends(one)} reaches below the margin of {amount(one.margin, one)}; {more}"


def ends(one: MetricVerdict) -> str:
    if one.lower is None or one.upper is None:
        return "no interval"
    return f"interval {amount(one.lower, one, sign=True)} to {amount(one.upper, one, sign=True)}"


def shown(value: float, one: MetricVerdict) -> str:
    """A mean of the metric in its own unit."""
    return f"{value:.1%}" if one.kind == "rate" else f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3f}"


def amount(value: float, one: MetricVerdict, *, sign: bool = False) -> str:
    """A difference: points for a rate, per cent for a ratio, the unit of a score."""
    plus = "+" if sign else ""
    if one.kind == "score":
        return f"{value:{plus}z.3f}"
    return f"{100 * value:{plus}z.1f} {'points' if one.kind == 'rate' else '%'}"


def listed(ids: Sequence[str], most: int = _SHOWN) -> str:
    rest = f" and {len(ids) - most} more" if len(ids) > most else ""
    return ", ".join(ids[:most]) + rest
