"""Each decision of the person had the end that the case says: the proposal's state then, or the refusal's name."""

from evals.case import Do
from evals.graders.grade import Grade
from evals.played import Played


def grade(played: Played) -> Grade:
    """A case that says nothing of a decision takes every end of it but one: that there was nothing to decide."""
    faults: list[str] = []
    for number, (turn, said) in enumerate(zip(played.turns, _scripted(played), strict=False), 1):
        if turn.decided is None:
            continue
        wanted = said.gives if said else None
        if turn.decided.gave == "nothing-proposed" and wanted is None:
            faults.append(f"step {number}: there was no proposal to {turn.act}")
        elif wanted is not None and turn.decided.gave != wanted:
            faults.append(f"step {number}: {turn.act} of {turn.decided.tool} gave {turn.decided.gave}, not {wanted}")
    return Grade("decided", faults, applies=any(turn.decided for turn in played.turns))


def _scripted(played: Played) -> list[Do | None]:
    """What the case says about each step; a simulated user's steps it does not know."""
    steps: list[Do | None] = [turn if isinstance(turn, Do) else None for turn in played.case.turns]
    return steps or [None] * len(played.turns)
