"""`assist prompts canary`: begin, look at and end the trial of an approved version."""

import asyncio
import json
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import dict_row
from rich.table import Table

from api.commands.failures import UsageProblem
from api.commands.session import out, progress_bars, settings_for
from assistant.canaries import bands, store
from assistant.canaries.bands import WORDS, Counts
from assistant.canaries.store import Canary
from prompts import released
from prompts.errors import PromptError
from prompts.lock import git_email
from stack import embedded as stack


def start(version: int, share: float, data_dir: Path | None) -> None:
    """share: per cent. Raises UsageProblem for a version that is not approved, CanaryRuns."""
    if not 0.01 <= share <= 50:
        raise UsageProblem(f"--share is a percentage between 0.01 and 50, not {share:g}.")
    try:
        bundle = released.load_approved(version)
    except PromptError as error:
        raise UsageProblem(str(error)) from error

    async def begin() -> None:
        async with _operations(data_dir) as connection:
            by = git_email() or "unknown"
            await store.start(connection, bundle.name, version, bundle.hash, round(share * 100), by)

    asyncio.run(begin())
    out.print(f"{bundle.reference} answers {share:g} % of the threads within a few seconds", highlight=False)


def status(data_dir: Path | None, *, as_json: bool) -> None:
    canary, counts = asyncio.run(_look(data_dir))
    if as_json:
        found = asdict(canary) if canary else None
        arms = {arm: vars(held) for arm, held in counts.items()}
        sys.stdout.write(json.dumps({"canary": found, "counts": arms}, default=str) + "\n")
    elif canary is None:
        out.print("No version was tried yet; `assist prompts canary start VERSION --share 5` begins.", highlight=False)
    else:
        _print(canary, counts["stable"], counts["candidate"])


def stop(reason: str, data_dir: Path | None) -> None:
    """Raises UsageProblem where none runs."""

    async def end() -> Canary:
        async with _operations(data_dir) as connection:
            canary = await store.latest(connection)
            if canary is None or not await store.end(connection, canary.canary_id, "stopped", reason):
                raise UsageProblem("No canary runs.")
            return canary

    canary = asyncio.run(end())
    out.print(f"{canary.prompt}@{canary.candidate} is stopped; all threads are back", highlight=False)


def _print(canary: Canary, stable: Counts, candidate: Counts) -> None:
    name = f"{canary.prompt}@{canary.candidate}"
    out.print(f"{name} on {canary.share_bps / 100:g} % of the threads: {canary.state}", highlight=False)
    if canary.reason:
        out.print(f"  {canary.reason}", highlight=False, markup=False)
    table = Table("monitor", box=None, pad_edge=False)
    for column in ("serves", "tried", "at most above"):
        table.add_column(column, justify="right")
    table.add_row("turns", str(stable.turns), str(candidate.turns), "")
    for monitor, most in bands.load().most_above.items():
        table.add_row(WORDS[monitor], f"{stable.share(monitor):.1%}", f"{candidate.share(monitor):.1%}", f"{most:.1%}")
    out.print(table)


async def _look(data_dir: Path | None) -> tuple[Canary | None, dict[store.Arm, Counts]]:
    async with _operations(data_dir) as connection:
        canary = await store.latest(connection)
        return canary, await store.counts(connection, canary.canary_id) if canary else {}


@asynccontextmanager
async def _operations(data_dir: Path | None) -> AsyncGenerator[AsyncConnection[dict[str, Any]]]:
    """A connection of role assistant_ops to the embedded server."""
    with progress_bars() as progress:
        embedded = stack.prepare(settings_for(data_dir).data_dir, progress, seed=False, ingest=False)
    url = embedded.assistant_ops_url
    async with await AsyncConnection[dict[str, Any]].connect(url, autocommit=True, row_factory=dict_row) as connection:
        yield connection
