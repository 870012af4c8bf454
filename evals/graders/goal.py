"""A simulated user left with what they came for."""

from evals.graders.grade import Grade
from evals.played import Played


def grade(played: Played) -> Grade:
    """One who did not know how to go on has a fault of their own, which says nothing about the assistant."""
    faults = ["the simulated user gave up"] if played.ending == "gives_up" else []
    return Grade("goal", faults, applies=played.ending in ("goal", "gives_up"))
