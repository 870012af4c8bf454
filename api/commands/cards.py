"""Proposals on a terminal: a card with what would be done, what it needs, and what became of it."""

from datetime import UTC, datetime
from typing import Any, cast

from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from prompts.rendering import money

View = dict[str, Any]


def card(view: View, now: datetime) -> Panel:
    """The proposal in canonical values; nothing in it is a model's."""
    rows = Table.grid(padding=(0, 2))
    for line in view["lines"]:
        rows.add_row(escape(line["words"]))
    for name in view["after"]:
        before, after = _figure(name, view["before"].get(name)), _figure(name, view["after"][name])
        if before != after:
            rows.add_row(f"[dim]{escape(_plain(name))}: {escape(before)} -> {escape(after)}[/dim]")
    for need in needs(view):
        rows.add_row(f"[yellow]{escape(need)}[/yellow]")
    rows.add_row(f"[dim]{escape(_standing(view, now))}[/dim]")
    return Panel(rows, title=escape(view["title"]), title_align="left", expand=False)


def needs(view: View) -> list[str]:
    """What a yes needs besides being said."""
    found: list[str] = []
    if view["state"] == "open" and view["requires"]["assurance"] >= 2:
        found.append("Needs a second factor (`assist code --as PERSON` shows the code).")
    if view["requires"]["approval"] and view["state"] in ("open", "awaiting_approval"):
        found.append(f"Needs the approval of a {view['requires']['approval']}.")
    return found


def table(views: list[View]) -> Table:
    """One row a proposal."""
    rows = Table(box=None, pad_edge=False)
    for heading in ("proposal", "state", "what", "can", "made"):
        rows.add_column(heading, overflow="fold")
    for view in views:
        words = "; ".join([view["title"], *(line["words"] for line in view["lines"])])
        rows.add_row(view["proposal_id"], view["state"], escape(words), ", ".join(view["can"]), view["created_at"][:16])
    return rows


def _standing(view: View, now: datetime) -> str:
    if view["state"] != "open":
        return f"{_plain(view['state'])}; {view['proposal_id']}"
    left = datetime.fromisoformat(view["expires_at"]).astimezone(UTC) - now
    return f"open for {max(0, round(left.total_seconds() / 60))} more minutes; {view['proposal_id']}"


def _figure(name: str, value: Any) -> str:
    """A value of the account system's preview in one line; cents as dollars."""
    match value:
        case dict():
            return " ".join(_figure(str(key), inner) for key, inner in cast(dict[str, Any], value).items())
        case list():
            return "; ".join(_figure(name, inner) for inner in cast(list[Any], value)) or "none"
        case int() if name.endswith("_cents") and not isinstance(value, bool):
            return money(value)
        case _:
            return _plain(value)


def _plain(value: object) -> str:
    return "none" if value is None else str(value).removesuffix("_cents").replace("_", " ")
