"""Every disclosure that is due in a turn stands there (disclosures.yaml), whatever the case itself asks for."""

from collections.abc import Iterator

from evals.disclosing import Disclosure, disclosures
from evals.graders.grade import Grade
from evals.played import Played, Turn
from evals.verbatim import Scope


def grade(played: Played) -> Grade:
    found = list(due(played))
    missing = [
        f"turn {number} does not say {one.id} ({one.source}): {' or '.join(one.says.of(played.case.spoken(number)))}"
        for number, turn, one, scope in found
        if not one.stands(turn.result, scope, played.case.spoken(number))
    ]
    named = played.case.expect.disclosures
    missing += [f"nothing made {name} due" for name in named if all(one.id != name for _, _, one, _ in found)]
    return Grade("disclosures", list(dict.fromkeys(missing)), applies=bool(found or named))


def due(played: Played) -> Iterator[tuple[int, Turn, Disclosure, Scope]]:
    """What is due in each turn that was said; to a decision about a proposal the assistant answers nothing."""
    for number, turn in enumerate(played.turns, 1):
        if turn.act:
            continue
        for one in disclosures():
            for scope in one.due(turn.result, played.asker.role, played.case.spoken(number)):
                yield number, turn, one, scope
