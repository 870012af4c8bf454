"""What cannot be answered is not answered, and what can be is not given up."""

from evals.graders.grade import Grade
from evals.played import Played

_ANSWERS = ("answered", "proposal")


def grade(played: Played) -> Grade:
    ended = played.last.outcome
    if played.case.expect.abstain:
        return Grade("abstention", [f"answered what no document answers ({ended})"] if ended in _ANSWERS else [])
    gave_up = ended == "abstained" and "abstained" not in played.case.expect.outcomes
    return Grade("abstention", ["gave up on what can be answered"] if gave_up else [])
