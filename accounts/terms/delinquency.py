"""Days past due, buckets, charge-off dates, the 90% rule and re-ageing.

Source: FFIEC Uniform Retail Credit Classification and Account Management Policy, 65 FR 36903 (2000-06-12).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from dateutil.relativedelta import relativedelta

from accounts.terms.money import decimal_text

Bucket = Literal["current", "1-29", "30-59", "60-89", "90+", "charged_off"]
OPEN_END_LOSS_DAYS = 180
CLOSED_END_LOSS_DAYS = 120
SUBSTANDARD_DAYS = 90
REPORTED_LATE_DAYS = 30
FULL_PAYMENT_PERCENT = 90


def days_past_due(oldest_unpaid_due: date | None, as_of: date) -> int:
    """Days since the oldest unpaid due date; 0 when nothing is unpaid or the date is still ahead."""
    return 0 if oldest_unpaid_due is None else max((as_of - oldest_unpaid_due).days, 0)


def bucket(days: int, charged_off: bool = False) -> Bucket:
    """The delinquency bucket of days past due."""
    if charged_off:
        return "charged_off"
    if days <= 0:
        return "current"
    if days < 30:
        return "1-29"
    if days < 60:
        return "30-59"
    return "60-89" if days < 90 else "90+"


def date_at_days(oldest_unpaid_due: date, days: int) -> date:
    """The day on which an account reaches `days` days past due."""
    return oldest_unpaid_due + timedelta(days=days)


def charge_off_date(product: Literal["cash_line", "instalment_loan"], oldest_unpaid_due: date) -> date:
    """The end of the month in which 180 (line) or 120 (loan) days past due are reached."""
    days = OPEN_END_LOSS_DAYS if product == "cash_line" else CLOSED_END_LOSS_DAYS
    return date_at_days(oldest_unpaid_due, days) + relativedelta(day=31)


def counts_as_full(paid_cents: int, due_cents: int) -> bool:
    """Whether a payment is full for delinquency: at least 90% of the amount due (never for fees already charged)."""
    return paid_cents * 100 >= due_cents * FULL_PAYMENT_PERCENT


def full_payment_threshold_cents(due_cents: int) -> int:
    """The smallest payment that counts as full for delinquency."""
    return -(-due_cents * FULL_PAYMENT_PERCENT // 100)


def paid_percent_text(paid_cents: int, due_cents: int) -> str:
    """The share of the amount due that was paid, in percent with 2 places."""
    return decimal_text(Fraction(paid_cents * 100, due_cents), 2)


@dataclass(frozen=True, slots=True)
class ReageFacts:
    """What a re-age is decided by; `lump_sum` says that the equal of three minimum payments was paid at once."""

    opened_on: date
    consecutive_minimum_payments: int
    lump_sum: bool = False
    earlier_reages: tuple[date, ...] = ()
    workout_plan: bool = False
    earlier_workout_reages: tuple[date, ...] = ()


def reage_refusals(facts: ReageFacts, on: date) -> tuple[str, ...]:
    """Why an account may not be re-aged on `on`; empty when it may.

    Open 9 months; three consecutive minimum payments or the equal sum at once; at most once in 12 months and twice in
    5 years, and one further in 5 years for a workout plan. Source: 65 FR 36903, open-end re-ageing.
    """
    reasons = list[str]()
    if facts.opened_on + relativedelta(months=9) > on:
        reasons.append("open for less than 9 months")
    if facts.consecutive_minimum_payments < 3 and not facts.lump_sum:
        reasons.append("fewer than three consecutive minimum payments")
    five_years = on - relativedelta(years=5)
    if facts.workout_plan:
        if any(five_years < earlier <= on for earlier in facts.earlier_workout_reages):
            reasons.append("already re-aged for a workout plan within 5 years")
        return tuple(reasons)
    if any(on - relativedelta(months=12) < earlier <= on for earlier in facts.earlier_reages):
        reasons.append("already re-aged within 12 months")
    if sum(five_years < earlier <= on for earlier in facts.earlier_reages) >= 2:
        reasons.append("already re-aged twice within 5 years")
    return tuple(reasons)
