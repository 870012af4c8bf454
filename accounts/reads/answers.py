"""What the answers are made of. Optional keys of the contract are left out when they have no value."""

from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Value = TypeVar("Value")


def _absent(value: object) -> bool:
    return value is None


Maybe = Annotated[Value | None, Field(exclude_if=_absent)]


Currency = Literal["USD"]
"""The currency of every `*_cents` of an answer (ISO 4217)."""


class Answer(BaseModel):
    """A frozen part of an answer; money is integer cents, rates are basis points, dates are ISO."""

    model_config = ConfigDict(frozen=True, extra="ignore")
