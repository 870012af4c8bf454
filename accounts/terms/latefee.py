"""Late fees and returned-payment fees by the dated schedule, which differs by state (table `accounts.fee_schedule`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dateutil.relativedelta import relativedelta

from accounts.terms.money import divide_half_up

REPEAT_CYCLES = 6
EVERY_STATE = "*"
FeeKind = Literal["late_fee", "returned_payment_fee"]


@dataclass(frozen=True, slots=True)
class FeeRule:
    """One row of the schedule, in force from `effective_from` to `effective_to` (included; None: still running).

    Flat unless `percent_bps` is set: `first_cents`, or `repeat_cents` after another late payment within six cycles.
    With `percent_bps`: that share of the unpaid instalment, at most `first_cents`. `grace_days`: days after the due
    date in which a payment still avoids a late fee. `state` `*` is every state without a row of its own.
    """

    kind: FeeKind
    product: str
    state: str
    effective_from: date
    effective_to: date | None
    first_cents: int
    repeat_cents: int
    percent_bps: int | None = None
    grace_days: int = 0

    def in_force(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)


def fee_rule(rules: Iterable[FeeRule], kind: FeeKind, product: str, state: str, on: date) -> FeeRule:
    """The rule in force on `on`, the state's own before the general one. Raises LookupError when there is none."""
    found = [
        rule
        for rule in rules
        if (rule.kind, rule.product) == (kind, product) and rule.state in (state, EVERY_STATE) and rule.in_force(on)
    ]
    if not found:
        raise LookupError(f"no {kind} rule of {product} for {state} on {on}; the fee schedule lacks a row")
    return max(found, key=lambda rule: rule.state != EVERY_STATE)


def last_day_of_grace(rule: FeeRule, due: date) -> date:
    """The last day on which a payment for `due` avoids the late fee."""
    return due + timedelta(days=rule.grace_days)


def late_fee_date(rule: FeeRule, due: date) -> date:
    """The day a late fee is assessed: the day after the last day of grace."""
    return last_day_of_grace(rule, due) + timedelta(days=1)


def is_repeat(due: date, earlier_late_due_dates: Iterable[date]) -> bool:
    """Whether another payment was late within the six cycles before `due`.

    Source: modelled on 12 CFR 1026.52(b)(1)(ii)(B).
    """
    first = due - relativedelta(months=REPEAT_CYCLES)
    return any(first <= earlier < due for earlier in earlier_late_due_dates)


def late_fee_cents(rule: FeeRule, minimum_due_cents: int, unpaid_cents: int, repeat: bool = False) -> int:
    """The late fee in cents for a payment of `minimum_due_cents`, of which `unpaid_cents` is missing.

    Never above the minimum or instalment that was due, and one per missed due date: callers key the fee by due date.
    Source: the agreements; 12 CFR 1026.52(b)(2)(i)(A); 16 CFR 444.4 (no pyramiding).
    """
    if unpaid_cents <= 0:
        return 0
    if rule.percent_bps is None:
        fee = rule.repeat_cents if repeat else rule.first_cents
    else:
        fee = min(divide_half_up(unpaid_cents * rule.percent_bps, 10_000), rule.first_cents)
    return min(fee, minimum_due_cents)


def returned_payment_fee_cents(rule: FeeRule, payment_due_cents: int) -> int:
    """The returned-payment fee: never more than the minimum payment or instalment that was due."""
    return max(min(rule.first_cents, payment_due_cents), 0)
