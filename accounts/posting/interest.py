"""Interest charges from daily balances, and corrections for days on which a payment already counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import psycopg

from accounts import rows
from accounts.ledger import INTEREST_INCOME, Entry, Line, entry_id
from accounts.posting.state import DAY, AccountState
from accounts.terms.interest import BalanceChange, BucketInterest, daily_segments, owed_only


@dataclass(frozen=True, slots=True)
class Charge:
    """Interest of an account for days `from_on`..`through_on`, per rate bucket and rate; may be negative or nothing."""

    state: AccountState
    command_id: str
    from_on: date
    through_on: date
    buckets: tuple[BucketInterest, ...]

    @property
    def total_cents(self) -> int:
        return sum(bucket.interest_cents for bucket in self.buckets)

    def entry(self, effective_on: date, posted_on: date, description: str) -> Entry | None:
        """The journal entry, None when the charge rounds to nothing."""
        total = self.total_cents
        if not total:
            return None
        # A credit balance pays first. A correction may exceed the unpaid interest: the rest lowers the principal.
        part = max(total, -self.state.interest_cents)
        from_credit = max(min(self.state.credit_cents, part), 0)
        owed = [
            self.state.line("interest", part - from_credit),
            self.state.line("credit", from_credit),
            self.state.line("principal", total - part, self.buckets[0].name),
        ]
        lines = (*(line for line in owed if line.amount_cents), Line(INTEREST_INCOME, -total))
        account, borrower = self.state.account_id, self.state.borrower_id
        return Entry(self.command_id, account, borrower, "interest", effective_on, posted_on, description, lines)


def interest_of(
    state: AccountState,
    changes: dict[str, list[BalanceChange]],
    from_on: date,
    through_on: date,
    *,
    balances: bool = False,
) -> tuple[BucketInterest, ...]:
    """Interest that principal `changes` (any sign) cause on the days `from_on`..`through_on` at the account's rates.

    balances: the changes add up to what was owed. A payment that counts from a day before the draw which it paid makes
    that negative for a while; nothing is owed then, and the lender owes no interest.
    """
    found = list[BucketInterest]()
    for term in state.rates:
        start = max(from_on, term.from_on)
        end = through_on if term.to_on is None else min(through_on, term.to_on)
        moved = changes.get(term.rate_bucket)
        if not moved or end < start:
            continue
        opening = sum(change.amount_cents for change in moved if change.on < start)
        segments = daily_segments(opening, moved, start, end)
        if balances:
            segments = owed_only(segments)
        if any(segment.balance_cents for segment in segments):
            found.append(BucketInterest(term.rate_bucket, term.apr_bps, segments))
    return tuple(found)


def charge_through(state: AccountState, through_on: date, command_id: str) -> Charge | None:
    """The interest of all days not charged yet, up to `through_on` inclusive; None when there are no such days.

    Source: 12 CFR 1026.14(b); the agreement (see accounts.terms.interest).
    """
    start = state.accrues_from
    if through_on < start:
        return None
    buckets = interest_of(state, state.principal, start, through_on, balances=True)
    return Charge(state, command_id, start, through_on, buckets)


def correction(state: AccountState, principal: Sequence[Line], since: date, command_id: str) -> Charge | None:
    """What principal postings effective on `since` change in interest charged already (a payment that saved it).

    None when no charged day is touched.
    """
    if state.charged_through is None or state.charged_through < since:
        return None
    moved = dict[str, list[BalanceChange]]()
    for line in principal:
        if line.bucket == "principal":
            moved.setdefault(line.rate_bucket or "standard", []).append(BalanceChange(since, line.amount_cents))
    buckets = interest_of(state, moved, since, state.charged_through)
    return Charge(state, command_id, since, state.charged_through, buckets) if buckets else None


def follow(charge: Charge) -> None:
    """Let the next charge of the same batch start where this one ended."""
    through = charge.state.charged_through
    charge.state.charged_through = charge.through_on if through is None else max(through, charge.through_on)


def record(connection: psycopg.Connection, charges: Sequence[Charge]) -> None:
    """Keep what each charge was computed from; call it after its entry is posted."""
    found = list[rows.Row]()
    for charge in charges:
        buckets = charge.buckets or (BucketInterest("standard", 0, ()),)
        for line, bucket in enumerate(buckets):
            found.append(_row(charge, line, bucket))
    rows.insert(connection, "interest_charges", found, skip_existing=True)


def _row(charge: Charge, line: int, bucket: BucketInterest) -> rows.Row:
    posted = entry_id(charge.command_id)
    return {
        "charge_id": posted,
        "line": line,
        "entry_id": posted if charge.total_cents else None,
        "account_id": charge.state.account_id,
        "borrower_id": charge.state.borrower_id,
        "rate_bucket": bucket.name,
        "from_on": bucket.segments[0].start if bucket.segments else charge.from_on,
        "through_on": bucket.segments[-1].end if bucket.segments else charge.through_on,
        "apr_bps": bucket.apr_bps,
        "sum_daily_cents": bucket.sum_daily_cents,
        "interest_cents": bucket.interest_cents,
        "segments": segments_json(bucket),
    }


def segments_json(bucket: BucketInterest) -> list[dict[str, object]]:
    """Segments of daily balances as the contract shows them."""
    return [
        {"from": each.start, "to": each.end, "days": each.days, "balance_cents": each.balance_cents}
        for each in bucket.segments
    ]


def payoff_cents(state: AccountState, on: date) -> int:
    """What a payment credited on `on` must be to leave nothing owed: the debt plus interest up to the day before.

    Source: docs/product-terms.md, payoff quote; the interest is rounded once per rate bucket.
    """
    buckets = interest_of(state, state.principal, state.accrues_from, on - DAY, balances=True)
    return state.owed_cents + sum(bucket.interest_cents for bucket in buckets)
