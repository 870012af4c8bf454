"""Interest by daily balances, for both products.

A day's interest is due on the balance at the end of that day: a draw costs interest from the day it posts, a payment
saves it from its credit day. Nothing compounds within a period. The daily periodic rate is APR / 365 in every year.
Source: the agreement; 12 CFR 1026.7(b)(4), (b)(5), 1026.14(b), Appendix G-1(d).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from accounts.terms.money import decimal_text, divide_half_up, round_cents

BASIS_DAYS = 365
LEAP_BASIS_DAYS = 366
BPS = 10_000


@dataclass(frozen=True, slots=True)
class BalanceChange:
    """`amount_cents` is added to the balance from `on` on (negative for a payment)."""

    on: date
    amount_cents: int


@dataclass(frozen=True, slots=True)
class Segment:
    """Consecutive days, both ends included, with one balance at the end of each day."""

    start: date
    end: date
    balance_cents: int

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def sum_daily_cents(self) -> int:
        """Sum of the daily balances, in cents times days."""
        return self.balance_cents * self.days


@dataclass(frozen=True, slots=True)
class BucketInterest:
    """The interest of one rate bucket over a period, as a statement discloses it."""

    name: str
    apr_bps: int
    segments: tuple[Segment, ...]
    basis_days: int = BASIS_DAYS

    @property
    def days(self) -> int:
        return sum(segment.days for segment in self.segments)

    @property
    def sum_daily_cents(self) -> int:
        return sum(segment.sum_daily_cents for segment in self.segments)

    @property
    def average_daily_balance_cents(self) -> int:
        """Sum of daily balances over the days of the period, rounded once; 0 for an empty period."""
        return divide_half_up(self.sum_daily_cents, self.days) if self.days else 0

    @property
    def exact_interest(self) -> Fraction:
        """Unrounded interest in cents."""
        return exact_interest(self.sum_daily_cents, self.apr_bps, self.basis_days)

    @property
    def interest_cents(self) -> int:
        """Interest in cents, rounded once, half up."""
        return round_cents(self.exact_interest)

    @property
    def daily_rate(self) -> str:
        return daily_rate_text(self.apr_bps, self.basis_days)


def exact_interest(sum_daily_cents: int, apr_bps: int, basis_days: int = BASIS_DAYS) -> Fraction:
    """Unrounded interest in cents of a sum of daily balances (cents x days) at `apr_bps` per `basis_days`."""
    return Fraction(sum_daily_cents * apr_bps, BPS * basis_days)


def interest_cents(sum_daily_cents: int, apr_bps: int, basis_days: int = BASIS_DAYS) -> int:
    """Interest of a sum of daily balances, rounded once, half up, to cents."""
    return divide_half_up(sum_daily_cents * apr_bps, BPS * basis_days)


def simple_interest_cents(principal_cents: int, apr_bps: int, days: int, basis_days: int = BASIS_DAYS) -> int:
    """Simple daily interest on one balance for `days`, rounded once. Source: the instalment loan note, actual/365."""
    return interest_cents(principal_cents * days, apr_bps, basis_days)


def daily_rate_text(apr_bps: int, basis_days: int = BASIS_DAYS) -> str:
    """The daily periodic rate as a decimal fraction with 9 places: 2499 -> `0.000684658`."""
    return decimal_text(Fraction(apr_bps, BPS * basis_days), 9)


def daily_rate_percent_text(apr_bps: int, basis_days: int = BASIS_DAYS) -> str:
    """The daily periodic rate in percent with 5 places, as printed on a statement: 2499 -> `0.06847`."""
    return decimal_text(Fraction(apr_bps, 100 * basis_days), 5)


def daily_segments(opening_cents: int, changes: Iterable[BalanceChange], start: date, end: date) -> tuple[Segment, ...]:
    """Cut the days `start`..`end` (both included) where the balance changes; no segments when end is before start.

    `opening_cents` is the balance at the end of the day before `start`. Changes outside of the period are ignored.
    """
    if end < start:
        return ()
    totals: dict[date, int] = {start: 0}
    for change in changes:
        if start <= change.on <= end:
            totals[change.on] = totals.get(change.on, 0) + change.amount_cents
    balance, segments = opening_cents, list[Segment]()
    cuts = sorted(day for day, amount in totals.items() if amount or day == start)
    for index, day in enumerate(cuts):
        balance += totals[day]
        last = cuts[index + 1] - timedelta(days=1) if index + 1 < len(cuts) else end
        segments.append(Segment(day, last, balance))
    return tuple(segments)


def owed_only(segments: Iterable[Segment]) -> tuple[Segment, ...]:
    """Balances below zero as zero: a payment may count from a day before the draw that it paid had posted.

    Nothing is owed on such a day and no interest runs, neither way.
    """
    return tuple(replace(each, balance_cents=max(each.balance_cents, 0)) for each in segments)


def total_interest_cents(buckets: Sequence[BucketInterest]) -> int:
    """What a statement charges: each bucket's interest is disclosed, hence rounded, apart; the total is their sum.

    Source: 12 CFR 1026.7(b)(4), (b)(6).
    """
    return sum(bucket.interest_cents for bucket in buckets)


def compounded_interest_cents(segments: Sequence[Segment], apr_bps: int, basis_days: int = BASIS_DAYS) -> int:
    """Contract variant: daily balances include the interest accrued on earlier days; rounded once, half up.

    No Tidewell agreement uses it; it is here for lenders whose agreement does. Source: 12 CFR 1026, Appendix G-1(f).
    """
    rate, accrued = Fraction(apr_bps, BPS * basis_days), Fraction(0)
    for segment in segments:
        growth = (1 + rate) ** segment.days - 1
        accrued += (segment.balance_cents + accrued) * growth
    return round_cents(accrued)
