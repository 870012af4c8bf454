"""Formulas of the reference model, from the product terms, the cited regulations and the worked figures.

Money is int cents, rates are fractions of one per year, results are exact until the one rounding at the end: half up,
away from zero. Interest is rounded once per charge and rate bucket. Imports nothing of the system it is compared with.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

T = TypeVar("T")

YEAR_DAYS = 365
"""Daily periodic rate = APR / 365, in leap years too."""
LINE_APR_BPS = {
    date.min: {"A": 1799, "B": 2199, "C": 2399, "D": 2899},
    date(2025, 7, 1): {"A": 1799, "B": 2199, "C": 2499, "D": 2999},
}
NEW_TERMS_ON = date(2025, 8, 15)
"""45 days after the notice of 2025-07-01 new draws on older lines have that day's price."""
PROMO_APR_BPS, PROMO_MONTHS = 999, 6
LOAN_NOTE_BPS = {
    date.min: {"A": 999, "B": 1499, "C": 1899, "D": 2499},
    date(2025, 7, 1): {"A": 999, "B": 1499, "C": 1999, "D": 2599},
}
ORIGINATION_BPS = {"A": 0, "B": 200, "C": 400, "D": 600}
MINIMUM_FLOOR = 3500
OLD_CREDIT_OVER = 100
LATE_FEE = {date.min: (3000, 4100), date(2026, 1, 1): (3200, 4300)}
"""Cash Line: first late payment, and another within six cycles."""
LATE_FEE_FLAT = {"CA": 1500, "NY": 2000}
LINE_GRACE_DAYS = {"TX": 10, "MA": 15}
LOAN_LATE_FEE_CAP = {date.min: 2000, date(2025, 10, 1): 1500}
LOAN_GRACE_DAYS = {"MA": 15}
RETURNED_FEE = {date.min: 3000, date(2025, 10, 1): 2500}
RETURNED_FEE_STATE = {"CA": 1500, "NY": 2000, "MA": 0}

CHARGED_FOR_RETURN = {"R01", "R02", "R08", "R09"}
"""Return codes with a fee."""
BANK_GONE = {"R02", "R03", "R04"}
STOPS_SCHEDULED = {*BANK_GONE, "R05", "R07", "R10"}
"""The bank account is gone, or the authorisation."""


def half_up(value: Fraction) -> int:
    """Nearest integer, halves away from zero."""
    size = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return size if value >= 0 else -size


def of_bps(bps: int) -> Fraction:
    return Fraction(bps, 10_000)


def version(versions: Mapping[date, T], on: date) -> T:
    """The value in force on a date: that of the latest version that had begun."""
    return versions[max(start for start in versions if start <= on)]


def interest(daily_balances: Sequence[int], rate: Fraction, basis: int = YEAR_DAYS) -> int:
    """Average daily balance x daily rate x days, without compounding. Source: 12 CFR 1026.7(b)(5), app. G-1(d)."""
    return half_up(sum(daily_balances) * rate / basis)


def sum_daily(changes: Sequence[tuple[date, int]], first: date, last: date, owed: bool) -> int:
    """Cents times days of a balance on the days from first to last; owed: not below zero on any of them."""
    if last < first:
        return 0
    total, days = 0, sorted({first, *(on for on, _ in changes if first < on <= last), last + timedelta(1)})
    for since, until in pairwise(days):
        balance = sum(cents for on, cents in changes if on <= since)
        total += (max(balance, 0) if owed else balance) * (until - since).days
    return total


def compound_interest(daily_balances: Sequence[int], rate: Fraction, basis: int = YEAR_DAYS) -> int:
    """The variant in which each day's balance includes the interest of the days before, rounded once."""
    accrued = Fraction(0)
    for balance in daily_balances:
        accrued += (balance + accrued) * rate / basis
    return half_up(accrued)


def average_daily_balance(daily_balances: Sequence[int]) -> int:
    return half_up(Fraction(sum(daily_balances), len(daily_balances)))


def minimum_payment(principal: int, interest: int, fees: int, past_due: int, balance: int) -> int:
    """The smaller of the balance and [the larger of $35 and (1% of principal + interest + fees), plus the past due]."""
    return max(0, min(balance, max(MINIMUM_FLOOR, half_up(Fraction(principal, 100)) + interest + fees) + past_due))


@dataclass(frozen=True)
class Allocation:
    interest: int
    fees: int
    principal: dict[str, int]
    credit: int
    """What nothing was left to take."""


def allocate(
    payment: int, minimum: int, interest: int, fees: int, buckets: Mapping[str, tuple[Fraction, int]]
) -> Allocation:
    """How a payment is used; `buckets` maps a name to its rate and principal.

    The part up to the minimum goes to interest, fees, principal from the lowest rate up; the excess to principal from
    the highest rate down, then to interest and fees left. Source: product terms; 12 CFR 1026.53(a) for the excess.
    """
    owed = {"interest": interest, "fees": fees, **{f"principal:{name}": cents for name, (_, cents) in buckets.items()}}
    rising = [f"principal:{name}" for name in sorted(buckets, key=lambda name: (buckets[name][0], name))]
    used = dict.fromkeys(owed, 0)

    def take(cents: int, order: Sequence[str]) -> int:
        for name in order:
            part = min(cents, owed[name] - used[name])
            used[name] += part
            cents -= part
        return cents

    over = take(min(payment, minimum), ["interest", "fees", *rising])
    over = take(over + max(0, payment - minimum), [*reversed(rising), "interest", "fees"])
    return Allocation(used["interest"], used["fees"], {name: used[f"principal:{name}"] for name in buckets}, over)


