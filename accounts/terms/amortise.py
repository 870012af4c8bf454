"""Level-payment loans: payment, schedule, finance charge and the APR to disclose."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext

from accounts.terms.interest import BASIS_DAYS, BPS, simple_interest_cents
from accounts.terms.money import divide_half_up

MONTHS = 12
LONGEST_MONTH_DAYS = 31


@dataclass(frozen=True, slots=True)
class Instalment:
    """One instalment of a schedule; `balance_cents` is the principal left after it."""

    number: int
    due_date: date
    amount_cents: int
    principal_cents: int
    interest_cents: int
    balance_cents: int


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The figures of a closed-end disclosure. Source: 12 CFR 1026.18."""

    payment_cents: int
    total_of_payments_cents: int
    amount_financed_cents: int
    finance_charge_cents: int
    apr_percent: Decimal

    @property
    def apr_bps(self) -> int:
        return int((self.apr_percent * 100).quantize(Decimal(1), ROUND_HALF_UP))


def level_payment_cents(principal_cents: int, rate_bps: int, term_months: int) -> int:
    """The level monthly payment, rounded half up; equal shares of principal when the rate is zero.

    Source: annuity formula P i / (1 - (1 + i)^-n) with i = rate / 12. Raises ValueError for a term below one month.
    """
    if term_months < 1:
        raise ValueError("a loan has at least one instalment")
    if rate_bps == 0:
        return divide_half_up(principal_cents, term_months)
    with localcontext(prec=40):
        monthly = Decimal(rate_bps) / (BPS * MONTHS)
        payment = principal_cents * monthly / (1 - (1 + monthly) ** -term_months)
        return int(payment.quantize(Decimal(1), ROUND_HALF_UP))


def schedule(
    principal_cents: int,
    rate_bps: int,
    accrues_from: date,
    due_dates: Sequence[date],
    payment_cents: int,
    basis_days: int = BASIS_DAYS,
) -> tuple[Instalment, ...]:
    """The planned instalments by simple daily interest between due dates; the last one pays what is left.

    Interest that a long first period leaves unpaid is carried to the next instalment and bears no interest itself.
    Raises ValueError when a payment does not cover a month's interest (the loan would never end).
    Source: the note, actual/365.
    """
    if payment_cents < simple_interest_cents(principal_cents, rate_bps, LONGEST_MONTH_DAYS, basis_days):
        raise ValueError(f"instalments of {payment_cents} cents do not cover a month's interest")
    balance, carried, previous, rows = principal_cents, 0, accrues_from, list[Instalment]()
    for number, due in enumerate(due_dates, start=1):
        owed = carried + simple_interest_cents(balance, rate_bps, (due - previous).days, basis_days)
        last = number == len(due_dates)
        interest = owed if last else min(owed, payment_cents)
        principal = balance if last else min(balance, payment_cents - interest)
        balance, carried, previous = balance - principal, owed - interest, due
        rows.append(Instalment(number, due, principal + interest, principal, interest, balance))
    return tuple(rows)


def disclosed_apr_percent(amount_financed_cents: int, payments_cents: Sequence[int]) -> Decimal:
    """The APR in percent, 3 places: 12 times the monthly rate at which the payments are worth the amount financed.

    Bisection on the unit-period rate; payments fall one month apart. Source: 12 CFR 1026, Appendix J(b)(8); 1026.22(a)
    tolerates an eighth of a point. Raises ValueError when the payments do not repay the amount financed.
    """
    total = sum(payments_cents)
    if amount_financed_cents <= 0 or total < amount_financed_cents:
        raise ValueError("the payments must repay a positive amount financed")
    with localcontext(prec=34):
        low, high = Decimal(0), Decimal(1)
        for _ in range(70):
            middle = (low + high) / 2
            if _present_value(payments_cents, middle) > amount_financed_cents:
                low = middle
            else:
                high = middle
        return (low * MONTHS * 100).quantize(Decimal("0.001"), ROUND_HALF_UP)


def _present_value(payments_cents: Sequence[int], monthly_rate: Decimal) -> Decimal:
    discount, factor, value = 1 / (1 + monthly_rate), Decimal(1), Decimal(0)
    for payment in payments_cents:
        factor *= discount
        value += payment * factor
    return value


def disclosure(principal_cents: int, rate_bps: int, term_months: int, fee_withheld_cents: int) -> Disclosure:
    """Disclosed figures of a loan whose origination fee is withheld from the amount paid out.

    The fee is a finance charge. Source: 12 CFR 1026.4(a), 1026.18(b), (d), (e), (h), 1026.22(a).
    """
    payment = level_payment_cents(principal_cents, rate_bps, term_months)
    financed, total = principal_cents - fee_withheld_cents, payment * term_months
    apr = disclosed_apr_percent(financed, [payment] * term_months)
    return Disclosure(payment, total, financed, total - financed, apr)
