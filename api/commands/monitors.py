"""`assist monitors`: what the turns of a period came to, in all and by slice."""

import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

from rich.table import Table

from api.commands.at_desk import looking
from api.commands.failures import UsageProblem
from api.commands.session import out
from assistant.monitors.figures import Figures, Monitors, Slice, SliceFigures
from assistant.monitors.period import Period, PeriodRefused

_SLICES: tuple[Slice, ...] = get_args(Slice)
Slices = Mapping[Slice, Sequence[SliceFigures]]


def monitors(since: str | None, until: str | None, by: str | None, data_dir: Path | None, *, as_json: bool) -> None:
    """Raises UsageProblem for a period or a slice that there is not."""
    if by not in (None, *_SLICES):
        raise UsageProblem(f"--slice is {', '.join(_SLICES)}, not {by!r}.")
    try:
        period = Period.of(since, until, datetime.now(UTC))
    except PeriodRefused as error:
        raise UsageProblem(str(error)) from error
    wanted = _SLICES if by is None else (by,)
    totals, slices = asyncio.run(_added(period, wanted, data_dir))
    if as_json:
        told = {"from": period.since.isoformat(), "to": period.until.isoformat(), "totals": totals.model_dump()}
        shown = {name: [one.model_dump() for one in values] for name, values in slices.items()}
        sys.stdout.write(json.dumps({**told, "slices": shown}) + "\n")
        return
    out.print(f"{period.since:%Y-%m-%d %H:%M} to {period.until:%Y-%m-%d %H:%M} UTC", highlight=False)
    out.print(_table("", [("all", totals)]))
    for name, values in slices.items():
        if values:
            out.print(_table(name, [(one.value, one) for one in values]))


async def _added(period: Period, wanted: Sequence[Slice], data_dir: Path | None) -> tuple[Figures, Slices]:
    async with looking(data_dir) as connection:
        opened = Monitors(connection, period)
        return await opened.totals(), {name: await opened.slices(name) for name in wanted}


def _table(name: str, rows: Sequence[tuple[str, Figures]]) -> Table:
    table = Table(name, box=None, pad_edge=False)
    columns = ("turns", "threads", "contained", "hand-off", "abstained", "guarded", "failed")
    for column in (*columns, "p50 ms", "p95 ms", "cost", "liked", "disliked", "suggested"):
        table.add_column(column, justify="right")
    for value, one in rows:
        shares = (one.containment, one.handoff, one.abstention, one.guard_blocks, one.failed)
        times = ("-" if each is None else f"{each:.0f}" for each in (one.p50_ms, one.p95_ms))
        table.add_row(
            *(value, str(one.turns), str(one.threads)),
            *("-" if each is None else f"{each:.1%}" for each in shares),
            *times,
            *(_cost(one), str(one.liked), str(one.disliked), _suggested(one)),
        )
    return table


def _cost(one: Figures) -> str:
    known = "unknown" if one.cost_usd is None else f"${one.cost_usd:.2f}"
    return f"{known} + {one.uncosted} unknown" if one.uncosted and one.cost_usd is not None else known


def _suggested(one: Figures) -> str:
    """Accepted, edited, rejected."""
    told = one.suggestions
    return "-" if told is None else f"{told.accepted}/{told.edited}/{told.rejected}"
