"""The answer states the values that the account system gave, in any natural way of writing them."""

from datetime import date
from decimal import Decimal

from evals.case import Format
from evals.figures import Figure, figures
from evals.graders.grade import Grade
from evals.played import Played, Wanted


def grade(played: Played) -> Grade:
    answer = played.last.answer
    found = figures(answer, played.case.language)
    faults: list[str] = []
    for wanted in played.wanted:
        for group in wanted.groups:
            if not any(states(answer, found, value, wanted.fact.as_) for value in group):
                faults.append(f"does not state {_name(wanted)} {_shown(group)}")
    return Grade("facts", faults, applies=bool(played.wanted))


def states(answer: str, found: list[Figure], value: object, kind: Format) -> bool:
    """Whether the answer states `value` (cents, basis points, ISO date, words). `found`: its figures."""
    if kind == "text":
        return _plain(str(value)) in _plain(answer)
    if kind == "date":
        wanted = date.fromisoformat(str(value))
        short = (None, wanted.month, wanted.day)
        return any(figure.value in ((wanted.year, *short[1:]), short) for figure in found if figure.kind == "date")
    amount = abs(Decimal(str(value)))
    if kind == "number":
        return any(figure.kind == "number" and figure.value == amount for figure in found)
    kinds = ("money", "number") if kind == "money" else ("percent",)
    return any(figure.kind in kinds and figure.value == amount / 100 for figure in found)


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("*", "").split()).rstrip(".")


def _name(wanted: Wanted) -> str:
    return f"{wanted.fact.read}.{wanted.fact.field}"


def _shown(group: list[object]) -> str:
    return " or ".join(str(value) for value in group[:3])
