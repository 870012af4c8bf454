"""Interest of a whole account: principal by rate bucket, at the rates agreed for each day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from accounts.terms.interest import BalanceChange, BucketInterest, daily_segments, owed_only


@dataclass(frozen=True, slots=True)
class RatePeriod:
    """The APR of a rate bucket from `from_on` to `to_on` (included; None: still running)."""

    rate_bucket: str
    from_on: date
    to_on: date | None
    apr_bps: int

    def covers(self, day: date) -> bool:
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


def accrue(
    principal: Mapping[str, Sequence[BalanceChange]], rates: Iterable[RatePeriod], start: date, end: date
) -> tuple[BucketInterest, ...]:
    """Interest of the days `start`..`end` (included) per rate bucket and rate; buckets without a balance are left out.

    `principal` holds every change of each bucket from its first draw on. Source: see accounts.terms.interest.
    """
    found = list[BucketInterest]()
    for rate in rates:
        changes = principal.get(rate.rate_bucket, ())
        first = max(start, rate.from_on)
        last = end if rate.to_on is None else min(end, rate.to_on)
        if not changes or last < first:
            continue
        opening = sum(change.amount_cents for change in changes if change.on < first)
        segments = owed_only(daily_segments(opening, changes, first, last))
        if any(segment.balance_cents for segment in segments):
            found.append(BucketInterest(rate.rate_bucket, rate.apr_bps, segments))
    return tuple(found)


def accrued_before(
    principal: Mapping[str, Sequence[BalanceChange]], rates: Iterable[RatePeriod], start: date, day: date
) -> Fraction:
    """Unrounded interest in cents of the days from `start` up to the day before `day`: what a payment on `day` owes."""
    buckets = accrue(principal, rates, start, day - timedelta(days=1))
    return sum((bucket.exact_interest for bucket in buckets), Fraction(0))
