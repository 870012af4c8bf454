"""`assist handoffs list`: the board, without whose conversations they are and what was said."""

import asyncio
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast, get_args

from rich.table import Table

from api.commands.at_desk import looking
from api.commands.failures import UsageProblem
from api.commands.session import out, settings_for
from assistant.desk import board, hours
from assistant.desk.handoffs import State
from assistant.keys import keyring
from assistant.memory import Memory

_SHOWN = {
    "handoff_id",
    "thread_id",
    "state",
    "reason",
    "queue",
    "urgent",
    "language",
    "requested_at",
    "position",
    "waited_s",
    "agent",
    "accepted_at",
    "ended_at",
}


def listed(state: str | None, queue: str | None, data_dir: Path | None, *, as_json: bool) -> None:
    """Raises UsageProblem for a state or a queue that there is not."""
    states = [name for name in get_args(State) if name != "merged"]
    if state not in (None, *states):
        raise UsageProblem(f"--state is {', '.join(states)}, not {state!r}.")
    if queue not in (None, *hours.load().queues):
        raise UsageProblem(f"--queue is {', '.join(hours.load().queues)}, not {queue!r}.")
    rows = asyncio.run(_rows(board.Wanted(cast("State | None", state), queue), data_dir))
    if as_json:
        sys.stdout.write(json.dumps({"handoffs": rows}) + "\n")
        return
    table = Table("hand-off", "state", "queue", "reason", "place", "waited", "agent", box=None, pad_edge=False)
    for row in rows:
        place = f"{row['position'] or ''}{' urgent' if row['urgent'] else ''}".strip()
        waited = str(timedelta(seconds=row["waited_s"]))
        table.add_row(row["handoff_id"], row["state"], row["queue"], row["reason"], place, waited, row["agent"] or "")
    out.print(table)
    out.print(f"{sum(row['state'] == 'waiting' for row in rows)} wait, {len(rows)} listed (at most {board.MOST})")


async def _rows(wanted: board.Wanted, data_dir: Path | None) -> list[dict[str, Any]]:
    memory = Memory(keyring(settings_for(data_dir)))
    async with looking(data_dir) as connection:
        found = await board.listed(connection, memory, datetime.now(UTC), wanted)
    return [row.model_dump(mode="json", include=_SHOWN) for row in found]
