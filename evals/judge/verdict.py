"""What a judge says of one answer."""

import re
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, StrictBool, ValidationError

Criterion = Literal["answers", "faithful", "helpful", "tone"]
CRITERIA: tuple[Criterion, ...] = get_args(Criterion)
_FENCED = re.compile(r"\A\s*```(?:json)?\s*(.*?)\s*```\s*\Z", re.DOTALL)
_SHOWN = 120


class Malformed(ValueError):
    """The judge's reply is not the object it was asked for; the message shows how it begins."""


class Verdict(BaseModel):
    """Each criterion of prompt.md, met or not."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reason: str
    answers: StrictBool
    faithful: StrictBool
    helpful: StrictBool
    tone: StrictBool

    def of(self, criterion: Criterion) -> bool:
        return bool(getattr(self, criterion))


def read(reply: str) -> Verdict:
    """The verdict in a model's reply, which may be fenced as code. Raises Malformed."""
    fenced = _FENCED.match(reply)
    try:
        return Verdict.model_validate_json(fenced[1] if fenced else reply)
    except ValidationError as error:
        raise Malformed(f"the judge gave no verdict but {reply[:_SHOWN]!r}") from error
