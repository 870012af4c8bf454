"""Facts of a conversation: what its tools answered, by the fields that facts.yaml lists, each with its source.

Nothing is computed or put into a model's words. Of a field that was read several times, the newest value stands.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from assistant.results import ToolCall

FILE = Path(__file__).parent / "facts.yaml"
Kind = Literal["money", "date", "rate", "count", "yes_no", "text"]


class Field(BaseModel):
    """One field of a tool's result, and how it is called for staff."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str
    label: str
    kind: Kind


class Fact(BaseModel):
    """account: its label, as the tool gave it. source: the tool."""

    label: str
    value: str
    account: str | None
    source: str


@lru_cache(maxsize=1)
def load(path: Path = FILE) -> dict[str, list[Field]]:
    """The fields by tool. Raises pydantic.ValidationError."""
    return TypeAdapter(dict[str, list[Field]]).validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))


def of(calls: Iterable[ToolCall]) -> list[Fact]:
    """The facts of these calls, oldest call first; one a label and account."""
    found = dict[tuple[str, str | None], Fact]()
    for call in calls:
        for account in _accounts(call):
            for field in load().get(call.name, ()):
                if (value := words(field.kind, account.get(field.field))) is not None:
                    named = cast("str | None", account.get("label"))
                    found.pop((field.label, named), None)
                    found[field.label, named] = Fact(label=field.label, value=value, account=named, source=call.name)
    return list(found.values())


def _accounts(call: ToolCall) -> Sequence[dict[str, Any]]:
    given: object = call.result.get("accounts")
    if not isinstance(given, list):
        return []
    return [cast(dict[str, Any], one) for one in cast(list[object], given) if isinstance(one, dict)]


def words(kind: Kind, value: object) -> str | None:
    """The value as staff read it; None where there is none of that kind."""
    match kind, value:
        case "yes_no", bool():
            return "Yes" if value else "No"
        case _, bool():
            return None
        case "money", int():
            return f"{'-' if value < 0 else ''}${abs(value) // 100:,}.{abs(value) % 100:02d}"
        case "rate", int():
            return f"{value // 100}.{value % 100:02d}%"
        case "count", int():
            return f"{value:,}"
        case "date", str():
            return _date(value)
        case "text", str():
            return value.replace("_", " ")
        case _:
            return None


def _date(value: str) -> str | None:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return f"{day:%b} {day.day}, {day.year}"
