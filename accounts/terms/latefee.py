"""Late fees and returned-payment fees by a dated schedule that differs by state (fee_schedule.yaml)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from dateutil.relativedelta import relativedelta

from accounts.terms.money import divide_half_up

REPEAT_CYCLES = 6
# months differ in length, and a due date may have been moved: half a cycle decides which one is meant
HALF_A_CYCLE = timedelta(days=15)
Product = Literal["cash_line", "instalment_loan"]
Rule = TypeVar("Rule", "LateFeeRule", "ReturnedFeeRule")
SCHEDULE_FILE = Path(__file__).with_name("fee_schedule.yaml")


@dataclass(frozen=True, slots=True)
class LateFeeRule:
    """One dated row: the fee is due when the payment is still missing after `days` days past the due date.

    `flat`: `amount_cents`, or `repeat_cents` after another late payment within six cycles; `percent`: `percent_bps` of
    the unpaid instalment up to `cap_cents`.
    """

    product: Product
    state: str
    starts: date
    until: date | None
    days: int
    kind: Literal["flat", "percent"]
    amount_cents: int = 0
    repeat_cents: int = 0
    percent_bps: int = 0
    cap_cents: int = 0


@dataclass(frozen=True, slots=True)
class ReturnedFeeRule:
    """One dated row of the returned-payment fee."""

    state: str
    starts: date
    until: date | None
    amount_cents: int


@dataclass(frozen=True, slots=True)
class FeeSchedule:
    """All versions of the two fees."""

    late: tuple[LateFeeRule, ...]
    returned: tuple[ReturnedFeeRule, ...]

    def late_rule(self, product: Product, state: str, on: date) -> LateFeeRule:
        """The rule in force on `on`, the state's own before the general one. Raises LookupError when there is none."""
        return _in_force([rule for rule in self.late if rule.product == product], state, on)

    def returned_rule(self, state: str, on: date) -> ReturnedFeeRule:
        """The rule in force on `on`, the state's own before the general one. Raises LookupError when there is none."""
        return _in_force(self.returned, state, on)


def _in_force(rules: Sequence[Rule], state: str, on: date) -> Rule:
    found = [r for r in rules if r.starts <= on and (r.until is None or on <= r.until) and r.state in (state, "all")]
    if not found:
        raise LookupError(f"no fee rule for {state} on {on}; add a row to fee_schedule.yaml")
    return max(found, key=lambda rule: rule.state != "all")


@cache
def fee_schedule(path: Path = SCHEDULE_FILE) -> FeeSchedule:
    """The lender's schedule, read once."""
    document: dict[str, list[dict[str, Any]]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return FeeSchedule(
        late=tuple(LateFeeRule(starts=row.pop("from"), **row) for row in document["late_fee"]),
        returned=tuple(ReturnedFeeRule(starts=row.pop("from"), **row) for row in document["returned_payment_fee"]),
    )


def late_fee_date(rule: LateFeeRule, due: date) -> date:
    """The day the fee is assessed: the day after the last day on which the payment still avoids it."""
    return due + timedelta(days=rule.days + 1)


def is_repeat(due: date, earlier_late_due_dates: Iterable[date]) -> bool:
    """Whether another payment was late within the six cycles before `due`.

    Source: modelled on 12 CFR 1026.52(b)(1)(ii)(B).
    """
    first = due - relativedelta(months=REPEAT_CYCLES) - HALF_A_CYCLE
    return any(first <= earlier < due for earlier in earlier_late_due_dates)


def late_fee_cents(rule: LateFeeRule, minimum_due_cents: int, unpaid_cents: int, repeat: bool = False) -> int:
    """The late fee in cents for a missed payment of `minimum_due_cents`, of which `unpaid_cents` is missing.

    Never above the minimum or instalment that was due, and one per missed due date: callers key the fee by due date.
    Source: the agreements; 12 CFR 1026.52(b)(2)(i)(A); 16 CFR 444.4 (no pyramiding).
    """
    if unpaid_cents <= 0:
        return 0
    if rule.kind == "flat":
        fee = rule.repeat_cents if repeat else rule.amount_cents
    else:
        fee = min(divide_half_up(unpaid_cents * rule.percent_bps, 10_000), rule.cap_cents)
    return min(fee, minimum_due_cents)


def returned_payment_fee_cents(rule: ReturnedFeeRule, payment_due_cents: int) -> int:
    """The returned-payment fee: never more than the minimum payment or instalment that was due."""
    return max(min(rule.amount_cents, payment_due_cents), 0)
