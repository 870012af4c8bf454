"""The worked examples of a prompt folder, each with the file that it stands in and what it leads to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.review.data import slice_of_treatment
from evals.review.neighbours import Treatment
from prompts.reading import parse_yaml
from prompts.scenarios import utterance_language
from prompts.schema import ExampleFile, Scenario


@dataclass(frozen=True)
class Worked:
    """One scenario and its file. `staff`: only staff are in this situation."""

    scenario: Scenario
    file: str
    staff: bool

    @property
    def treatment(self) -> Treatment:
        one = self.scenario
        return frozenset(call.tool for call in one.calls), one.outcome, one.reason

    @property
    def texts(self) -> list[str]:
        return [utterance_language(said)[0] for said in self.scenario.utterances]


@dataclass(frozen=True)
class Book:
    """All scenarios, and by text the one that each utterance belongs to."""

    worked: Sequence[Worked]
    by_text: Mapping[str, Worked]

    @property
    def texts(self) -> list[str]:
        return list(self.by_text)


def book(root: Path) -> Book:
    """Read the examples of a prompt folder that has been loaded, so that they are known to be valid."""
    worked: list[Worked] = []
    for path in sorted((root / "examples").rglob("*.yaml")):
        data: Any = parse_yaml(path.read_text(encoding="utf-8"))
        file = ExampleFile.model_validate(data)
        staff = file.audience == "staff"
        worked += [Worked(one, path.relative_to(root).as_posix(), staff) for one in file.scenarios]
    return Book(worked, {text: one for one in worked for text in one.texts})


def slice_of(treatment: Treatment, writes: frozenset[str]) -> str:
    tools, outcome, reason = treatment
    return slice_of_treatment(sorted(tools), outcome, reason, writes)


def in_words(treatment: Treatment) -> str:
    """`get_balance, search_policies` or `handoff: self_harm`."""
    tools, outcome, reason = treatment
    called = ", ".join(sorted(tools)) or "no call"
    return called if outcome == "answer" else f"{outcome}{f': {reason}' if reason else ''} ({called})"
