"""What is left of a loan planned anew: from what is owed today to the last instalment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.terms.amortise import Disclosure, Instalment, disclosed_apr_percent, level_payment_cents
from accounts.terms.interest import simple_interest_cents


@dataclass(frozen=True, slots=True)
class Owed:
    """What a loan owes in cents: principal, and charged unpaid interest, which bears none; since when it accrues."""

    principal_cents: int
    interest_cents: int
    accrues_from: date

    @property
    def total_cents(self) -> int:
        return self.principal_cents + self.interest_cents


@dataclass(frozen=True, slots=True)
class Planned:
    """An instalment that falls due, in cents."""

    number: int
    due_date: date
    amount_cents: int


def follow(owed: Owed, rate_bps: int, planned: Sequence[Planned]) -> tuple[tuple[Instalment, ...], Owed]:
    """Each instalment paid on its date, to interest first, and what is owed then. An instalment never exceeds the debt.

    Source: the note, simple daily interest, actual/365.
    """
    found = list[Instalment]()
    for each in planned:
        interest = _interest_on(owed, rate_bps, each.due_date)
        paid = min(interest, each.amount_cents)
        principal = min(owed.principal_cents, each.amount_cents - paid)
        owed = Owed(owed.principal_cents - principal, interest - paid, each.due_date)
        found.append(Instalment(each.number, each.due_date, principal + paid, principal, paid, owed.principal_cents))
    return tuple(found), owed


def to_the_end(owed: Owed, rate_bps: int, planned: Sequence[Planned]) -> tuple[Instalment, ...]:
    """As `follow`, but the last instalment is whatever is left. Raises ValueError where nothing is planned."""
    if not planned:
        raise ValueError("a loan that owes something has at least one instalment ahead")
    found, left = follow(owed, rate_bps, planned[:-1])
    last = planned[-1]
    interest = _interest_on(left, rate_bps, last.due_date)
    amount = left.principal_cents + interest
    return (*found, Instalment(last.number, last.due_date, amount, left.principal_cents, interest, 0))


def _interest_on(owed: Owed, rate_bps: int, due: date) -> int:
    days = max((due - owed.accrues_from).days, 0)
    return owed.interest_cents + simple_interest_cents(owed.principal_cents, rate_bps, days)


def spread(owed: Owed, rate_bps: int, first_number: int, due_dates: Sequence[date]) -> tuple[Instalment, ...]:
    """Level instalments of what is owed over `due_dates`; the last one takes what rounding and odd days leave."""
    payment = level_payment_cents(owed.total_cents, rate_bps, len(due_dates))
    return to_the_end(owed, rate_bps, [Planned(first_number + n, due, payment) for n, due in enumerate(due_dates)])


def disclose(owed: Owed, plan: Sequence[Instalment]) -> Disclosure:
    """Finance charge and APR of what is owed, repaid monthly as planned. Source: 12 CFR 1026.18, 1026.22(a), App. J."""
    amounts = [each.amount_cents for each in plan]
    total = sum(amounts)
    apr = disclosed_apr_percent(owed.total_cents, amounts)
    return Disclosure(amounts[0], total, owed.total_cents, total - owed.total_cents, apr)
