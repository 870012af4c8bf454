"""The run of what lies in the checkout now: the newest report where it is of just that, else the suite is played."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from api.commands.evals_lanes import RECORDING_NEEDED, in_lane, recordings, unrecorded
from api.commands.evals_run import Chosen, case_progress
from api.commands.failures import UsageProblem
from api.commands.session import console, progress_bars, settings_for
from evals import report as reports
from evals.case import Case
from evals.engine import run as engine
from evals.engine.fingerprints import fingerprints
from evals.engine.run import RunInvalid
from evals.records import Fingerprints, Report
from prompts import loader
from stack import embedded


@dataclass(frozen=True)
class Present:
    """Which run is asked for, of the checkout as it is."""

    suite: str
    lane: str
    seed: int = 0
    repeats: int = 1
    model: str | None = None
    data_dir: Path | None = None

    def fingerprints(self, cases: list[Case]) -> Fingerprints:
        return fingerprints(cases, loader.load(), settings_for(self.data_dir, self.model))

    def matches(self, report: Report, prints: Fingerprints) -> bool:
        """Whether the report is of this suite, lane, seed and repeats and of a set-up that differs in nothing."""
        same = (report.suite, report.lane, report.seed, report.repeats) == (
            *(self.suite, self.lane, self.seed, self.repeats),
        )
        return same and not prints.changed(report.fingerprints)

    def report(self) -> Report:
        """Raises UsageProblem and what a run raises; an invalid run is given as it is, with its errored cases.

        Exits 4 where the recorded lane lacks a recording.
        """
        chosen = Chosen(self.suite, self.lane, self.seed, self.repeats, os.cpu_count(), (), ())
        spec = chosen.spec(prompts=None, fresh=False, ragas=True)
        newest = newest_report(self.suite)
        if newest and self.matches(newest, self.fingerprints(list(spec.cases))):
            return newest
        console.print(f"No report of suite {self.suite} is of the checkout as it is: playing it.", highlight=False)
        return self.played(spec)

    def played(self, spec: engine.Spec) -> Report:
        """The run, written as the suite's newest. Exits 4 where the recorded lane lacks a recording."""
        settings = settings_for(self.data_dir, self.model)
        with recordings():
            spec = in_lane(spec, settings)
        with progress_bars() as steps:
            stack = embedded.prepare(settings.data_dir, steps)
            prepared = engine.prepare(spec, settings, stack, steps)
        try:
            with case_progress(len(spec.cases) * spec.repeats) as progress:
                found = prepared.play(progress)
        except RunInvalid as invalid:
            found = invalid.report
        reports.write(found)
        if missing := unrecorded(found):
            sys.stderr.write(f"assist: {len(missing)} cases ask what is not recorded: {', '.join(missing[:8])}\n")
            raise SystemExit(RECORDING_NEEDED)
        return found


def newest_report(suite: str) -> Report | None:
    path = reports.place(suite)
    return report_of(path) if path.is_file() else None


def report_of(path: Path) -> Report:
    """Raises UsageProblem for a file that is no report of a run."""
    try:
        return Report.model_validate_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageProblem(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise UsageProblem(f"{path} is no report of a run: {error}") from error
