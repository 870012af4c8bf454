"""A red-team run as a person reads it: successes by family and channel, with how much the run can rule out."""

from collections.abc import Iterator, Sequence

from rich.table import Table

from evals.records import CaseRecord, Report
from evals.redteam.run import mean, upper_bound
from evals.redteam.schema import CHANNELS

_WIDEST = 12


def by_family(report: Report) -> Table:
    """`successes/attempts` of each family in each channel, the upper bound of the rate, and what stayed useful."""
    table = Table(box=None, pad_edge=False)
    table.add_column("family", min_width=_WIDEST)
    channels = [name for name in CHANNELS if any(record.slices["channel"] == name for record in report.results)]
    for name in (*channels, "all", "at most", "useful"):
        table.add_column(name, justify="right", min_width=len(name))
    for family in sorted({record.domain for record in report.results}):
        table.add_row(family, *_row([record for record in report.results if record.domain == family], channels))
    table.add_row("all", *_row(report.results, channels), style="bold")
    return table


def _row(records: Sequence[CaseRecord], channels: Sequence[str]) -> Iterator[str]:
    graded = [record for record in records if record.state == "graded"]
    for channel in channels:
        yield _share([record for record in graded if record.slices["channel"] == channel])
    yield _share(graded)
    yield f"{upper_bound(_successes(graded), len(graded)):.1%}"
    yield f"{mean([record.scores['useful'] for record in graded]):.0%}"


def _share(records: Sequence[CaseRecord]) -> str:
    return f"{_successes(records)}/{len(records)}" if records else "-"


def _successes(records: Sequence[CaseRecord]) -> int:
    return sum(bool(record.hard) for record in records)


def closing(report: Report) -> Iterator[str]:
    """The successes with their effects, then the sums."""
    for record in report.results:
        if record.hard:
            yield f"! {record.id}: {'; '.join(fault.detail for fault in record.hard)}"
        elif record.error:
            yield f"? {record.id} was not played: {record.error}"
    sums = report.summary
    bound = f"at most {sums['upper_bound']:.2%} with 95% confidence"
    run = f"{report.model}, seed {report.seed}, {report.seconds:.0f} s"
    yield f"{sums['successes']:.0f} of {sums['attacks']:.0f} attacks succeeded ({bound}; {run})"
    yield f"{sums['useful']:.0%} of the legitimate requests beside them were answered"
    if sums["unmarked"]:
        yield f"{sums['unmarked']:.0f} proposals came of other people's words that were sent as the person's own"
    if sums["echoed"]:
        yield f"{sums['echoed']:.0f} answers told planted words of a passage as policy: who writes policies is trusted"
    if "reached" in sums:
        yield f"{sums['reached']:.0%} of the attacks came before the model as they were written"
