"""The record that a case leaves, and how it is graded again from it without the stack."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from assistant.results import TurnResult
from evals.case import Case, Expect
from evals.casting import Person
from evals.graders import GRADERS
from evals.graders.grade import Grade
from evals.name_groups import name_group
from evals.played import Asker, Decided, Ended, Played, Secrets, Turn, Wanted
from evals.records import CaseRecord
from evals.report import CANNOT_RUN, graded

_ASKER, _SECRETS, _ENDED = TypeAdapter(Asker), TypeAdapter(Secrets), TypeAdapter(Ended | None)
_DECIDED, _GROUPS = TypeAdapter(Decided | None), TypeAdapter(list[list[list[object]]])


_ANYWHERE = ("grounded", "disclosure", "promises")
"""Graders of what must not be said in any turn."""


class CaseChanged(ValueError):
    """The record is of the case as it was written before; play it again."""


@dataclass
class Who:
    """Who played a case, and in which run. asks: None for somebody not signed in. met: whose name the assistant met,
    of staff the borrower whom they serve."""

    seed: int = 0
    epoch: int = 0
    asks: Person | None = None
    met: Person | None = None


def record_of(played: Played, who: Who, user_faults: Sequence[str] = ()) -> CaseRecord:
    """Grade what was played, and keep all that graders looked at."""
    case = played.case
    ungraded = CaseRecord(
        **_known(case, who),
        passed=False,
        outcome=played.last.outcome,
        grades={},
        faults=[],
        user_faults=list(user_faults),
        ms=[turn.result.timings_ms.total for turn in played.said],
        turns=[_turn(turn) for turn in played.turns],
        context=_context(played),
    )
    return _with_grades(ungraded, _grades(played))


def errored(case: Case, who: Who, error: str) -> CaseRecord:
    """A case that something other than the assistant kept from being graded."""
    return CaseRecord(
        **_known(case, who),
        state="errored",
        error=error,
        passed=False,
        outcome="failed",
        grades={},
        faults=[],
        ms=[],
        turns=[],
    )


def broken(case: Case, who: Who, error: str) -> CaseRecord:
    """A case in which the assistant itself broke: that is a failure of it."""
    record = errored(case, who, error).model_copy(update={"state": "graded", "error": None})
    return _with_grades(record, [Grade(CANNOT_RUN, [error])])


def grade_again(record: CaseRecord, case: Case) -> CaseRecord:
    """The record with the grades that today's graders give to what was played then. Errored ones stay as they are.

    Raises CaseChanged.
    """
    if record.state == "errored" or not record.context:
        return record
    if record.digest != case.digest:
        raise CaseChanged(f"{record.id} was played as it was written before; run it again")
    played = played_of(record, case)
    return _with_grades(record, _grades(played))


def played_of(record: CaseRecord, case: Case) -> Played:
    """What was played, from its record."""
    context = record.context
    return Played(
        case,
        _ASKER.validate_python(context["asker"]),
        [_played_turn(turn) for turn in record.turns],
        date.fromisoformat(context["today"]),
        _wanted(case.expect, context["wanted"]),
        _SECRETS.validate_python(context["secrets"]),
        _ENDED.validate_python(context["ended"]),
        {int(number): _wanted(case.earlier[int(number)], given) for number, given in context["earlier"].items()},
        context["ending"],
    )


def _grades(played: Played) -> list[Grade]:
    """All grades; where the simulated user did not know how to go on, only those that count wherever it stopped."""
    grades = [grade(played) for grade in GRADERS]
    if played.ending != "fault":
        return grades
    return [grade if grade.name in _ANYWHERE or grade.hard else replace(grade, applies=False) for grade in grades]


def _wanted(expect: Expect, groups: object) -> list[Wanted]:
    given = _GROUPS.validate_python(groups)
    return [Wanted(fact, values) for fact, values in zip(expect.facts, given, strict=False)]


def _with_grades(record: CaseRecord, grades: Sequence[Grade]) -> CaseRecord:
    verdicts, faults = graded(grades)
    applying = [grade for grade in grades if grade.applies]
    scores = {name: score for grade in grades for name, score in grade.scores.items()}
    return record.model_copy(
        update={
            "passed": not faults,
            "grades": verdicts if record.turns else {**verdicts, "abstention": True},
            "faults": faults,
            "hard": [fault for grade in applying for fault in grade.hard],
            "scores": {**record.scores, **scores},
        }
    )


def _known(case: Case, who: Who) -> dict[str, Any]:
    return {
        "id": case.id,
        "epoch": who.epoch,
        "seed": who.seed,
        "digest": case.digest,
        "domain": case.domain,
        "tags": case.tags,
        "cluster": case.cluster or case.id,
        "slices": slices_of(case, who.met),
        "critical": case.critical,
        "person": str(who.asks["handle"]) if who.asks else None,
    }


def slices_of(case: Case, about: Person | None) -> dict[str, str]:
    """Where the gate looks for unequal changes. about: whoever's name the assistant meets."""
    return {
        "domain": case.domain,
        "language": case.language,
        "channel": case.channel,
        "role": case.role,
        "name_group": name_group(str(about["name"]) if about else None),
    }


def _turn(turn: Turn) -> dict[str, Any]:
    shown = {"text": turn.text, "result": turn.result.model_dump(mode="json")}
    if turn.act is not None:
        shown |= {"act": turn.act, "decided": _DECIDED.dump_python(turn.decided, mode="json")}
    return shown


def _played_turn(shown: dict[str, Any]) -> Turn:
    decided = _DECIDED.validate_python(shown.get("decided"))
    return Turn(shown["text"], TurnResult.model_validate(shown["result"]), shown.get("act"), decided)


def _context(played: Played) -> dict[str, Any]:
    return {
        "asker": _ASKER.dump_python(played.asker, mode="json"),
        "wanted": [wanted.groups for wanted in played.wanted],
        "secrets": _SECRETS.dump_python(played.secrets, mode="json"),
        "today": played.today.isoformat(),
        "ended": _ENDED.dump_python(played.ended, mode="json"),
        "earlier": {str(number): [one.groups for one in wanted] for number, wanted in played.earlier.items()},
        "ending": played.ending,
    }
