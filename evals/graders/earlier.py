"""What a case expects of turns before its last, by the graders that look at one turn."""

from collections.abc import Iterator
from dataclasses import replace

from evals.case import Expect
from evals.graders import abstention, calls, citations, facts, outcome, proposals
from evals.graders.grade import Grade
from evals.played import Played

_OF_ONE_TURN = (outcome.grade, calls.grade, facts.grade, citations.grade, abstention.grade, proposals.grade)


def grade(played: Played) -> Grade:
    faults = [fault for number in played.case.earlier for fault in _of(played, number)]
    return Grade("earlier", faults, applies=bool(played.case.earlier))


def _of(played: Played, number: int) -> Iterator[str]:
    """The faults of turn `number`, judged as if the conversation had ended with it."""
    if number > len(played.turns):
        yield f"turn {number}: was not reached"
        return
    expect = played.case.earlier[number]
    case = played.case.model_copy(update={"expect": expect, "earlier": _before(played, number)})
    until = replace(played, case=case, turns=played.turns[:number], wanted=played.earlier.get(number, []), earlier={})
    for one in (grader(until) for grader in _OF_ONE_TURN):
        if one.applies:
            yield from (f"turn {number}: {fault}" for fault in one.faults)


def _before(played: Played, number: int) -> dict[int, Expect]:
    return {earlier: expect for earlier, expect in played.case.earlier.items() if earlier < number}
