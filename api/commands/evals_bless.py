"""`assist evals bless`: make a run the baseline that changes are compared with."""

from datetime import UTC, datetime
from pathlib import Path

from api.commands.evals_present import Present, newest_report, report_of
from api.commands.failures import UsageProblem
from api.commands.session import out
from evals.case import CaseError, load_suite, suite_name
from evals.gate import baseline
from evals.gate.baseline import Baseline, BaselineError, Blessing
from evals.gate.blessing import changes, failing, refusals
from evals.gate.history import History, HistoryError
from evals.gate.reasons import listed
from evals.records import Report

ROOT = Path(__file__).parents[2]


def bless(reason: str, run: Path | None, suite: str, lane: str, model: str | None, data_dir: Path | None) -> None:
    """Write the baseline and its transcripts under evals/baselines/, to be reviewed and committed.

    Raises UsageProblem for a dirty tree, a run of another set-up, and a run that is invalid.
    """
    history = History(ROOT)
    report = report_of(run) if run else newest_report(suite_name(suite))
    if report is None:
        raise UsageProblem(f"There is no run of suite {suite} yet; `assist evals run --suite {suite}` makes one.")
    if not reason.strip():
        raise UsageProblem("Say why this becomes the baseline: --reason WHY.")
    _refuse(report, history, Present(suite_name(suite), lane, report.seed, report.repeats, model, data_dir))
    made = Baseline.of(report, _blessing(reason, report, history))
    for line in _told(made, history):
        out.print(line, markup=False, highlight=False)
    for path in baseline.write(made, baseline.transcripts(report.results), ROOT):
        out.print(f"wrote {path.relative_to(ROOT)} ({path.stat().st_size / 1e6:.2f} MB)", highlight=False)
    out.print("Review the difference and commit both files: they count once they are committed.", highlight=False)


def _refuse(report: Report, history: History, asked: Present) -> None:
    """Raises UsageProblem with every reason there is."""
    if (asked.suite, asked.lane) != (suite_name(report.suite), report.lane):
        raise UsageProblem(f"The run is of suite {report.suite} in lane {report.lane}, not {asked.suite} {asked.lane}.")
    try:
        present = asked.fingerprints(load_suite(asked.suite))
    except CaseError as error:
        raise UsageProblem(str(error)) from error
    if reasons := refusals(report, present, history.dirty()):
        raise UsageProblem("\n".join(["This run cannot be blessed:", *(f"  - {reason}" for reason in reasons)]))


def _blessing(reason: str, report: Report, history: History) -> Blessing:
    try:
        who = history.person()
    except HistoryError as error:
        raise UsageProblem(f"{error}.") from error
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Blessing(by=who, at=now, reason=reason.strip(), commit=report.commit)


def _told(made: Baseline, history: History) -> list[str]:
    """What changes against the baseline of HEAD."""
    lost = failing(made.cases)
    told = [f"failing in the new baseline ({len(lost)}): {listed(lost, 10)}"] if lost else []
    try:
        return [*changes(history.baseline("HEAD", made.suite, made.lane), made), *told]
    except (HistoryError, BaselineError) as error:
        return [f"no former baseline: {error}", *told]
