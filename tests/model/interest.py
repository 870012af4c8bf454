"""Interest on balances that change from day to day, under terms that each have a rate and a time of their own."""

from collections.abc import Mapping, Sequence
from datetime import date

from tests.model import formulas
from tests.model.records import RateTerm

Changes = Mapping[str, Sequence[tuple[date, int]]]
"""Of each bucket: by how many cents it changed on which day."""


def accrue(
    rates: Sequence[RateTerm], changes: Changes, start: date, end: date, owed: bool = True
) -> dict[tuple[str, date], int]:
    """Interest on the days from start to end, both included, rounded once for each bucket and rate.

    owed: the changes add up to what is owed; a day on which that is below zero bears no interest either way.
    """
    found = dict[tuple[str, date], int]()
    for term in sorted(rates, key=lambda term: (term.bucket, term.start)):
        first, last = max(start, term.start), min(end, term.end or end)
        total = formulas.sum_daily(changes.get(term.bucket, ()), first, last, owed)
        if total:
            found[term.bucket, term.start] = formulas.half_up(total * term.rate / formulas.YEAR_DAYS)
    return found
