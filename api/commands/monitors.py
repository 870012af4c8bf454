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
    out.print(_whole(totals))
    for name, values in slices.items():
        if values:
            out.print()
            out.print(_table(name, values))


async def _added(period: Period, wanted: Sequence[Slice], data_dir: Path | None) -> tuple[Figures, Slices]:
    async with looking(data_dir) as connection:
        opened = Monitors(connection, period)
        return await opened.totals(), {name: await opened.slices(name) for name in wanted}


def _whole(one: Figures) -> Table:
    """All figures, one a line."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(min_width=11)
    table.add_column(justify="right")
    table.add_column()
    table.add_row("turns", str(one.turns), f"in {one.threads} conversations of borrowers")
    table.add_row("contained", _share(one.containment), "of these conversations, nobody asked for a person")
    table.add_row("hand-offs", _share(one.handoff), "of the turns")
    table.add_row("abstained", _share(one.abstention), "of the turns")
    table.add_row("guarded", _share(one.guard_blocks), "of the turns: a guard stopped or rebuilt the reply")
    table.add_row("failed", _share(one.failed), "of the turns")
    table.add_row("time", _ms(one.p50_ms), f"half the turns, {_ms(one.p95_ms)} 95 of 100")
    table.add_row("cost", _cost(one), f"and {one.uncosted} turns of unknown cost" if one.uncosted else "")
    table.add_row("liked", str(one.liked), f"and {one.disliked} disliked")
    if told := one.suggestions:
        table.add_row(
            "suggested", str(told.accepted), f"sent as it was, {told.edited} edited, {told.rejected} rejected"
        )
    return table


def _table(name: str, rows: Sequence[SliceFigures]) -> Table:
    """The figures that fit into 80 columns beside a value."""
    table = Table(name, box=None, pad_edge=False)
    for column in ("turns", "contained", "hand-off", "abstained", "guarded", "failed", "p95", "cost"):
        table.add_column(column, justify="right", no_wrap=True)
    for one in rows:
        shares = (one.containment, one.handoff, one.abstention, one.guard_blocks, one.failed)
        table.add_row(one.value, str(one.turns), *map(_share, shares), _ms(one.p95_ms), _cost(one))
    return table


def _share(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"


def _ms(time_ms: float | None) -> str:
    return "-" if time_ms is None else f"{time_ms:.0f} ms"


def _cost(one: Figures) -> str:
    return "unknown" if one.cost_usd is None else f"${one.cost_usd:.2f}"
