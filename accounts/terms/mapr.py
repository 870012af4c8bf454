"""The military annual percentage rate of a Cash Line billing cycle."""

from fractions import Fraction

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
