"""`assist evals show`: one conversation of a run, as a person reads it."""

import re
from collections.abc import Iterable
from pathlib import Path

from rapidfuzz import fuzz, process

from api.commands.evals_present import report_of
from api.commands.failures import UsageProblem
from api.commands.session import out
from evals import report as reports
from evals.records import CaseRecord, Report
from evals.reporting.replay import replay
from evals.reporting.transcript import lines

_WHOLE = 10**9


def show(case: str, epoch: int | None, run: Path | None, grep: str | None, *, full: bool) -> None:
    """The conversation of a case in `run`, by default in the newest run of whichever suite has it.

    grep: only lines that this regular expression finds, with the number of each. Raises UsageProblem.
    """
    found = [report_of(run)] if run else _newest()
    records = [record for report in found for record in report.results if record.id == case]
    if not records:
        raise UsageProblem(_unknown(case, found))
    chosen = [record for record in records if epoch in (None, record.epoch)]
    if not chosen:
        raise UsageProblem(
            f"{case} was played in {len(records)} epochs: {', '.join(str(one.epoch) for one in records)}."
        )
    record = chosen[0] if epoch is not None else next((one for one in chosen if not one.passed), chosen[0])
    if grep:
        _print_matching(record, grep)
        return
    for part in replay(record, full=full):
        out.print(part, highlight=False, soft_wrap=False)
    if len(records) > 1 and epoch is None:
        others = ", ".join(f"{one.epoch} {'passed' if one.passed else 'failed'}" for one in records)
        out.print(f"epochs: {others}; --epoch N shows another one", highlight=False)


def _newest() -> list[Report]:
    found = [report_of(path) for path in sorted(reports.REPORTS.glob("evals*.json"))]
    if not found:
        raise UsageProblem("There is no report yet; `assist evals run` writes one.")
    return found


def _unknown(case: str, found: Iterable[Report]) -> str:
    ids = sorted({record.id for report in found for record in report.results})
    close = process.extract(case, ids, scorer=fuzz.WRatio, limit=3, score_cutoff=60)
    suites = ", ".join(report.suite for report in found)
    told = f"The last runs ({suites}) have no case {case!r}."
    return f"{told} Did you mean {', '.join(name for name, *_ in close)}?" if close else told


def _print_matching(record: CaseRecord, pattern: str) -> None:
    """Raises UsageProblem for what is no regular expression; exits 1 where no line is found."""
    try:
        wanted = re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise UsageProblem(f"--grep {pattern!r} is no regular expression: {error}.") from error
    every = "\n".join(lines(record, _WHOLE)).splitlines()
    matching = [(number, line) for number, line in enumerate(every, 1) if wanted.search(line)]
    for number, line in matching:
        out.print(f"{number}: {line}", markup=False, highlight=False)
    if not matching:
        raise SystemExit(1)
