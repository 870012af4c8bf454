"""`assist webhooks list` and `retry`."""

import asyncio
import json
import sys
from pathlib import Path
from typing import cast, get_args

from rich.table import Table

from api.commands.at_desk import looking
from api.commands.failures import UsageProblem
from api.commands.session import out, settings_for
from assistant.conversations import Row
from assistant.webhooks import store

_MOST = 1000


def listed(state: str | None, most: int, data_dir: Path | None, *, as_json: bool) -> None:
    """Raises UsageProblem for a state or a number that there is not."""
    if state not in (None, *get_args(store.State)):
        raise UsageProblem(f"--state is {', '.join(get_args(store.State))}, not {state!r}.")
    if not 1 <= most <= _MOST:
        raise UsageProblem(f"--most is between 1 and {_MOST}, not {most}.")
    events = asyncio.run(_listed(cast("store.State | None", state), most, data_dir))
    if as_json:
        sys.stdout.write(json.dumps({"events": events}, default=str) + "\n")
        return
    out.print(f"To {settings_for(data_dir).webhook_url or 'nobody (ASSIST_WEBHOOK_URL is not set)'}", highlight=False)
    table = Table(
        "event", "kind", "hand-off", "state", "attempts", "answer", "stored", "next", box=None, pad_edge=False
    )
    for one in events:
        due = f"{one['next_attempt_at']:%Y-%m-%d %H:%M:%S}" if one["state"] == "pending" else ""
        answer = str(one["last_status"] or ("none" if one["attempts"] else ""))
        of = (one["event_id"], one["kind"], str(one["body"].get("handoff_id", "")), one["state"])
        table.add_row(*of, str(one["attempts"]), answer, f"{one['created_at']:%Y-%m-%d %H:%M:%S}", due)
    out.print(table)


def retry(event: str | None, data_dir: Path | None, *, failed: bool, as_json: bool) -> None:
    """Raises UsageProblem unless one event or all failed ones are meant, and where there is nothing to send again."""
    if (event is None) != failed:
        raise UsageProblem("Name one event, or --failed for all that were given up (`assist webhooks list`).")
    begun = asyncio.run(_retry(event, data_dir))
    if event is not None and not begun:
        raise UsageProblem(f"There is no undelivered event {event}; `assist webhooks list` shows them.")
    if as_json:
        sys.stdout.write(json.dumps({"begun_again": begun}) + "\n")
    else:
        out.print(f"{begun} to be sent again; a running API does it within seconds", highlight=False)


async def _listed(state: store.State | None, most: int, data_dir: Path | None) -> list[Row]:
    async with looking(data_dir) as connection:
        return list(await store.listed(connection, state, most))


async def _retry(event: str | None, data_dir: Path | None) -> int:
    async with looking(data_dir) as connection:
        return await store.retry(connection, event)
