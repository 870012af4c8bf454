"""`assist evals run` and `assist evals show`."""

import asyncio
import sys
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.commands.failures import UsageProblem
from api.commands.session import Session, console, open_session, out, settings_for
from evals import report as reports
from evals import tables
from evals.case import Case, CaseError, load_suite
from evals.records import CaseRecord, Report

if TYPE_CHECKING:
    from evals.suite import Progress as Told


def run(suite: str, model: str | None, data_dir: Path | None, *, as_json: bool) -> None:
    """Play a suite in this process, against the account system over HTTP, and write its report under reports/.

    Exits 1 when the run misses its thresholds. Raises UsageProblem for a suite that does not exist.
    """
    try:
        cases = load_suite(suite)
    except CaseError as error:
        raise UsageProblem(str(error)) from error
    session = open_session(settings_for(data_dir, model))
    found = asyncio.run(_run(suite, cases, session))
    reports.write(found)
    if as_json:
        sys.stdout.write(found.model_dump_json(indent=1) + "\n")
    else:
        _print(found)
    if found.missed:
        raise SystemExit(1)


async def _run(suite: str, cases: list[Case], session: Session) -> Report:
    from assistant import bootstrap
    from evals import suite as suites
    from evals.casting import Person
    from evals.ragas_adapter import scorer
    from evals.runner import Stage
    from policies.embeddings import MiniLM
    from stack import callers
    from stack.people import identity_of, people
    from tools.caller import Caller

    def caller_of(person: Person | None) -> Caller:
        return callers.caller_of(identity_of(person), session.embedded.issuer) if person else callers.anonymous()

    settings = session.settings
    with httpx.Client(base_url=session.accounts_url, timeout=10, trust_env=False) as http:
        delegate = partial(callers.signed_in_again, issuer=session.embedded.issuer)
        url = session.embedded.assistant_url
        async with bootstrap.assistant(settings, url, session.accounts_url, delegate=delegate) as assistant:
            stage = Stage(assistant, http, people(session.accounts_url, session.embedded.issuer), caller_of)
            with _progress(len(cases)) as progress:
                return await suites.run(suite, cases, stage, settings.model, scorer(MiniLM(threads=1)), progress)


@contextmanager
def _progress(total: int) -> Generator["Told"]:
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
    out.print(tables.by_domain(found))
    for line in (*tables.failures(found), *tables.closing(found)):
        out.print(line, markup=False, highlight=False)


def show(case: str) -> None:
    """The transcript of one case of its suite's last run, with tool results. Raises UsageProblem."""
    found = reports.read_all()
    if not found:
        raise UsageProblem("There is no report yet; `assist evals run` writes one.")
    record = next((record for report in found for record in report.results if record.id == case), None)
    if record is None:
        suites = ", ".join(report.suite for report in found)
        raise UsageProblem(f"The last runs ({suites}) have no case {case!r}.")
    tables.transcript(record, lambda line: out.print(line, markup=False, highlight=False))
