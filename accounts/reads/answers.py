"""What the answers are made of. Optional keys of the contract are left out when they have no value."""

from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Value = TypeVar("Value")


def _absent(value: object) -> bool:
    return value is None


def _left_out(schema: dict[str, Any]) -> None:
    """An optional key is there with a value or not at all: its schema knows no null."""
    schema.pop("default", None)
    kinds = [kind for kind in schema.pop("anyOf", []) if kind != {"type": "null"}]
    schema.update(kinds[0] if len(kinds) == 1 else {"anyOf": kinds} if kinds else {})


Maybe = Annotated[Value | None, Field(exclude_if=_absent, json_schema_extra=_left_out)]


Currency = Literal["USD"]
"""The currency of every `*_cents` of an answer (ISO 4217)."""


class Answer(BaseModel):
    """A frozen part of an answer; money is integer cents, rates are basis points, dates are ISO."""

    model_config = ConfigDict(frozen=True, extra="ignore")
