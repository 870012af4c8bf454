"""One simulated conversation, told as it goes: for people who write scripts, personas and cases."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal, cast, get_args

import yaml
from langchain_core.language_models import BaseChatModel
from pydantic import ValidationError

from assistant.results import Outcome
from evals.case import Case, Expect, Situation, load_suite
from evals.played import Turn
from evals.preparing import Cast
from evals.records import CaseRecord
from evals.runner import run_case, speaker_of
from evals.simulate.borrower import PlayedBorrower
from evals.simulate.persona import Persona
from evals.simulate.script import UserScript
from evals.speaking import Speaker
from evals.stage import Stage
from evals.steps import Act, Ending, Say

Tell = Callable[[Turn | Say | Act], None]
"""Told of each thing said or decided, and of what came of it."""
_SUITES = ("core", "heldout")


class CannotRehearse(ValueError):
    """There is no such case or file, or it holds neither a script nor a persona; the message says what to give."""


def found(name: str) -> Case | UserScript | Persona:
    """The case of that id, or what the YAML file of that path holds. Raises CannotRehearse."""
    if not Path(name).suffix:
        case = next((case for suite in _SUITES for case in load_suite(suite) if case.id == name), None)
        if case is None:
            raise CannotRehearse(
                f"No case is called {name!r}; give a case's id, or a YAML file with a script or persona."
            )
        return case
    try:
        raw: Any = yaml.safe_load(Path(name).read_text(encoding="utf-8"))
        kind = UserScript if "states" in raw else Persona
        return kind.model_validate(raw)
    except (OSError, TypeError, yaml.YAMLError, ValidationError) as error:
        raise CannotRehearse(f"{name}: {error}") from error


def case_of(given: Case | UserScript | Persona, situation: Situation | None, language: Literal["en", "es"]) -> Case:
    """The case to play; a script or persona alone is graded by what counts in every conversation."""
    if isinstance(given, Case):
        return given if situation is None else given.model_copy(update={"person": situation})
    script = given if isinstance(given, UserScript) else None
    return Case.model_construct(
        id="rehearsal",
        domain="simulated",
        person=situation or Situation(),
        language=language,
        turns=[] if script else ["as the persona says"],
        user=script,
        expect=Expect(outcome=list(cast(tuple[Outcome, ...], get_args(Outcome)))),
    )


async def rehearse(
    given: Case | UserScript | Persona,
    case: Case,
    stage: Stage,
    tell: Tell,
    person: dict[str, Any] | None = None,
    model: BaseChatModel | None = None,
) -> CaseRecord:
    """Play and grade `case` with `given` speaking. model: plays a persona, and has to be there for one."""

    def speaks(prepared: Cast) -> Speaker:
        if isinstance(given, Persona):
            assert model is not None, "a persona is played by a model"
            return Overheard(PlayedBorrower(given, case.language, model), tell)
        return Overheard(speaker_of(prepared), tell)

    record, _ = await run_case(case, stage, speaks=speaks, person=person)
    return record


class Overheard:
    """A speaker whose conversation is told as it goes."""

    def __init__(self, speaker: Speaker, tell: Tell) -> None:
        self._speaker, self._tell = speaker, tell

    @property
    def faults(self) -> Sequence[str]:
        return self._speaker.faults

    @property
    def ending(self) -> Ending | None:
        return self._speaker.ending

    async def next(self, turns: Sequence[Turn]) -> Say | Act | None:
        if turns:
            self._tell(turns[-1])
        step = await self._speaker.next(turns)
        if step:
            self._tell(step)
        return step
