"""What a judge says of one answer."""

from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, StrictBool

Criterion = Literal["answers", "faithful", "helpful", "tone"]
CRITERIA: tuple[Criterion, ...] = get_args(Criterion)


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
