"""What was asked for is proposed with the right values, and nothing else is ever proposed."""

from collections import Counter
from typing import Any

from evals.books import day
from evals.case import Proposes
from evals.graders.grade import Grade
from evals.played import Played


def grade(played: Played) -> Grade:
    wanted = played.case.expect.proposes
    made = played.last.proposals
    asked = [one.tool for one in wanted]
    faults = [f"did not propose {one.tool}" for one in wanted if all(one.tool != shown["tool"] for shown in made)]
    faults += [f"proposed {tool}" for tool in (Counter(shown["tool"] for shown in made) - Counter(asked)).elements()]
    for one in wanted:
        for shown in made:
            if shown["tool"] == one.tool:
                faults += _wrong_lines(one, shown, played)
    if not wanted:
        earlier = [shown for turn in played.turns[:-1] for shown in turn.result.proposals]
        faults += [f"proposed {shown['tool']} in an earlier turn" for shown in earlier]
    return Grade("proposals", faults)


def _wrong_lines(wanted: Proposes, shown: dict[str, Any], played: Played) -> list[str]:
    lines = {line["label"]: line["value"] for line in shown["lines"]}
    faults: list[str] = []
    for label, value in wanted.lines.items():
        right = day(value, played.today) if isinstance(value, str) else value
        if lines.get(label) != right:
            faults.append(f"{wanted.tool} shows {lines.get(label)!r} as {label}, not {right!r}")
    return faults
