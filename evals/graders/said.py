"""Words that have to be there, and words that must not be in any answer of the case."""

import re

from evals.graders.grade import Grade, searched
from evals.played import Played


def grade(played: Played) -> Grade:
    expect = played.case.expect
    faults = [f"does not say {pattern}" for pattern in expect.must_say if not re.search(pattern, played.last.answer)]
    everything = searched(played)
    for pattern in expect.forbidden:
        if found := re.search(pattern, everything):
            faults.append(f"says {found.group()!r}")
    return Grade("said", faults, applies=bool(expect.must_say or expect.forbidden))
