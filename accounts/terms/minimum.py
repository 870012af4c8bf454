"""The minimum payment of a Cash Line statement."""

from dataclasses import dataclass

from accounts.terms.money import divide_half_up

FLOOR_CENTS = 3500
PRINCIPAL_DIVISOR = 100
RELIEF_12_DIVISOR = 48


@dataclass(frozen=True, slots=True)
class MinimumPayment:
    """A minimum payment and the parts it was made of, in cents. `past_due_cents` is included in `total_cents`."""

    total_cents: int
    principal_share_cents: int
    interest_cents: int
    fees_cents: int
    past_due_cents: int
    floor_applied: bool
    balance_applied: bool


def minimum_payment(
    principal_cents: int,
    interest_cents: int,
    fees_cents: int,
    past_due_cents: int = 0,
    floor_cents: int = FLOOR_CENTS,
) -> MinimumPayment:
    """min(balance, max($35, 1% of principal + interest + fees) + past due); the balance is principal + interest + fees.

    Interest is always covered in full, so that the debt never grows by paying the minimum.
    Source: the Cash Line agreement; interagency account management guidance of 2003 (no negative amortisation).
    """
    share = divide_half_up(principal_cents, PRINCIPAL_DIVISOR)
    computed = share + interest_cents + fees_cents
    balance = max(principal_cents + interest_cents + fees_cents, 0)
    wanted = max(floor_cents, computed) + past_due_cents
    return MinimumPayment(
        total_cents=min(balance, wanted),
        principal_share_cents=share,
        interest_cents=interest_cents,
        fees_cents=fees_cents,
        past_due_cents=past_due_cents,
        floor_applied=computed < floor_cents,
        balance_applied=balance < wanted,
    )


def relief_6_minimum_cents(principal_cents: int, interest_cents: int) -> int:
    """Plan `relief-6`: 1% of principal + interest, without the $35 floor. Source: hardship plan terms."""
    return min(principal_cents + interest_cents, divide_half_up(principal_cents, PRINCIPAL_DIVISOR) + interest_cents)


def relief_12_payment_cents(balance_cents: int) -> int:
    """Plan `relief-12`: the balance at its start divided by 48, rounded half up. Source: hardship plan terms."""
    return divide_half_up(balance_cents, RELIEF_12_DIVISOR)
