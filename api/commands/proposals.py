"""`assist proposals`, and the question that `assist chat` asks for each of them."""

import asyncio
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from api.commands import cards
from api.commands.decisions import STEP_UP, Action, DecisionRefused, Decisions, View
from api.commands.runner import open_decisions
from api.commands.session import open_session, out, settings_for

Ask = Callable[[str], str]


def listed(person: str, state: str | None, thread: str | None, data_dir: Path | None, *, as_json: bool) -> None:
    """Print a person's proposals. Raises PersonUnknown, DecisionRefused."""

    async def run(decisions: Decisions) -> list[View]:
        return await decisions.listed(person, state, thread)

    views = _with(run, data_dir)
    if as_json:
        _print_json({"proposals": views})
    elif views:
        out.print(cards.table(views))
    else:
        out.print("No proposals.", style="dim")


def show(proposal_id: str, person: str, data_dir: Path | None, *, as_json: bool) -> None:
    """Print one proposal. Raises PersonUnknown, DecisionRefused."""

    async def run(decisions: Decisions) -> View:
        return await decisions.one(person, proposal_id)

    _print(_with(run, data_dir), as_json=as_json)


def decide(
    action: Action,
    proposal_id: str,
    person: str,
    digest: str | None,
    code: str | None,
    data_dir: Path | None,
    *,
    as_json: bool,
) -> None:
    """Take a decision and print what became of it; exits 1 where the account system refused.

    digest: of what was seen; without it, what is shown now is decided on. Raises PersonUnknown, DecisionRefused.
    """

    async def run(decisions: Decisions) -> View:
        if code is not None:
            await decisions.step_up(person, code)
        agreed = digest or (await decisions.one(person, proposal_id))["digest"]
        return await decisions.decide(person, proposal_id, action, agreed)

    view = _with(run, data_dir)
    _print(view, as_json=as_json)
    if view["state"] == "refused":
        raise SystemExit(1)


async def decided_in_chat(decisions: Decisions, person: str, views: list[View], ask: Ask) -> None:
    """Ask y/n for each proposal of a turn, with its card, and print what became of it. No answer leaves it open."""
    for view in views:
        out.print(cards.card(view, datetime.now(UTC)))
        answer = (await asyncio.to_thread(ask, "Do it? [y/n] ")).strip().lower()
        if answer[:1] not in ("y", "s", "n"):
            out.print("Left open.", style="dim")
            continue
        action: Action = "reject" if answer[:1] == "n" else "confirm"
        try:
            done = await _answered(decisions, person, view, action, ask)
        except DecisionRefused as refused:
            out.print(str(refused), style="red", markup=False)
        else:
            out.print(done["says"], markup=False, highlight=False)


async def _answered(decisions: Decisions, person: str, view: View, action: Action, ask: Ask) -> View:
    """The decision, after a second factor where it needs one."""
    try:
        return await decisions.decide(person, view["proposal_id"], action, view["digest"])
    except DecisionRefused as refused:
        if refused.kind != STEP_UP:
            raise
        code = (await asyncio.to_thread(ask, "Your one-time code: ")).strip()
        await decisions.step_up(person, code)
        return await decisions.decide(person, view["proposal_id"], action, view["digest"])


def _with(run: Any, data_dir: Path | None) -> Any:
    session = open_session(settings_for(data_dir))

    async def whole() -> Any:
        async with open_decisions(session) as decisions:
            return await run(decisions)

    return asyncio.run(whole())


def _print(view: View, *, as_json: bool) -> None:
    if as_json:
        _print_json(view)
        return
    out.print(cards.card(view, datetime.now(UTC)))
    out.print(view["says"], markup=False, highlight=False)


def _print_json(found: Any) -> None:
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
