"""Re-ageing a line: what counts as three minimum payments, and why it is refused, in words.

Source: FFIEC Uniform Retail Credit Classification and Account Management Policy, 65 FR 36903.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.terms.delinquency import ReageFacts, counts_as_full, reage_refusals

PAYMENTS_NEEDED = 3
SENTENCES = {
    "open for less than 9 months": (
        "too-new",
        "A line can be re-aged once it has been open 9 months.",
    ),
    "fewer than three consecutive minimum payments": (
        "payments",
        "It needs the minimum payment of three bills in a row, or their sum at once.",
    ),
    "already re-aged for a workout plan within 5 years": (
        "workout-used",
        "It was re-aged for a workout plan within the last 5 years already.",
    ),
    "already re-aged within 12 months": ("once-a-year", "It was re-aged within the last 12 months already."),
    "already re-aged twice within 5 years": ("twice", "It was re-aged twice within the last 5 years already."),
}


@dataclass(frozen=True, slots=True)
class Bill:
    """A minimum payment that fell due, without past-due amounts, in cents."""

    due_date: date
    amount_cents: int


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment that was not returned, in cents."""

    credited_on: date
    amount_cents: int


def consecutive_minimums(bills: Sequence[Bill], paid: Sequence[Paid], on: date) -> int:
    """How many bills in a row, up to `on`, had their minimum (90 percent counts) paid between due dates.

    The bill that is not due yet counts when it is paid already, and breaks nothing when it is not.
    """
    ordered = sorted(bills, key=lambda bill: bill.due_date)
    met = list[bool]()
    for index, bill in enumerate(ordered):
        since = ordered[index - 1].due_date if index else date.min
        got = sum(each.amount_cents for each in paid if since < each.credited_on <= min(bill.due_date, on))
        met.append(counts_as_full(got, bill.amount_cents))
    if ordered and ordered[-1].due_date > on and not met[-1]:
        met.pop()
    count = 0
    for each in reversed(met):
        if not each:
            break
        count += 1
    return count


def is_lump_sum(bills: Sequence[Bill], paid: Sequence[Paid], on: date) -> bool:
    """Whether one payment since the third last due date is the sum of the last three minimum payments, or more."""
    last = sorted((bill for bill in bills if bill.due_date <= on), key=lambda bill: bill.due_date)[-PAYMENTS_NEEDED:]
    if len(last) < PAYMENTS_NEEDED:
        return False
    wanted = sum(bill.amount_cents for bill in last)
    return any(last[0].due_date < each.credited_on <= on and each.amount_cents >= wanted for each in paid)


def refusals(facts: ReageFacts, on: date) -> tuple[tuple[str, str], ...]:
    """Why a line may not be re-aged on `on`, as (code, sentence); empty when it may."""
    return tuple(SENTENCES[reason] for reason in reage_refusals(facts, on))
