"""How a payment is divided over interest, fees and principal."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrincipalBucket:
    """Principal of a line at one APR."""

    name: str
    apr_bps: int
    principal_cents: int


@dataclass(frozen=True, slots=True)
class Allocation:
    """The parts of a payment; they always add up to it. `credit_cents` is what exceeded the debt."""

    interest_cents: int
    fees_cents: int
    principal_cents: int
    credit_cents: int
    principal_by_bucket: tuple[tuple[str, int], ...] = ()

    @property
    def total_cents(self) -> int:
        return self.interest_cents + self.fees_cents + self.principal_cents + self.credit_cents


def allocate_line_payment(
    payment_cents: int,
    minimum_due_cents: int,
    interest_cents: int,
    fees_cents: int,
    buckets: Sequence[PrincipalBucket],
) -> Allocation:
    """Cash Line: up to the minimum to interest, fees, then principal from the lowest APR up; the excess the other way.

    The excess goes to principal from the highest APR down, then to interest and fees that are left, then to a credit.
    `minimum_due_cents` is what is still unpaid of the minimum. Raises ValueError for a negative payment.
    Source: the Cash Line agreement, modelled on 12 CFR 1026.53(a).
    """
    if payment_cents < 0:
        raise ValueError("a payment cannot be negative")
    required = min(payment_cents, max(minimum_due_cents, 0))
    to_interest = min(required, interest_cents)
    to_fees = min(required - to_interest, fees_cents)
    ascending = sorted(buckets, key=lambda bucket: (bucket.apr_bps, bucket.name))
    paid = {bucket.name: 0 for bucket in buckets}
    left = required - to_interest - to_fees
    left = _pay_principal(left, ascending, paid) + payment_cents - required
    left = _pay_principal(left, ascending[::-1], paid)
    more_interest = min(left, interest_cents - to_interest)
    more_fees = min(left - more_interest, fees_cents - to_fees)
    return Allocation(
        interest_cents=to_interest + more_interest,
        fees_cents=to_fees + more_fees,
        principal_cents=sum(paid.values()),
        credit_cents=left - more_interest - more_fees,
        principal_by_bucket=tuple(paid.items()),
    )


def _pay_principal(amount_cents: int, buckets: Sequence[PrincipalBucket], paid: dict[str, int]) -> int:
    """Pay buckets in the given order, add to `paid`, and give back what is left."""
    for bucket in buckets:
        part = min(amount_cents, bucket.principal_cents - paid[bucket.name])
        paid[bucket.name] += part
        amount_cents -= part
    return amount_cents


def allocate_loan_payment(payment_cents: int, interest_cents: int, fees_cents: int, principal_cents: int) -> Allocation:
    """Instalment loan: interest accrued to the credit day, then fees, then principal; the rest is a credit balance.

    Raises ValueError for a negative payment. Source: the note (simple daily interest).
    """
    if payment_cents < 0:
        raise ValueError("a payment cannot be negative")
    to_interest = min(payment_cents, interest_cents)
    to_fees = min(payment_cents - to_interest, fees_cents)
    to_principal = min(payment_cents - to_interest - to_fees, principal_cents)
    return Allocation(to_interest, to_fees, to_principal, payment_cents - to_interest - to_fees - to_principal)
