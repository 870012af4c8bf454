"""A cue that the case expects to be heard led to its action (evals/cues.yaml, apart from the prompts' cues)."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from assistant.results import Outcome, TurnResult
from evals.graders.grade import Grade
from evals.played import Played

PLACE = Path(__file__).resolve().parents[1] / "cues.yaml"


class Action(BaseModel):
    """What has to follow. reason: of the hand-off, or of the decline. queue, urgent: of the hand-off.

    never: tools that must not run in that turn.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    outcome: Outcome
    reason: str
    queue: str | None = None
    urgent: bool = False
    never: list[str] = []
    source: str


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    cues: dict[str, Action]


@cache
def actions(path: Path = PLACE) -> dict[str, Action]:
    """By cue."""
    return _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).cues


def grade(played: Played) -> Grade:
    """Some turn answered the cue as it has to be; what must not run ran in none from there on."""
    cue = played.case.expect.cue
    if cue is None:
        return Grade("cues", applies=False)
    action = actions().get(cue)
    if action is None:
        return Grade("cues", [f"evals/cues.yaml has no cue {cue!r}"])
    results = [turn.result for turn in played.said]
    answered = next((result for result in results if _reason(result) == action.reason), None)
    if answered is None:
        heard = ", ".join(_reason(result) or result.outcome for result in results)
        return Grade("cues", [f"{cue} was not heard: {heard}"])
    return Grade("cues", list(_wrong(action, answered)))


def _reason(result: TurnResult) -> str | None:
    if result.handoff:
        return result.handoff.reason
    declines = [call for call in result.tool_calls if call.name == "decline" and "error" not in call.result]
    return str(declines[0].arguments.get("reason")) if declines else None


def _wrong(action: Action, result: TurnResult) -> Iterator[str]:
    if result.outcome != action.outcome:
        yield f"ended as {result.outcome}, not {action.outcome}"
    if action.queue and (result.handoff is None or result.handoff.queue != action.queue):
        yield f"went to {result.handoff.queue if result.handoff else 'nobody'}, not {action.queue}"
    if action.urgent and not (result.handoff and result.handoff.urgent):
        yield "is not marked as urgent"
    if result.proposals:
        yield f"proposes {result.proposals[0]['tool']} beside it"
    for call in result.tool_calls:
        if call.name in action.never:
            yield f"called {call.name}"
