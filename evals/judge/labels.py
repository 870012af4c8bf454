"""What people (or, said openly, models) think of answers: labels.jsonl, which the judge is measured against."""

import hashlib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from evals.judge.judging import Material
from evals.judge.verdict import CRITERIA, Criterion

PLACE = Path(__file__).parent / "labels.jsonl"


class LabelsBroken(ValueError):
    """A line of the labels cannot be read; the message says which and why."""


class Label(BaseModel):
    """One labelled answer.

    author_kind: `human` labelled by hand and built neither assistant nor judge; `developer` built them; `model`: a
    model wrote the label or helped to.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    question: str
    answer: Annotated[str, Field(min_length=1)]
    sources: list[str]
    label: dict[Criterion, bool]
    note: str = ""
    author: Annotated[str, Field(min_length=2)]
    author_kind: Literal["human", "developer", "model"]
    labelled_at: AwareDatetime

    @property
    def material(self) -> Material:
        return Material(self.question, self.answer, self.sources)


def load(path: Path = PLACE) -> list[Label]:
    """Raises LabelsBroken."""
    labels: list[Label] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            label = Label.model_validate_json(line)
        except ValidationError as error:
            raise LabelsBroken(f"{path.name}, line {number}: {error}") from error
        if set(label.label) != set(CRITERIA):
            raise LabelsBroken(f"{path.name}, line {number}: it labels {sorted(label.label)}, not {sorted(CRITERIA)}")
        labels.append(label)
    if len({label.id for label in labels}) < len(labels):
        raise LabelsBroken(f"{path.name} labels something twice")
    return labels


def digest(path: Path = PLACE) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
