"""`assist evals run`."""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import cast, get_args

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.commands.evals_lanes import RECORDING_NEEDED, in_lane, recordings, unrecorded
from api.commands.failures import UsageProblem
from api.commands.session import console, out, progress_bars, settings_for
from assistant.settings import Settings
from evals import report as reports
from evals.case import Case, CaseError, load_suite, suite_name
from evals.engine import run as engine
from evals.engine.run import RunInvalid, Spec
from evals.records import CaseRecord, Lane, Report
from evals.reporting import terminal
from stack import embedded

_INVALID = 2
_MISSED = 1
_WAIT_S = 600.0
"""So long without a record of a worker, and what is missing stays missing."""


@dataclass(frozen=True)
class Chosen:
    """What the command line chose to run. patterns, tags: of cases; empty ones choose all."""

    suite: str
    lane: str
    seed: int
    repeats: int
    workers: int | None
    patterns: tuple[str, ...]
    tags: tuple[str, ...]

    def spec(self, *, prompts: Path | None, fresh: bool, ragas: bool) -> Spec:
        """Raises UsageProblem where there is no such suite, lane, prompt folder or case."""
        if self.lane not in get_args(Lane):
            raise UsageProblem(f"There is no lane {self.lane!r}; lanes: {', '.join(get_args(Lane))}.")
        if prompts and not prompts.is_dir():
            raise UsageProblem(f"{prompts} is no folder of prompts.")
        suite = suite_name(self.suite)
        among = cases_of(suite)
        return Spec(
            suite,
            self._of(among),
            among,
            cast(Lane, self.lane),
            self.seed,
            self.repeats,
            self.workers or os.cpu_count() or 1,
            prompts.resolve() if prompts else None,
            fresh=fresh,
            ragas=ragas,
        )

    def _of(self, among: list[Case]) -> list[Case]:
        found = [case for case in among if self._wants(case)]
        for pattern in self.patterns:
            if not any(fnmatchcase(case.id, pattern) for case in among):
                raise UsageProblem(f"No case of {self.suite} is called {pattern!r}; `*` stands for any letters.")
        if not found:
            raise UsageProblem(f"No case of {self.suite} is chosen by {', '.join((*self.patterns, *self.tags))}.")
        return found

    def _wants(self, case: Case) -> bool:
        named = not self.patterns or any(fnmatchcase(case.id, pattern) for pattern in self.patterns)
        return named and (not self.tags or bool(set(self.tags) & set(case.tags)))


def cases_of(suite: str) -> list[Case]:
    """Raises UsageProblem for a suite that does not exist or cannot be read."""
    try:
        return load_suite(suite)
    except CaseError as error:
        raise UsageProblem(str(error)) from error


@dataclass(frozen=True)
class Options:
    """How to run. queue: where a run that is spread meets its workers."""

    prompts: Path | None
    queue: str | None
    fresh: bool
    ragas: bool
    spread: bool
    as_json: bool


def run(chosen: Chosen, model: str | None, data_dir: Path | None, options: Options) -> None:
    """Play, write the report under reports/, print it. Exits 1 when it misses its thresholds, 2 when it is invalid,
    4 when it asked what the cassette does not have.

    Raises UsageProblem.
    """
    settings = settings_for(data_dir, model)
    with recordings():
        spec = in_lane(chosen.spec(prompts=options.prompts, fresh=options.fresh, ragas=options.ragas), settings)
    if options.spread and (spec.prompts or spec.lane == "recorded"):
        raise UsageProblem("A run is spread with the checkout's own prompts, in the lane local or live.")
    with progress_bars() as steps:
        stack = embedded.prepare(settings.data_dir, steps)
        prepared = engine.prepare(spec, settings, stack, steps)
    try:
        with case_progress(len(spec.cases) * spec.repeats) as progress:
            if options.spread:
                console.print("Start workers: `assist evals work`, here or where this database can be reached.")
                found = prepared.spread(queue_url(options.queue, settings, stack), _WAIT_S, progress)
            else:
                found = prepared.play(progress)
    except RunInvalid as invalid:
        reports.write(invalid.report)
        sys.stderr.write(f"assist: {invalid}\n")
        raise SystemExit(RECORDING_NEEDED if unrecorded(invalid.report) else _INVALID) from None
    reports.write(found)
    if options.as_json:
        sys.stdout.write(found.model_dump_json(indent=1) + "\n")
    else:
        _print(found)
        set_up = f"set-up {prepared.set_up_s:.1f} s, with it {prepared.set_up_s + found.seconds:.1f} s"
        out.print(f"{found.seconds:.1f} s on {spec.workers} workers ({set_up})", highlight=False)
    if found.missed:
        raise SystemExit(_MISSED)


def queue_url(given: str | None, settings: Settings, stack: embedded.Embedded) -> str:
    """The database in which a spread run and its workers meet."""
    if given:
        return given
    durable = settings.durable_database_url
    return durable.get_secret_value() if durable else stack.durable_url


@contextmanager
def case_progress(total: int) -> Generator[engine.Progress]:
    """A bar on a terminal, silence elsewhere."""
    if not sys.stderr.isatty():
        yield lambda done, record: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bars:
        task = bars.add_task("cases", total=total)

        def tell(done: int, record: CaseRecord) -> None:
            bars.update(task, completed=done, description=record.domain)

        yield tell


def _print(found: Report) -> None:
    for part in terminal.printed(found, out.width):
        out.print(part, highlight=False, soft_wrap=False)