def level_payment(principal: int, rate: Fraction, term: int) -> int:
    """The monthly instalment that pays a loan off in `term` months."""
    if rate == 0:
        return half_up(Fraction(principal, term))
    growth = (1 + rate / 12) ** term
    return half_up(principal * rate / 12 * growth / (growth - 1))


def instalments(principal: int, rate: Fraction, opened_on: date, days: Sequence[date]) -> list[int]:
    """A loan's instalments by simple daily interest: the level payment, and in the end whatever is left.

    Interest that a long first period leaves unpaid waits without interest of its own.
    """
    level, waiting, since, found = level_payment(principal, rate, len(days)), 0, opened_on, list[int]()
    for day in days[:-1]:
        waiting += interest([principal] * (day - since).days, rate)
        paid = min(waiting, level)
        part = min(principal, level - paid)
        found.append(paid + part)
        waiting, principal, since = waiting - paid, principal - part, day
    return [*found, principal + waiting + interest([principal] * (days[-1] - since).days, rate)]


def closed_end_apr(amount_financed: int, instalment: int, term: int) -> Fraction:
    """APR of equal monthly payments by the actuarial method, to 1e-12. Source: 12 CFR 1026.22(a), app. J."""
    low, high = Fraction(0), Fraction(10)
    while high - low > Fraction(1, 10**12):
        middle = Fraction(round((low + high) / 2 * 10**14), 10**14)
        discount = 1 / (1 + middle / 12)
        worth, factor = Fraction(0), Fraction(1)
        for _ in range(term):
            factor = Fraction(round(factor * discount * 10**24), 10**24)
            worth += instalment * factor
        low, high = (middle, high) if worth > amount_financed else (low, middle)
    return (low + high) / 2


def per_diem(principal: int, rate: Fraction) -> Fraction:
    return principal * rate / YEAR_DAYS


def payoff(principal: int, rate: Fraction, days: int, interest: int = 0, fees: int = 0, credit: int = 0) -> int:
    """Principal + unrounded per diem x days + open interest and fees - unapplied credit, rounded once."""
    return half_up(principal + per_diem(principal, rate) * days + interest + fees - credit)


def line_late_fee(on: date, state: str, minimum_due: int, repeated: bool) -> int:
    """Source: product terms; 12 CFR 1026.52(b)(1)(ii), (b)(2)(i)(A): never above the minimum payment due."""
    return min(minimum_due, LATE_FEE_FLAT.get(state, version(LATE_FEE, on)[repeated]))


def line_fee_day(due: date, state: str) -> date:
    """The day at whose end the fee is assessed."""
    return due + timedelta(LINE_GRACE_DAYS.get(state, 5))


def loan_late_fee(on: date, state: str, unpaid: int) -> int:
    """5% of the unpaid instalment up to the cap of date and state; a flat amount in California."""
    if unpaid <= 0:
        return 0
    if state == "CA":
        return 1000
    return min(half_up(Fraction(unpaid, 20)), 1000 if state == "NY" else version(LOAN_LATE_FEE_CAP, on))


def loan_fee_day(due: date, state: str) -> date:
    return due + timedelta(LOAN_GRACE_DAYS.get(state, 10))


def returned_fee(on: date, state: str, was_due: int) -> int:
    """Never above the minimum payment or instalment that was due."""
    return min(was_due, RETURNED_FEE_STATE.get(state, version(RETURNED_FEE, on)))


def counts_as_full(paid: int, due: int) -> bool:
    """90% of the amount due counts as full for delinquency. Source: FFIEC 65 FR 36903."""
    return paid * 10 >= due * 9


def scra_month(principal: int, rate: Fraction) -> tuple[int, int]:
    """(interest at no more than 6%, forgiven excess) of one month. Source: 50 USC 3937(a)."""
    contract = half_up(principal * rate / 12)
    capped = min(contract, half_up(principal * Fraction(6, 100) / 12))
    return capped, contract - capped


def mapr(interest: int, fees: int, average_balance: int) -> Fraction:
    """Monthly charges over the average daily balance, x 12. Source: 32 CFR 232.4(c)(2)(ii); 12 CFR 1026.14(c)(2)."""
    return Fraction((interest + fees) * 12, average_balance)


def reage_allowed(months_on_book: int, payments: int, reages: Sequence[int], workout: bool = False) -> bool:
    """`payments`: consecutive minimum payments (or their sum at once); `reages`: months since each earlier one.

    A workout plan has one of its own in five years: pass the earlier workout ones alone then. Source: 65 FR 36903.
    """
    if months_on_book < 9 or payments < 3:
        return False
    recent = [months for months in reages if months < 60]
    return not recent if workout else len(recent) < 2 and all(months >= 12 for months in recent)
