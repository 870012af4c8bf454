"""A run in the terminal: tables by domain and slice that fit its width, then what failed and what was missed."""

from collections.abc import Iterator, Mapping, Sequence

from rich.table import Table
from rich.text import Text

from evals.records import Report
from evals.reporting.costs import costs
from evals.reporting.escaping import cut, visible
from evals.reporting.results import CaseResult, results, within
from evals.reporting.tallies import Graded, Tally, by_slice, graders, tally

_COUNTS_WIDTH = 46
_GRADER_WIDTH = 12
_MOST = 40


def domains(cases: Sequence[CaseResult], width: int) -> Table:
    """Counts and pass rate of each domain; as the width has room also median times and the graders that fail most."""
    room = max(0, (width - _COUNTS_WIDTH - 8) // _GRADER_WIDTH)
    names = [one.name for one in sorted(graders(cases)[1:], key=lambda one: one.share)[:room]]
    table = _table("domain", (*_counts(width), *names, *(["p50 ms"] if width >= _COUNTS_WIDTH + 8 else [])))
    for domain in by_slice(cases).get("domain", {}):
        table.add_row(Text(visible(domain)), *_row([one for one in cases if one.first.domain == domain], names, width))
    table.add_row("all", *_row(cases, names, width), style="bold")
    return table


def _counts(width: int) -> list[str]:
    every = ["cases", "pass", "fail", "error", "quar."]
    return [*every, "95% interval"] if width >= _COUNTS_WIDTH else every[: 5 if width >= 40 else 3]


def _row(cases: Sequence[CaseResult], names: Sequence[str], width: int) -> Iterator[Text]:
    yield from _figures(tally(cases), width)
    by_name: Mapping[str, Graded] = {one.name: one for one in graders(cases)}
    for name in names:
        yield Text(f"{by_name[name].share.share:.0%}" if name in by_name else "-")
    if width >= _COUNTS_WIDTH + 8:
        yield Text(f"{costs([record for one in cases for record in one.epochs]).p50_ms:.0f}")


def _figures(one: Tally, width: int) -> list[Text]:
    wrong = [Text(str(count), "red" if count else "") for count in (one.failed, one.errored)]
    figures = [Text(str(one.cases)), Text(str(one.passed)), *wrong, Text(str(one.quarantined))]
    if width >= _COUNTS_WIDTH:
        _, low, high = one.pass_rate
        return [*figures, Text(f"{low:.0%} to {high:.0%}" if one.passed + one.failed else "-")]
    return figures[: 5 if width >= 40 else 3]


def slices(cases: Sequence[CaseResult], width: int) -> Iterator[Table]:
    """A table a kind of slice, domains left out."""
    for kind, values in by_slice(cases).items():
        if kind != "domain":
            table = _table(visible(kind), _counts(width))
            for value, one in values.items():
                table.add_row(Text(visible(value)), *_figures(one, width))
            yield table


def _table(first: str, columns: Sequence[str]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(Text(first), overflow="fold", min_width=8)
    for name in columns:
        table.add_column(Text(name), justify="right", no_wrap=True)
    return table


def findings(cases: Sequence[CaseResult]) -> Iterator[Text]:
    """Errored cases, failing ones, quarantined ones, faults of simulated users."""
    for title, style, found in (
        ("errored (infrastructure, no failures)", "magenta", within(cases, "errored")),
        ("failing", "red", within(cases, "failed")),
        ("quarantined", "yellow", within(cases, "quarantined")),
    ):
        if found:
            yield Text(f"{title} ({len(found)})", style)
            yield from map(_line, found[:_MOST])
            if len(found) > _MOST:
                yield Text(f"  ... and {len(found) - _MOST} more")
    if at_fault := [one for one in cases if one.user_faults]:
        yield Text(f"faults of the simulated user, no failures ({len(at_fault)})", "yellow")
        yield from (Text(f"  {visible(one.id)}: {visible(one.user_faults[0])}") for one in at_fault[:_MOST])


def _line(one: CaseResult) -> Text:
    mark = ("! ", "bold red") if one.first.critical else ("  ", "")
    epochs = f" {one.rate:.0%} of {len(one.epochs)} epochs" if len(one.epochs) > 1 else ""
    told = visible(cut("; ".join(one.faults) or "passes now", 400))
    return Text.assemble(mark, f"{visible(one.id)} ({visible(one.first.outcome)}{epochs}): {told}")


def closing(report: Report, cases: Sequence[CaseResult]) -> Iterator[Text]:
    """The sums, ragas scores included, and what the run misses."""
    ragas = {name[6:]: value for name, value in report.summary.items() if name.startswith("ragas_")}
    if ragas:
        yield Text("ragas: " + ", ".join(f"{visible(name)} {value:.2f}" for name, value in ragas.items()))
    spent, counts = costs(report.results), tally(cases)
    price = "" if spent.usd is None else f", ${spent.usd:,.4f}"
    yield Text(f"turns: p50 {spent.p50_ms:,.0f} ms, p95 {spent.p95_ms:,.0f} ms; {spent.tokens:,} tokens{price}")
    yield Text(
        f"{visible(report.suite)}, lane {report.lane}: {counts.passed} of {counts.cases} cases pass, {counts.failed} "
        f"fail, {counts.errored} errored, {counts.quarantined} quarantined "
        f"({visible(report.model)}, {report.seconds:.0f} s)"
    )
    yield from (Text(f"missed: {visible(reason)}") for reason in report.missed)


def printed(report: Report, width: int, quarantined: Sequence[str] = ()) -> Iterator[Table | Text]:
    """All of it, in the order of reading."""
    cases = results(report, quarantined)
    yield domains(cases, width)
    yield from slices(cases, width)
    yield from findings(cases)
    yield from closing(report, cases)
