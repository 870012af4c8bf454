"""Fusion weights as committed data: fitted by `python -m evals.retrieval.fit`, one set a collection."""

from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict, TypeAdapter


class Weights(BaseModel):
    """How much each arm counts in the fused score, and how many passages of one document a result may hold.

    `fitted` says on what and with which result; it is not used in the search.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    raw: float
    wide: float
    cue_raw: float
    cue_wide: float
    text: float
    length: float
    other: float = 0.0
    language: float = 0.0
    per_document: int = 1
    fitted: str = ""

    def parameters(self) -> dict[str, object]:
        """The weights as the statement's parameters."""
        return {f"w_{name}": value for name, value in self.model_dump(exclude={"per_document", "fitted"}).items()}


@cache
def load_weights() -> dict[str, Weights]:
    """Collection -> weights; `default` is for collections that nobody has fitted."""
    text = (resources.files("policies") / "weights.json").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, Weights]).validate_json(text)
