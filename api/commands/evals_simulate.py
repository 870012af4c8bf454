"""`assist evals simulate`: one simulated conversation, printed as it goes."""

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import yaml
from pydantic import ValidationError

from api.commands.failures import UsageProblem
from api.commands.session import out, progress_bars, settings_for
from assistant.models.choose import ModelNotConfigured
from evals.case import Case, Situation
from evals.played import Turn
from evals.records import CaseRecord
from evals.simulate import rehearsal
from evals.simulate.persona import Persona
from evals.simulate.script import UserScript
from evals.steps import Act, Say
from stack import embedded

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from assistant.settings import Settings
    from evals.engine.worlds import Ground

_FAILED, _INVALID = 1, 2


@dataclass(frozen=True)
class Asked:
    """what: a case's id, or a file with a script or a persona. person: a handle; situation: as in a case, in YAML.

    user_model: plays a persona, by default the assistant's own model. seed: of wording and people, 0 as written.
    """

    what: str
    person: str | None
    situation: str | None
    language: Literal["en", "es"]
    model: str | None
    user_model: str | None
    seed: int


def simulate(asked: Asked, data_dir: Path | None, *, as_json: bool) -> None:
    """Play it in a world of its own, so that nothing of the user's own data changes.

    Exits 1 when it fails its graders or the user gives up, 2 when it says nothing: the user had a fault of their own,
    or something else than the assistant failed. Raises UsageProblem, PersonUnknown.
    """
    if asked.person and asked.situation:
        raise UsageProblem("Give --as PERSON or --situation, not both.")
    settings = settings_for(data_dir, asked.model)
    try:
        given = rehearsal.found(asked.what)
        model = _user_model(given, settings, asked.user_model)
        case = rehearsal.case_of(given, _situation(asked.situation), asked.language)
    except (rehearsal.CannotRehearse, ModelNotConfigured) as error:
        raise UsageProblem(str(error)) from error
    with progress_bars() as steps:
        from evals.engine import worlds

        stack = embedded.prepare(settings.data_dir, steps)
        ground = worlds.prepare(stack.server, settings.data_dir, asked.seed, steps)
    told = _silent if as_json else _print
    record = asyncio.run(_played(given, case, asked, _Place(ground, settings, model, told)))
    if as_json:
        sys.stdout.write(record.model_dump_json(indent=1) + "\n")
    else:
        _print_end(record)
    if record.state == "errored" or record.user_faults:
        raise SystemExit(_INVALID)
    if not record.passed:
        raise SystemExit(_FAILED)


@dataclass(frozen=True)
class _Place:
    ground: "Ground"
    settings: "Settings"
    user_model: "BaseChatModel | None"
    tell: rehearsal.Tell


async def _played(given: Case | UserScript | Persona, case: Case, asked: Asked, place: _Place) -> CaseRecord:
    from assistant import logs
    from evals.engine import worlds
    from stack.people import find

    logs.configure()
    async with worlds.opened(place.ground, place.settings, seed=asked.seed) as world:
        person: dict[str, Any] | None = dict(find(list(world.stage.people), asked.person)) if asked.person else None
        if case.writes:
            await world.executing()
        return await rehearsal.rehearse(given, case, world.stage, place.tell, person, place.user_model)


def spoken(language: str) -> Literal["en", "es"]:
    """Raises UsageProblem for another language than the two."""
    if language not in ("en", "es"):
        raise UsageProblem(f"There is no language {language!r}; languages: en, es.")
    return "es" if language == "es" else "en"


def _user_model(given: object, settings: "Settings", name: str | None) -> "BaseChatModel | None":
    from evals.simulate.borrower import user_model

    return user_model(settings, name) if isinstance(given, Persona) else None


def _situation(text: str | None) -> Situation | None:
    """Raises UsageProblem."""
    if text is None:
        return None
    try:
        return Situation.model_validate(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError) as error:
        raise UsageProblem(f"--situation is written as `person` of a case, {{tags: [current]}}: {error}") from error


def _silent(heard: Turn | Say | Act) -> None:
    """JSON has it all at the end."""


def _print(heard: Turn | Say | Act) -> None:
    if isinstance(heard, Say):
        _line(f"> {heard.text}", "bold")
    elif isinstance(heard, Act):
        _line(f"> ({heard.decision} of proposal {heard.proposal}{', with a code' if heard.code else ''})", "bold")
    elif heard.act:
        _line(f"  {heard.decided.gave if heard.decided else heard.act}\n", "yellow")
    else:
        calls = ", ".join(call.name for call in heard.result.tool_calls)
        _line(f"  [{heard.result.outcome}{f'; {calls}' if calls else ''}]", "dim")
        _line(heard.result.answer + "\n", None)


def _print_end(record: CaseRecord) -> None:
    if record.error:
        _line(f"not played: {record.error}", "red")
    ending = record.context.get("ending")
    ends = {"goal": "came to their goal", "gives_up": "gave up", "fault": "did not know how to go on"}
    if ending:
        _line(f"the user {ends[ending]}", None)
    for fault in record.user_faults:
        _line(f"fault of the user: {fault}", "yellow")
    for fault in record.faults:
        _line(f"fault: {fault}", "red")


def _line(text: str, style: str | None) -> None:
    out.print(text, style=style, markup=False, highlight=False)
