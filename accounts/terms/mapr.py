"""The military annual percentage rate: of a Cash Line billing cycle, and of a loan at its opening."""

from fractions import Fraction

from accounts.terms.amortise import disclosure
from accounts.terms.money import decimal_text

CAP_PERCENT = 36
CYCLES_A_YEAR = 12


def mapr_percent(charges_cents: int, average_daily_balance: Fraction | int) -> Fraction:
    """Interest and fees of a cycle over the average daily balance (cents), times 12, in percent and exact.

    Raises ValueError when there is no balance. Source: 32 CFR 232.4(c)(2)(ii); 12 CFR 1026.14(c)(2).
    """
    if average_daily_balance <= 0:
        raise ValueError("no rate without a balance")
    return Fraction(charges_cents * CYCLES_A_YEAR * 100) / Fraction(average_daily_balance)


def mapr_percent_text(charges_cents: int, average_daily_balance: Fraction | int) -> str:
    """The rate in percent with 2 places, as shown."""
    return decimal_text(mapr_percent(charges_cents, average_daily_balance), 2)


def above_cap(charges_cents: int, average_daily_balance: Fraction | int) -> bool:
    """Whether the charges of a cycle exceed 36%. Source: 10 U.S.C. 987(b); 32 CFR 232.4(b)."""
    return mapr_percent(charges_cents, average_daily_balance) > CAP_PERCENT


def loan_mapr_bps(principal_cents: int, rate_bps: int, term_months: int, fee_cents: int) -> int:
    """The MAPR of a loan at its opening, the withheld origination fee included. Source: 32 CFR 232.4(c)(1), (2)(i)."""
    return disclosure(principal_cents, rate_bps, term_months, fee_cents).apr_bps


def capped_rate_bps(principal_cents: int, rate_bps: int, term_months: int, fee_cents: int) -> int:
    """The highest note rate, at most the agreed one, at which the MAPR is at most 36%; 0 where even that is too much.

    The MAPR rises with the note rate, so halving the range finds it. Source: 32 CFR 232.4(b).
    """

    def allowed(bps: int) -> bool:
        return loan_mapr_bps(principal_cents, bps, term_months, fee_cents) <= CAP_PERCENT * 100

    if allowed(rate_bps):
        return rate_bps
    low, high = 0, rate_bps
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if allowed(middle) else (low, middle)
    return low
