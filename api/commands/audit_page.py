"""A reconstructed turn as an auditor reads it on a terminal."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from assistant.reconstruction import Reconstruction

_DELETED = "(the words are not kept any more; the record below tells what is left)"


def page(found: Reconstruction) -> RenderableType:
    """Who and when, what was said and seen and done, and whether all of it is what was recorded."""
    parts: list[RenderableType] = [
        _facts(found),
        Panel(Text(found.said or _DELETED), title="Said", title_align="left"),
        Panel(Text(found.answer or _DELETED), title=f"Answered ({found.outcome})", title_align="left"),
    ]
    if found.passages:
        columns = ("document", "version", "section", "opens", "unchanged", "text")
        parts.append(_table("Passages it was given", columns, found.passages))
    if found.tools:
        rows = [
            {**call, "arguments": _short(call["arguments"]), "result": _short(call["result"])} for call in found.tools
        ]
        parts.append(_table("Tools it called", ("name", "arguments", "result"), rows))
    if found.guards:
        parts.append(_table("Guards", ("name", "direction", "verdict", "detail"), found.guards))
    parts += [_proposal(one) for one in found.proposals]
    if found.notices:
        rows = [{**notice, "content": _short(notice["content"])} for notice in found.notices]
        parts.append(_table("Notices", ("at", "kind", "to", "content"), rows))
    if found.later:
        parts.append(_table("Recorded about it since", ("at", "kind", "subject"), found.later))
    checks = [{"holds": "yes" if check.holds else "NO", "what": check.what} for check in found.checks]
    parts.append(_table("Held against the record", ("holds", "what"), checks))
    verdict = "All of it is what was recorded." if found.holds else "NOT all of it is what was recorded."
    return Group(*parts, Text(verdict, style="bold green" if found.holds else "bold red"))


def _facts(found: Reconstruction) -> Table:
    record, place = found.record, found.place
    facts: dict[str, object] = {
        "turn": found.turn_id,
        "thread": found.thread_id,
        "subject": found.subject,
        "about": found.about,
        "received": found.received_at,
        "record": f"chain {place['chain']}, number {place['seq']}, {place['at']}" if place else "none",
        **{name: record.get(name) for name in ("role", "assurance", "status", "prompt", "model", "cost_microusd")},
        **{name: _short(record.get(name)) for name in ("parameters", "tokens")},
    }
    table = Table(show_header=False, box=None)
    for name, value in facts.items():
        table.add_row(Text(name, style="bold"), Text("" if value is None else str(value)))
    return table


def _proposal(one: Mapping[str, Any]) -> RenderableType:
    lines = [f"{line['label']}: {line['value']}" for line in one["lines"]]
    steps = [f"{step['at']}  {step['event']} by {step['by']} -> {step['to']}" for step in one["events"]]
    receipt = [f"receipt: {_short(one['receipt'])}"] if one["receipt"] else []
    change = [f"before: {_short(one['before'])}", f"after: {_short(one['after'])}"]
    text = Text("\n".join([*lines, *change, *steps, *receipt]))
    return Panel(text, title=f"Proposal {one['tool']} {one['proposal_id']} ({one['state']})", title_align="left")


def _table(title: str, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Table:
    table = Table(title=title, title_justify="left")
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if row[name] is None else str(row[name])) for name in columns))
    return table


def _short(content: object, most: int = 400) -> str:
    told = json.dumps(content, ensure_ascii=False, default=str)
    return told if len(told) <= most else told[:most] + " ..."
