"""Whether a plan did what an utterance of the held-out set calls for."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict


class Utterance(BaseModel):
    """`calls` must be made, `may` can be made too; `arguments` must appear in some call as given."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    calls: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ("answer",)
    reason: str | None = None
    arguments: Mapping[str, str] = {}
    note: bool = False

    @property
    def spanish(self) -> bool:
        return self.text.startswith("es:")

    @property
    def words(self) -> str:
        return self.text.removeprefix("es:").strip()


class Planned(BaseModel):
    """What a model did with an utterance: the read calls, and the outcome that its control call or words amount to."""

    calls: tuple[tuple[str, Mapping[str, Any]], ...]
    outcome: str
    reason: str | None = None


def is_right(wanted: Utterance, planned: Planned) -> bool:
    """Every call that is needed, none that is not allowed, and the outcome with its reason."""
    made = {name for name, _ in planned.calls}
    if planned.outcome not in wanted.outcomes or not set(wanted.calls) <= made <= {*wanted.calls, *wanted.may}:
        return False
    return wanted.reason is None or planned.reason == wanted.reason


def arguments_right(wanted: Utterance, planned: Planned) -> bool:
    """Whether each argument that the utterance states was filled; an account counts by any word of its value."""
    return all(
        any(value in str(arguments.get(name, "")) for _, arguments in planned.calls)
        for name, value in wanted.arguments.items()
    )


def share(hits: Sequence[bool]) -> float:
    """The part of `hits` that is true; 0 for none."""
    return sum(hits) / len(hits) if hits else 0.0
