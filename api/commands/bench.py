"""`assist bench turn | proposal | search | ledger | evals`: one benchmark, one JSON object."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from api.commands.failures import UsageProblem
from api.commands.session import Session, open_session, settings_for

_NAMES = ("turn", "proposal", "search", "ledger", "evals")


def bench(name: str, data_dir: Path | None) -> None:
    """Run one benchmark on the embedded stack and print its figures. Raises UsageProblem for an unknown name."""
    if name not in _NAMES:
        raise UsageProblem(f"There is no benchmark {name!r}; there are: {', '.join(_NAMES)}.")
    if name == "ledger":
        sys.stdout.write(json.dumps(_ledger(data_dir)) + "\n")
        return
    if name == "evals":
        from evals.bench import harness

        sys.stdout.write(json.dumps(harness.run()) + "\n")
        return
    session = open_session(settings_for(data_dir))
    benchmarks = {"turn": _turn, "proposal": _proposal, "search": _search}
    found = asyncio.run(benchmarks[name](session))
    sys.stdout.write(json.dumps(found) + "\n")


async def _turn(session: Session) -> dict[str, Any]:
    from evals.bench import turn

    return await turn.run(session.embedded, session.accounts_url)


async def _proposal(session: Session) -> dict[str, Any]:
    from evals.bench import proposal

    return await proposal.run(session.embedded, session.accounts_url)


async def _search(session: Session) -> dict[str, Any]:
    from evals.bench import search
    from tools.client import AccountsClient

    accounts = AccountsClient(session.accounts_url)
    try:
        today = await accounts.business_date()
    finally:
        await accounts.close()
    return await search.run(session.embedded, today)


def _ledger(data_dir: Path | None) -> dict[str, Any]:
    from evals.bench import ledger
    from stack.embedded import prepare

    settings = settings_for(data_dir)
    return ledger.run(prepare(settings.data_dir, seed=False, ingest=False))
