"""Plays cases: finds the person, computes the facts, lets them say and do their part on a thread of the case's own."""

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import httpx
import psycopg
from psycopg_pool import PoolTimeout

from assistant.results import TurnRequest, TurnResult
from assistant.step_up import CodeRefused
from evals.books import FactMissing
from evals.case import Case
from evals.casting import NobodyFits, Person
from evals.deciding import Decisions, ExecutionStuck
from evals.end_state.golden import GoldenRunFailed
from evals.played import Played, Turn
from evals.preparing import Cast, filled, prepare
from evals.recording import Who, broken, errored, grade_again, record_of
from evals.records import CaseRecord
from evals.simulate.failing import UserModelFailed
from evals.simulate.scripted import ScriptedUser
from evals.speaking import Scripted, Speaker
from evals.stage import CallerOf, Stage
from evals.steps import Act
from prompts.loader import load
from tools.errors import ToolFailure

__all__ = ["CallerOf", "Stage", "TurnOutage", "grade_again", "play", "prepare", "run_case"]
MOST_STEPS = 40
"""Things said and done in one case; a speaker that never ends is ended."""


class TurnOutage(RuntimeError):
    """A turn ended without an answer since a model, a database or the account system did not answer in time."""


Speaks = Callable[[Cast], Speaker]
_OUTAGES = (
    UserModelFailed,
    NobodyFits,
    FactMissing,
    GoldenRunFailed,
    ExecutionStuck,
    CodeRefused,
    TurnOutage,
    ToolFailure,
    PoolTimeout,
    httpx.HTTPError,
    psycopg.Error,
)
"""What is no finding about the assistant: the case counts as errored."""


async def run_case(
    case: Case, stage: Stage, *, epoch: int = 0, speaks: Speaks | None = None, person: Person | None = None
) -> tuple[CaseRecord, Played | None]:
    """Play and grade one case. What kept it from being played is in its record, and the others go on.

    speaks, person: who plays it in place of whom it names.
    """
    who = Who(stage.seed, epoch)
    # A turn that breaks is a finding of this case, not the end of the run.
    playing = _played(case, stage, who, speaks or speaker_of, person)
    (ended,) = await asyncio.gather(playing, return_exceptions=True)
    if isinstance(ended, _OUTAGES):
        return errored(case, who, f"{type(ended).__name__}: {ended}"), None
    if isinstance(ended, Exception):
        return broken(case, who, f"{type(ended).__name__}: {ended}"), None
    if isinstance(ended, BaseException):
        raise ended
    played, faults = ended
    return record_of(played, who, faults), played


async def _played(
    case: Case, stage: Stage, who: Who, speaks: Speaks, person: Person | None
) -> tuple[Played, list[str]]:
    """What was played, and the faults of who spoke. `who` is told of the people as soon as they are known."""
    cast = prepare(case, stage, person)
    who.asks, who.met = cast.person, cast.about or cast.person
    speaker = speaks(cast)
    mark = stage.ends.mark() if stage.ends else 0
    played = await play(cast, stage, speaker)
    if stage.ends:
        staff = {str(person["role"]): person for person in (cast.person, cast.approver) if person}
        texts = [turn.text for turn in played.said]
        ended = await stage.ends.ended(case, mark, cast.about, staff, texts, stage.today)
        played = replace(played, ended=ended)
        if cast.about and ended.own:
            stage.forget(cast.about)
    return played, list(speaker.faults)


def speaker_of(cast: Cast) -> Speaker:
    """Who plays the person's side: what the case lists, or its simulated user."""
    if cast.case.user is None:
        return Scripted(cast.steps)
    return ScriptedUser(cast.case.user, cast.case.language, cast.random)


async def play(cast: Cast, stage: Stage, speaker: Speaker | None = None) -> Played:
    """Say and do one thing after another on a new thread. Raises what the assistant raises before it takes a message,
    and TurnOutage."""
    speaker = speaker or speaker_of(cast)
    caller = stage.caller_of(cast.person, cast.served)
    thread = str(await stage.assistant.threads.create(caller.subject, None, caller.serves))
    decisions = Decisions(stage, cast.person, cast.served)
    turns: list[Turn] = []
    while len(turns) < MOST_STEPS and (step := await speaker.next(turns)) is not None:
        if isinstance(step, Act):
            turns.append(Turn("", turns[-1].result, step.decision, await decisions.take(step)))
            continue
        text = filled(step.text, cast.names)
        turns.append(await _say(TurnRequest(caller, thread, str(uuid.uuid4()), text), stage))
        for shown in turns[-1].result.proposals:
            decisions.saw(str(shown["proposal_id"]), str(shown["tool"]), str(shown["digest"]))
    return Played(
        cast.case,
        cast.asker,
        turns,
        stage.today,
        cast.wanted,
        cast.secrets,
        earlier=cast.earlier,
        ending=speaker.ending,
    )


async def _say(request: TurnRequest, stage: Stage) -> Turn:
    result = await stage.assistant.run_turn(request, _silent)
    if _is_outage(result):
        raise TurnOutage(result.answer)
    return Turn(request.text, result)


def _is_outage(result: TurnResult) -> bool:
    """Whether a failed turn is no fault of the assistant's program: all but what it says when it broke itself."""
    return result.outcome == "failed" and result.answer not in _broken_words()


@cache
def _broken_words() -> frozenset[str]:
    prompt = load()
    return frozenset(prompt.say("failed.unexpected", language) for language in ("en", "es"))


def _silent(event: object) -> None:
    """Cases are graded on the stored end of a turn."""
