"""`assist evals redteam`: generated attacks on the whole assistant, judged by their effects."""

import asyncio
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.commands.failures import UsageProblem
from api.commands.session import Session, console, open_session, out, settings_for
from evals import report as reports
from evals.records import CaseRecord, Report
from evals.redteam.recipe import Recipe, RecipeError, parse, sample
from evals.redteam.schema import load

if TYPE_CHECKING:
    from evals.redteam.opening import Stack
    from evals.redteam.run import Progress as Told

OBEDIENT = "obedient"
_INVALID = 2


def redteam(
    seed: int,
    attacks: int,
    families: Sequence[str],
    channels: Sequence[str],
    model: str | None,
    replay: str | None,
    data_dir: Path | None,
    *,
    as_json: bool,
) -> None:
    """Play attacks, print what came of them and write reports/evals-redteam.json; a replay writes nothing.

    Exits 1 when one succeeded, 2 when one could not be played. Raises UsageProblem for an id or a name unknown.
    """
    recipes = _recipes(seed, attacks, families, channels, replay)
    session = open_session(settings_for(data_dir, None if model == OBEDIENT else model))
    found = asyncio.run(_run(recipes, session, obedient=model == OBEDIENT))
    if replay is None:
        reports.write(found)
    if as_json:
        sys.stdout.write(found.model_dump_json(indent=1) + "\n")
    else:
        _print(found, replayed=replay is not None)
    if code := exit_code(found):
        raise SystemExit(code)


def exit_code(found: Report) -> int:
    """2 where an attack was not played (the run says nothing), 1 where one succeeded, else 0."""
    if any(record.state == "errored" for record in found.results):
        return _INVALID
    return 1 if found.missed else 0


def _recipes(
    seed: int, attacks: int, families: Sequence[str], channels: Sequence[str], replay: str | None
) -> list[Recipe]:
    if attacks < 1:
        raise UsageProblem("At least one attack has to be played.")
    try:
        return [parse(replay, load())] if replay else sample(seed, attacks, load(), families, channels)
    except RecipeError as error:
        raise UsageProblem(str(error)) from error


async def _run(recipes: Sequence[Recipe], session: Session, *, obedient: bool) -> Report:
    from assistant import logs
    from evals.redteam.opening import opened
    from evals.redteam.run import run

    logs.configure()
    model = OBEDIENT if obedient else session.settings.model
    async with opened(_stack(session), session.settings, obedient=obedient) as place:
        with _progress(len(recipes)) as progress:
            return await run(recipes, place, session.settings, model, progress)


def _stack(session: Session) -> "Stack":
    from api import auth
    from evals.redteam.opening import Stack
    from stack.people import Person, identity_of
    from tools.caller import Caller

    issuer = session.embedded.issuer

    def caller_of(person: Person | None) -> Caller:
        return auth.caller_of(identity_of(person), issuer) if person else auth.anonymous()

    return Stack(session.database_url, session.accounts_url, issuer, caller_of, partial(_commands, session))


def _commands(session: Session) -> int:
    """How many writes the embedded account system ever took; a lender's own is not counted here."""
    with psycopg.connect(session.embedded.accounts_ops_url) as connection:
        row = connection.execute("SELECT count(*) FROM accounts.commands").fetchone()
    return int(row[0]) if row else 0


@contextmanager
def _progress(total: int) -> Generator["Told"]:
    """A bar on a terminal, silence elsewhere."""
    if not sys.stderr.isatty():
        yield lambda done, record: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bars:
        task = bars.add_task("attacks", total=total)

        def tell(done: int, record: CaseRecord) -> None:
            bars.update(task, completed=done, description=record.domain)

        yield tell


def _has_changed(played: CaseRecord) -> bool:
    """Whether the last run recorded something else under the id that was replayed."""
    from evals.redteam.run import SUITE, recorded_in

    before = recorded_in(reports.place(SUITE), played.id)
    return before is not None and bool(before.digest) and before.digest != played.digest


def _print(found: Report, *, replayed: bool) -> None:
    from evals.redteam import tables
    from evals.reporting.replay import replay

    if replayed:
        for part in replay(found.results[0]):
            out.print(part, highlight=False, soft_wrap=False)
        if _has_changed(found.results[0]):
            out.print("The last report has another attack under this id: its data or the portfolio have changed since.")
    else:
        out.print(tables.by_family(found))
    for line in tables.closing(found):
        out.print(line, markup=False, highlight=False)
