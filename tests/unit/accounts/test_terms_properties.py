"""Properties that hold for every amount, date and rate."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.terms import amortise, calendar, delinquency, latefee, minimum, money, payoff
from accounts.terms.accrual import RatePeriod, accrue, accrued_before
from accounts.terms.allocate import PrincipalBucket, allocate_line_payment, allocate_loan_payment
from accounts.terms.interest import BalanceChange, BucketInterest, daily_segments, interest_cents

START = date(2026, 1, 1)
CENTS = st.integers(0, 2_000_000)
APR = st.integers(0, 3600)
DAYS = st.integers(0, 120)
CHANGES = st.lists(st.builds(BalanceChange, DAYS.map(lambda n: START + timedelta(n)), st.integers(-50_000, 90_000)))


@settings(deadline=None)
@given(st.integers(-(10**12), 10**12), st.integers(1, 10**7))
def test_rounding_is_within_half_and_symmetric(numerator: int, denominator: int) -> None:
    rounded = money.divide_half_up(numerator, denominator)
    assert abs(Fraction(numerator, denominator) - rounded) <= Fraction(1, 2)
    assert money.divide_half_up(-numerator, denominator) == -rounded


@settings(deadline=None)
@given(CENTS, CHANGES, DAYS, DAYS)
def test_segments_cover_each_day_once_with_its_balance(
    opening: int, changes: list[BalanceChange], first: int, length: int
) -> None:
    start = START + timedelta(first)
    end = start + timedelta(length)
    segments = daily_segments(opening, changes, start, end)
    by_day = {s.start + timedelta(n): s.balance_cents for s in segments for n in range(s.days)}
    days = [start + timedelta(n) for n in range(length + 1)]
    assert list(by_day) == days
    for day in days:
        assert by_day[day] == opening + sum(c.amount_cents for c in changes if start <= c.on <= day)


@settings(deadline=None)
@given(CHANGES, APR, DAYS, DAYS)
def test_interest_is_additive_over_time(changes: list[BalanceChange], apr: int, cut: int, more: int) -> None:
    principal = {"standard": [BalanceChange(START, 500_000), *changes]}
    rates = [RatePeriod("standard", START, None, apr)]
    middle, end = START + timedelta(cut), START + timedelta(cut + more)
    whole = accrued_before(principal, rates, START, end)
    assert whole == accrued_before(principal, rates, START, middle) + accrued_before(principal, rates, middle, end)


@settings(deadline=None)
@given(APR, APR, st.integers(1, 60))
def test_a_rate_change_cuts_the_accrual(before: int, after: int, on: int) -> None:
    change = START + timedelta(on)
    rates = [
        RatePeriod("standard", START, change - timedelta(1), before),
        RatePeriod("standard", change, None, after),
    ]
    buckets = accrue({"standard": [BalanceChange(START, 100_000)]}, rates, START, START + timedelta(89))
    assert [(b.apr_bps, b.days) for b in buckets] == [(before, on), (after, 90 - on)]


@settings(deadline=None)
@given(CENTS, st.integers(1, 120), APR)
def test_average_daily_balance_of_a_constant_is_the_constant(balance: int, days: int, apr: int) -> None:
    bucket = BucketInterest("standard", apr, daily_segments(balance, (), START, START + timedelta(days - 1)))
    assert bucket.average_daily_balance_cents == balance
    assert bucket.interest_cents == interest_cents(balance * days, apr)


@settings(deadline=None)
@given(CENTS, CENTS, CENTS, CENTS)
def test_minimum_is_at_most_the_balance_and_covers_interest(
    principal: int, interest: int, fees: int, past_due: int
) -> None:
    found = minimum.minimum_payment(principal, interest, fees, past_due)
    balance = principal + interest + fees
    assert found.total_cents <= balance
    assert found.total_cents >= min(balance, interest + fees)
    assert found.total_cents >= min(balance, minimum.FLOOR_CENTS)


@settings(deadline=None)
@given(st.integers(0, 500_000), CENTS, CENTS, CENTS, st.lists(st.tuples(APR, CENTS), max_size=4))
def test_line_allocation_sums_to_the_payment(
    payment: int, required: int, interest: int, fees: int, parts: list[tuple[int, int]]
) -> None:
    buckets = [PrincipalBucket(f"b{n}", apr, cents) for n, (apr, cents) in enumerate(parts)]
    found = allocate_line_payment(payment, required, interest, fees, buckets)
    owed = {bucket.name: bucket.principal_cents for bucket in buckets}
    assert found.total_cents == payment
    assert found.interest_cents <= interest
    assert found.fees_cents <= fees
    assert all(0 <= cents <= owed[name] for name, cents in found.principal_by_bucket)
    assert found.credit_cents == max(payment - interest - fees - sum(owed.values()), 0)


@settings(deadline=None)
@given(CENTS, CENTS, CENTS, CENTS)
def test_loan_allocation_pays_in_order(payment: int, interest: int, fees: int, principal: int) -> None:
    found = allocate_loan_payment(payment, interest, fees, principal)
    assert found.total_cents == payment
    assert found.fees_cents == 0 or found.interest_cents == interest
    assert found.principal_cents == 0 or found.fees_cents == fees
    assert found.credit_cents == 0 or found.principal_cents == principal


@settings(deadline=None, max_examples=40)
@given(st.integers(100_000, 1_500_000), st.integers(999, 2599), st.integers(12, 60), st.integers(1, 28))
def test_schedule_ends_at_zero(principal: int, rate: int, term: int, due_day: int) -> None:
    payment = amortise.level_payment_cents(principal, rate, term)
    dates = [calendar.add_months(date(2026, 2, 1), month, due_day) for month in range(term)]
    rows = amortise.schedule(principal, rate, START, dates, payment)
    assert rows[-1].balance_cents == 0
    assert sum(row.principal_cents for row in rows) == principal
    assert all(row.amount_cents == row.principal_cents + row.interest_cents for row in rows)
    assert all(row.amount_cents == payment for row in rows[:-1])


def test_a_long_first_period_carries_its_interest() -> None:
    dates = [calendar.add_months(date(2026, 2, 25), month) for month in range(57)]
    rows = amortise.schedule(100_000, 1726, START, dates, 2583)
    assert (rows[0].principal_cents, rows[0].interest_cents) == (0, 2583)
    assert rows[1].interest_cents == interest_cents(100_000 * 28, 1726) + 18
    with pytest.raises(ValueError, match="month's interest"):
        amortise.schedule(100_000, 1726, START, dates, 1000)


@settings(deadline=None, max_examples=25)
@given(st.integers(100_000, 1_500_000), st.integers(100, 2599), st.integers(12, 60))
def test_disclosed_apr_without_a_fee_is_the_note_rate(principal: int, rate: int, term: int) -> None:
    assert abs(amortise.disclosure(principal, rate, term, 0).apr_bps - rate) <= 1
    assert amortise.disclosure(principal, rate, term, principal // 50).apr_bps > rate


@settings(deadline=None)
@given(CENTS, APR, st.integers(0, 30), CENTS)
def test_payoff_parts_add_up_and_grow_by_the_per_diem(principal: int, apr: int, days: int, fees: int) -> None:
    balances = [payoff.AccruingBalance(principal, apr)]
    now = payoff.payoff_quote(balances, START, START, fees)
    later = payoff.payoff_quote(balances, START, START + timedelta(days), fees)
    assert now.payoff_cents == principal + fees
    assert later.payoff_cents == later.principal_cents + later.interest_cents + later.fees_cents
    assert abs(later.payoff_cents - now.payoff_cents - later.per_diem * days) <= Fraction(1, 2)


def test_payoff_refuses_the_past() -> None:
    with pytest.raises(ValueError, match="before"):
        payoff.payoff_quote([], START, START - timedelta(1))


@settings(deadline=None)
@given(st.sampled_from(["OH", "CA", "NY", "TX", "MA"]), st.dates(date(2025, 1, 1), date(2027, 1, 1)), CENTS, CENTS)
def test_late_fee_is_capped(state: str, on: date, due: int, unpaid: int) -> None:
    for product in ("cash_line", "instalment_loan"):
        rule = latefee.fee_schedule().late_rule(product, state, on)
        fee = latefee.late_fee_cents(rule, due, min(unpaid, due))
        repeated = latefee.late_fee_cents(rule, due, min(unpaid, due), repeat=True)
        assert 0 <= fee <= repeated <= min(due, 4300)


@settings(deadline=None)
@given(st.dates(date(2025, 1, 1), date(2027, 12, 1)), st.integers(-15, 15))
def test_business_days_count_there_and_back(day: date, count: int) -> None:
    start = calendar.on_or_after_business_day(day)
    moved = calendar.add_business_days(start, count)
    assert calendar.is_business_day(moved)
    assert calendar.add_business_days(moved, -count) == start


@settings(deadline=None)
@given(st.integers(0, 400))
def test_bucket_and_days_agree(days: int) -> None:
    oldest = START - timedelta(days)
    assert delinquency.days_past_due(oldest, START) == days
    assert (delinquency.bucket(days) == "current") == (days == 0)
    assert delinquency.bucket(days, charged_off=True) == "charged_off"


@settings(deadline=None)
@given(st.integers(1, 10**7))
def test_the_threshold_is_the_smallest_full_payment(due: int) -> None:
    threshold = delinquency.full_payment_threshold_cents(due)
    assert delinquency.counts_as_full(threshold, due)
    assert not delinquency.counts_as_full(threshold - 1, due)
