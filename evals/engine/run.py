"""A run of a suite from its cases to its report: set-up, worker processes, journal, sums."""

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from langchain_core.language_models import BaseChatModel

from assistant.settings import Settings
from evals import report as reports
from evals.case import Case
from evals.engine import pool, validity, worlds
from evals.engine.assistant_target import AssistantTarget
from evals.engine.fingerprints import fingerprints
from evals.engine.journal import Journal, key
from evals.engine.manifest import Manifest
from evals.engine.plan import Task, plan
from evals.engine.scoring import scored
from evals.engine.worker import Target
from evals.records import CaseRecord, Fingerprints, Lane, Report
from prompts import loader
from stack import embedded
from stack.embedded import Embedded

Progress = Callable[[int, CaseRecord], None]
"""Told how many records there are and the newest of them."""


class RunInvalid(RuntimeError):
    """The run says nothing about the assistant; the message says why and what to do. `report` has what there is."""

    def __init__(self, reasons: Sequence[str], report: Report) -> None:
        again = "Running it again plays only what is missing or errored."
        super().__init__(f"This run is invalid: {'; '.join(reasons).rstrip('.')}. {again}")
        self.reasons = list(reasons)
        self.report = report


@dataclass(frozen=True)
class Spec:
    """What to run. cases: what is played of `suite`; among: the whole suite, where that is more, since its cases share
    the people out. prompts: a prompt folder in place of the checkout's.

    make_model: the model in place of the settings' own, as a function that worker processes can import.
    fresh: forget what a run that was killed has played already. ragas: also the ragas scores.
    """

    suite: str
    cases: Sequence[Case]
    among: Sequence[Case] = ()
    lane: Lane = "local"
    seed: int = 0
    repeats: int = 1
    workers: int = 2
    prompts: Path | None = None
    make_model: Callable[[], BaseChatModel] | None = None
    fresh: bool = False
    ragas: bool = False


@dataclass(frozen=True)
class Prepared:
    """A run whose templates and fitted model are there. set_up_s: how long that took."""

    spec: Spec
    target: Target
    prints: Fingerprints
    folder: Path
    set_up_s: float

    def play(self, progress: Progress) -> Report:
        """As `run_suite`."""
        return played(self.spec, self.target, self.prints, self.folder, progress)

    def spread(self, queue_url: str, wait_s: float, progress: Progress) -> Report:
        """The same, played by `assist evals work` on any machine. Raises RunInvalid, psycopg.Error."""
        from evals.engine import spread

        told = manifest(self.spec, self.target.model, self.prints)
        by_workers = partial(spread.play, queue_url, told, wait_s=wait_s)
        return played(self.spec, self.target, self.prints, self.folder, progress, by_workers)


def run_suite(
    spec: Spec,
    settings: Settings,
    stack: Embedded,
    progress: Progress = lambda done, record: None,
    steps: embedded.Progress = embedded.no_progress,
) -> Report:
    """Play the cases and sum up; nothing is written but the journal, so that a killed run goes on where it stopped.

    Raises RunInvalid where records are missing or errored, WorkersBroken, PromptError, psycopg.Error.
    """
    return prepare(spec, settings, stack, steps).play(progress)


def prepare(spec: Spec, settings: Settings, stack: Embedded, steps: embedded.Progress) -> Prepared:
    """Make what is missing: a minute for a new portfolio, one for a new prompt. Raises PromptError, psycopg.Error."""
    started = time.perf_counter()
    prompt = loader.load(spec.prompts) if spec.prompts else loader.load()
    prints = fingerprints(spec.cases, prompt, settings)
    embedded.fit_model(stack, steps, prompt)
    ground = worlds.prepare(stack.server, stack.folder.path, spec.seed, steps)
    among = spec.among or spec.cases
    target = AssistantTarget(ground, settings, among, spec.seed, spec.prompts, spec.make_model)
    return Prepared(spec, target, prints, stack.folder.path / "evals", time.perf_counter() - started)


Players = Callable[[Sequence[Task], pool.Take], None]
"""Plays tasks somewhere and hands over each record as it comes."""


def manifest(spec: Spec, model: str, prints: Fingerprints) -> Manifest:
    """What workers on other machines have to know of the run."""
    return Manifest(
        run=run_key(spec, prints),
        suite=spec.suite,
        lane=spec.lane,
        seed=spec.seed,
        repeats=spec.repeats,
        model=model,
        cases=[case.id for case in spec.cases],
        fingerprints=prints,
    )


def played(
    spec: Spec,
    target: Target,
    prints: Fingerprints,
    folder: Path,
    progress: Progress,
    players: Players | None = None,
) -> Report:
    """Play what the journal does not have yet, and sum up. players: in place of worker processes here.

    Raises RunInvalid, WorkersBroken.
    """
    started_at, started = datetime.now(UTC), time.perf_counter()
    tasks = plan(spec.cases, spec.repeats)
    with Journal(folder, run_key(spec, prints), fresh=spec.fresh) as journal:

        def take(record: CaseRecord) -> None:
            journal.append(record)
            progress(len(journal.done), record)

        left = [task for task in tasks if task.key not in journal.done]
        by_id = {case.id: case for case in spec.cases}
        if players:
            players(left, take)
        else:
            pool.play(target, by_id, left, spec.workers, folder / "workers.log", take)
        journal.sync()
        records = in_order(tasks, journal.records())
        if spec.ragas:
            records = scored(records, by_id)
        made = summed(spec, target.model, records, prints, started_at, time.perf_counter() - started)
        if reasons := validity.problems(tasks, records):
            raise RunInvalid(reasons, made)
        journal.ended()
        return made


def in_order(tasks: Sequence[Task], records: Iterable[CaseRecord]) -> list[CaseRecord]:
    """The newest record of each task in the plan's order, whoever played it when; then those of no task."""
    newest = {key(record): record for record in records}
    planned = [newest.pop(task.key) for task in tasks if task.key in newest]
    return [*planned, *newest.values()]


def run_key(spec: Spec, prints: Fingerprints) -> str:
    """A name of everything that decides what a run answers; the checkout's commit is not part of it."""
    told = {
        "prints": prints.model_dump(exclude={"commit", "dirty"}),
        "run": [spec.suite, spec.lane, spec.seed, spec.repeats, str(spec.make_model)],
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:20]


def summed(
    spec: Spec, model: str, records: list[CaseRecord], prints: Fingerprints, started_at: datetime, seconds: float
) -> Report:
    """The report of these records."""
    graded = [record for record in records if record.state == "graded"]
    return Report(
        commit=prints.commit,
        started_at=started_at.isoformat(timespec="seconds"),
        suite=spec.suite,
        lane=spec.lane,
        seed=spec.seed,
        repeats=spec.repeats,
        model=model,
        prompt=prints.prompt,
        seconds=round(seconds, 1),
        fingerprints=prints,
        results=records,
        failed=list(dict.fromkeys(record.id for record in graded if not record.passed)),
        missed=reports.missed(graded, reports.thresholds(spec.suite)),
        summary=reports.summary(graded),
    )
