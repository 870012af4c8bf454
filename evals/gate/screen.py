"""A verdict for the terminal: what was decided and why in ten seconds, the figures below."""

from collections.abc import Iterator

from rich.text import Text

from evals.gate.reasons import amount, listed, shown
from evals.gate.verdict import MetricVerdict, Outcome, SliceVerdict, Verdict

_STYLES: dict[str, str] = {
    "PASS": "bold green",
    "REGRESSION": "bold red",
    "INCONCLUSIVE": "bold yellow",
    "INVALID": "bold magenta",
}
_MEANS: dict[Outcome, str] = {
    "PASS": "no worse than the baseline, within the margins",
    "REGRESSION": "this change may not merge",
    "INCONCLUSIVE": "not shown to be worse, nor to be no worse: more cases, or --waive METRIC --reason WHY",
    "INVALID": "the two runs cannot be compared",
}
_MOST = 12
_METRIC = "{:20}{:>6}{:>8}{:>8}{:>8}{:>16}{:>8}{:>7}"
_SLICE = "{:30}{:>6}{:>8}{:>8}{:>9}{:>7}{:>10}"


def screen(verdict: Verdict) -> Iterator[Text]:
    """Lines to print one after another."""
    yield Text.assemble((verdict.verdict, _STYLES[verdict.verdict]), f"  {_MEANS[verdict.verdict]}")
    for reason in verdict.reasons[:_MOST]:
        yield Text(f"  - {reason}")
    if len(verdict.reasons) > _MOST:
        yield Text(f"  - and {len(verdict.reasons) - _MOST} more: all stand in reports/gate.json")
    yield from _cases(verdict)
    if verdict.metrics:
        yield from _metrics(verdict.metrics)
    if slices := [one for one in verdict.slices if one.newly_failing or one.newly_fixed]:
        yield from _slices(slices)
    yield from _closing(verdict)


def _cases(verdict: Verdict) -> Iterator[Text]:
    for name, ids in (
        ("newly failing", verdict.newly_failing),
        ("newly fixed", verdict.newly_fixed),
        ("added, not compared", verdict.added),
        ("in quarantine", verdict.quarantined),
    ):
        if ids:
            yield Text(f"{name} ({len(ids)}): {listed(ids, _MOST)}")


def _metrics(metrics: list[MetricVerdict]) -> Iterator[Text]:
    """A line a metric: shares in per cent and points, ratios as changes in per cent, scores in their own unit."""
    names = ("cases", "before", "after", "change", "95% interval", "margin", "sees")
    yield Text(_METRIC.format("metric", *names) + "  verdict", style="bold")
    for one in metrics:
        sees = "" if one.mde is None else _bare(one.mde, one)
        row = (str(one.n), shown(one.base, one), shown(one.head, one), _bare(one.difference, one, sign=True))
        yield Text(_METRIC.format(one.name[:20], *row, _ends(one), _bare(one.margin, one), sees) + "  ") + _word(one)


def _word(one: MetricVerdict) -> Text:
    counts = one.blocks or one.verdict == "PASS"
    words = Text(one.verdict, style=_STYLES[one.verdict] if counts else "dim")
    if one.needed:
        words.append(f", {one.needed:,} cases needed")
    return words.append(" (waived)" if one.waived else "" if counts else " (shown only)")


def _ends(one: MetricVerdict) -> str:
    if one.lower is None or one.upper is None:
        return ""
    return f"{_bare(one.lower, one, sign=True)} {_bare(one.upper, one, sign=True)}"


def _bare(value: float, one: MetricVerdict, *, sign: bool = False) -> str:
    return amount(value, one, sign=sign).removesuffix(" points").removesuffix(" %")


def _slices(slices: list[SliceVerdict]) -> Iterator[Text]:
    names = ("cases", "before", "after", "failing", "fixed", "p (Holm)")
    yield Text(_SLICE.format("slice", *names) + "  verdict", style="bold")
    for one in slices[:_MOST]:
        lost = one.verdict == "regression"
        figures = (one.n, f"{one.base:.0%}", f"{one.head:.0%}", len(one.newly_failing), len(one.newly_fixed))
        words = Text("REGRESSION", style=_STYLES["REGRESSION"]) if lost else Text(one.verdict.replace("_", " "), "dim")
        yield Text(_SLICE.format(one.name[:30], *map(str, figures), f"{one.adjusted:.2g}") + "  ") + words


def _closing(verdict: Verdict) -> Iterator[Text]:
    base, changed = verdict.base, verdict.fingerprints.changed
    age = "" if base.age_days is None else f", {base.age_days} days old"
    yield Text(f"baseline: {base.ref or 'given'}, blessed {base.at[:10]} by {base.by}{age}: {base.reason}")
    yield Text(f"changed since: {', '.join(changed) if changed else 'nothing'}")
    yield Text(
        f"{verdict.cases} cases of {verdict.suite} in lane {verdict.lane}, seed {verdict.seed}, repeats "
        f"{verdict.repeats}; by chance {verdict.flip_rate:.2%} of the passing cases may fail"
    )
    if verdict.pass_hat:
        sides = zip(verdict.pass_hat.base, verdict.pass_hat.head, strict=True)
        shares = (f"^{k} {before:.1%} -> {after:.1%}" for k, (before, after) in enumerate(sides, start=1))
        yield Text("pass" + ", pass".join(shares))
    for finding in (one for one in verdict.review if one.waived or one.severity == "advises"):
        waived = f" (waived: {finding.waived})" if finding.waived else ""
        yield Text(f"review, {finding.severity}: {finding.file}: {finding.what}{waived}")
    for note in verdict.notes:
        yield Text(f"note: {note}")
