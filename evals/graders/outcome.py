"""The turn ended in one of the ways the case allows."""

from evals.graders.grade import Grade
from evals.played import Played


def grade(played: Played) -> Grade:
    allowed = played.case.expect.outcomes
    ended = played.last.outcome
    return Grade("outcome", [] if ended in allowed else [f"ended as {ended}, not {' or '.join(allowed)}"])
