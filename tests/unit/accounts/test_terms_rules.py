"""Rules with versions, states, cut-offs and exceptions, by the lender's product terms."""

from datetime import date, datetime

import pytest

from accounts.terms import calendar, hardship, money
from accounts.terms.delinquency import ReageFacts, reage_refusals
from accounts.terms.interest import daily_rate_text
from accounts.terms.latefee import fee_schedule, is_repeat, late_fee_cents, late_fee_date, returned_payment_fee_cents
from accounts.terms.minimum import relief_6_minimum_cents, relief_12_payment_cents
from accounts.terms.scra import capped_days

LINE_FEES = [
    ("OH", date(2025, 12, 31), 3000, 4100, 5),
    ("OH", date(2026, 1, 1), 3200, 4300, 5),
    ("CA", date(2026, 5, 1), 1500, 1500, 5),
    ("NY", date(2026, 5, 1), 2000, 2000, 5),
    ("TX", date(2026, 5, 1), 3200, 4300, 10),
    ("MA", date(2025, 5, 1), 3000, 4100, 15),
]
LOAN_FEES = [
    ("OH", date(2025, 9, 30), 2000, 10),
    ("OH", date(2025, 10, 1), 1500, 10),
    ("CA", date(2026, 5, 1), 1000, 10),
    ("MA", date(2026, 5, 1), 1500, 15),
    ("NY", date(2026, 5, 1), 1000, 10),
    ("TX", date(2026, 5, 1), 1500, 10),
]


@pytest.mark.parametrize(("state", "on", "first", "repeat", "days"), LINE_FEES)
def test_line_late_fee_by_state_and_date(state: str, on: date, first: int, repeat: int, days: int) -> None:
    rule = fee_schedule().late_rule("cash_line", state, on)
    assert (rule.days, late_fee_cents(rule, 9900, 9900)) == (days, first)
    assert late_fee_cents(rule, 9900, 9900, repeat=True) == repeat


@pytest.mark.parametrize(("state", "on", "cap", "days"), LOAN_FEES)
def test_loan_late_fee_by_state_and_date(state: str, on: date, cap: int, days: int) -> None:
    rule = fee_schedule().late_rule("instalment_loan", state, on)
    assert (rule.days, late_fee_cents(rule, 90_000, 90_000)) == (days, cap)
    small = 1000 if state == "CA" else 500
    assert late_fee_cents(rule, 10_000, 10_000) == small


def test_the_fee_comes_the_day_after_grace() -> None:
    rule = fee_schedule().late_rule("cash_line", "OH", date(2026, 4, 1))
    assert late_fee_date(rule, date(2026, 3, 31)) == date(2026, 4, 6)


def test_repeat_looks_back_six_cycles() -> None:
    due = date(2026, 5, 7)
    assert is_repeat(due, [date(2025, 11, 6)])  # of the cycle that closed on October 12, the sixth before April 12
    assert not is_repeat(due, [date(2025, 10, 7)])
    assert not is_repeat(due, [due])


@pytest.mark.parametrize(
    ("state", "on", "fee"),
    [
        ("OH", date(2025, 9, 30), 3000),
        ("OH", date(2025, 10, 1), 2500),
        ("CA", date(2026, 1, 1), 1500),
        ("NY", date(2026, 1, 1), 2000),
        ("MA", date(2026, 1, 1), 0),
    ],
)
def test_returned_payment_fee(state: str, on: date, fee: int) -> None:
    rule = fee_schedule().returned_rule(state, on)
    assert returned_payment_fee_cents(rule, 9900) == fee
    assert returned_payment_fee_cents(rule, 700) == min(fee, 700)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=calendar.EASTERN)


def test_payment_cut_off_is_eight_in_the_evening() -> None:
    assert calendar.credit_date(at("2026-05-15T20:00:00")) == date(2026, 5, 15)
    assert calendar.credit_date(at("2026-05-15T20:00:01")) == date(2026, 5, 16)


def test_draw_timing() -> None:
    assert calendar.draw_arrives_on(at("2026-05-15T15:00")) == date(2026, 5, 18)
    assert calendar.draw_arrives_on(at("2026-05-15T15:01")) == date(2026, 5, 19)
    assert calendar.draw_arrives_on(at("2026-05-22T10:00")) == date(2026, 5, 26)  # over Memorial Day
    assert calendar.draw_arrives_on(at("2025-10-31T13:30")) == date(2025, 11, 4)  # the earlier cut-off
    assert calendar.draw_cancel_until(at("2026-05-15T16:00")) == at("2026-05-18T15:00")


def test_observed_holidays() -> None:
    assert not calendar.is_business_day(date(2026, 7, 3))
    assert not calendar.is_business_day(date(2027, 12, 31))
    assert calendar.autopay_change_by(date(2026, 5, 26)) == date(2026, 5, 20)


def test_workout_reage_has_its_own_limit() -> None:
    facts = ReageFacts(date(2020, 1, 1), 3, earlier_reages=(date(2026, 1, 1),), workout_plan=True)
    assert reage_refusals(facts, date(2026, 5, 15)) == ()
    again = ReageFacts(date(2020, 1, 1), 3, workout_plan=True, earlier_workout_reages=(date(2024, 1, 1),))
    assert reage_refusals(again, date(2026, 5, 15)) == ("already re-aged for a workout plan within 5 years",)


def test_hardship_eligibility() -> None:
    on = date(2026, 5, 15)
    good = hardship.HardshipFacts("cash_line", "open", date(2026, 2, 15), 90, 10_000, False, date(2025, 5, 15))
    assert hardship.refusals(good, on) == ()
    bad = hardship.HardshipFacts("cash_line", "open", date(2026, 2, 16), 91, 10_000, True, date(2025, 5, 16))
    assert len(hardship.refusals(bad, on)) == 4
    assert [plan.plan_id for plan in hardship.plans_for("instalment_loan")] == ["bridge-3", "extend-6"]


def test_plan_payments_and_the_servicemember_cap() -> None:
    assert relief_6_minimum_cents(140_000, 500) == 1900
    assert relief_12_payment_cents(240_000) == 5000
    capped = capped_days(4_300_000, 2499)
    assert (capped.contract_cents, capped.charged_cents, capped.forgiven_cents) == (2944, 707, 2237)


def test_money_as_text() -> None:
    assert [money.dollars(cents) for cents in (0, 5, 123_456, -50)] == ["$0.00", "$0.05", "$1,234.56", "-$0.50"]
    assert daily_rate_text(2499) == "0.000684658"
