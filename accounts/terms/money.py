"""Exact cents: fractions of integers, rounded once and half up."""

from fractions import Fraction


def divide_half_up(numerator: int, denominator: int) -> int:
    """Quotient of two integers rounded half away from zero. Raises ZeroDivisionError for a zero denominator."""
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    quotient = (2 * abs(numerator) + denominator) // (2 * denominator)
    return quotient if numerator >= 0 else -quotient


def round_cents(amount: Fraction) -> int:
    """An exact amount in cents, rounded half up to whole cents."""
    return divide_half_up(amount.numerator, amount.denominator)


def decimal_text(amount: Fraction, places: int) -> str:
    """An exact amount as a decimal string with `places` digits after the point, rounded half up."""
    scaled = divide_half_up(amount.numerator * 10**places, amount.denominator)
    sign, digits = ("-" if scaled < 0 else ""), str(abs(scaled)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def dollars(cents: int) -> str:
    """Cents as people read them: 123456 -> `$1,234.56`, -50 -> `-$0.50`."""
    sign = "-" if cents < 0 else ""
    return f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02d}"
