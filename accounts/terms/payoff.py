"""What it takes to pay an account off on a date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from accounts.terms.interest import BASIS_DAYS, exact_interest
from accounts.terms.money import decimal_text, round_cents

QUOTE_DAYS_AHEAD = 30


@dataclass(frozen=True, slots=True)
class AccruingBalance:
    """Principal that earns interest at one rate: `principal_cents` at `apr_bps`."""

    principal_cents: int
    apr_bps: int


@dataclass(frozen=True, slots=True)
class PayoffQuote:
    """A payoff total for a date; the per diem stays unrounded (exact cents a day), the total is rounded once."""

    payoff_cents: int
    principal_cents: int
    interest_cents: int
    fees_cents: int
    unapplied_cents: int
    days: int
    per_diem: Fraction

    @property
    def per_diem_cents(self) -> int:
        return round_cents(self.per_diem)

    @property
    def per_diem_text(self) -> str:
        """Dollars a day with 5 places, for showing how the total came about: `3.22679`."""
        return decimal_text(self.per_diem / 100, 5)


def per_diem(balances: Sequence[AccruingBalance], basis_days: int = BASIS_DAYS) -> Fraction:
    """Unrounded interest of one day in cents, over all balances."""
    return sum((exact_interest(each.principal_cents, each.apr_bps, basis_days) for each in balances), Fraction(0))


def payoff_quote(
    balances: Sequence[AccruingBalance],
    paid_through: date,
    quoted_for: date,
    fees_cents: int = 0,
    unapplied_cents: int = 0,
    interest_due: Fraction | int = 0,
    basis_days: int = BASIS_DAYS,
) -> PayoffQuote:
    """Principal + interest already due + unrounded per diem x days + open fees - unapplied credit, rounded once.

    `paid_through` is the day up to which interest is paid or contained in `interest_due` (exact cents); days count from
    it to `quoted_for`, which must not be earlier (ValueError). Source: the agreement; simple interest, actual/365.
    """
    days = (quoted_for - paid_through).days
    if days < 0:
        raise ValueError(f"a payoff cannot be quoted for {quoted_for}, before {paid_through}")
    daily = per_diem(balances, basis_days)
    interest = Fraction(interest_due) + daily * days
    principal = sum(each.principal_cents for each in balances)
    # fees and principal are whole cents, so rounding the interest is rounding the total, and the parts add up
    interest_cents = round_cents(interest)
    return PayoffQuote(
        payoff_cents=principal + interest_cents + fees_cents - unapplied_cents,
        principal_cents=principal,
        interest_cents=interest_cents,
        fees_cents=fees_cents,
        unapplied_cents=unapplied_cents,
        days=days,
        per_diem=daily,
    )
