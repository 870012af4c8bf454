"""Calendars and dated terms of the model against the public calendar and the terms, by hand."""

from datetime import UTC, date
from fractions import Fraction

import pytest

from tests.model import calendars, formulas
from tests.model.worked import at, day


def test_the_federal_holidays_of_2026():
    assert sorted(f"{each:%m-%d}" for each in calendars.federal_holidays(2026)) == [
        "01-01",
        "01-19",
        "02-16",
        "05-25",
        "06-19",
        "07-03",  # the 4th is a Saturday
        "09-07",
        "10-12",
        "11-11",
        "11-26",
        "12-25",
    ]


def test_a_saturday_new_year_is_observed_in_the_year_before():
    assert day("2027-12-31") in calendars.federal_holidays(2027)
    assert min(calendars.federal_holidays(2028)) == day("2028-01-17")


def test_juneteenth_is_a_holiday_since_2021_and_sundays_move_to_monday():
    assert calendars.is_business_day(day("2020-06-19"))
    assert not calendars.is_business_day(day("2021-06-18"))
    assert not calendars.is_business_day(day("2027-07-05"))


@pytest.mark.parametrize(
    ("moment", "credited"),
    [("2026-05-15T20:00:00", "2026-05-15"), ("2026-05-15T20:00:01", "2026-05-16"), ("2026-05-16T10:00", "2026-05-16")],
)
def test_payments_are_credited_the_day_they_come_in_until_eight(moment: str, credited: str):
    assert calendars.credit_date(at(moment)) == day(credited)


def test_the_credit_date_is_that_of_eastern_time_for_other_zones():
    assert calendars.credit_date(at("2026-05-15T19:30").astimezone(UTC)) == day("2026-05-15")


@pytest.mark.parametrize(
    ("source", "posts"),
    [("one_time", "2026-05-27"), ("phone", "2026-05-27"), ("autopay", "2026-05-26"), ("mail", "2026-05-26")],
)
def test_posting_skips_the_weekend_and_memorial_day(source: str, posts: str):
    assert calendars.posting_date(day("2026-05-22"), source) == day(posts)


def test_months_keep_the_day_or_end_early():
    assert calendars.add_months(day("2026-01-31"), 1) == day("2026-02-28")
    assert calendars.add_months(day("2026-11-30"), 3) == day("2027-02-28")
    assert calendars.add_months(day("2026-03-15"), 12) == day("2027-03-15")


def test_cycles_close_on_their_day_after_the_one_before():
    assert calendars.next_close(day("2026-01-04"), 5) == day("2026-01-05")
    assert calendars.next_close(day("2026-01-05"), 5) == day("2026-02-05")
    assert calendars.next_close(day("2026-12-31"), 26) == day("2027-01-26")


def test_a_notice_on_the_closing_day_starts_two_whole_cycles_the_day_after():
    clocks = calendars.billing_error_clocks(day("2026-01-12"), day("2026-03-25"), 25)
    assert clocks["two_cycles"] == day("2026-05-25")


def test_a_scheduled_payment_of_a_tuesday_after_a_holiday_is_cancelled_until_friday():
    assert calendars.cancel_payment_until(day("2026-05-26")) == at("2026-05-22T20:00")


@pytest.mark.parametrize(
    ("on", "late", "again", "loan_cap", "returned"),
    [
        (date(2025, 9, 30), 3000, 4100, 2000, 3000),
        (date(2025, 10, 1), 3000, 4100, 1500, 2500),
        (date(2026, 1, 1), 3200, 4300, 1500, 2500),
    ],
)
def test_fees_have_the_amounts_of_their_date(on: date, late: int, again: int, loan_cap: int, returned: int):
    assert formulas.line_late_fee(on, "FL", 10_000, repeated=False) == late
    assert formulas.line_late_fee(on, "FL", 10_000, repeated=True) == again
    assert formulas.loan_late_fee(on, "FL", 100_000) == loan_cap
    assert formulas.returned_fee(on, "FL", 10_000) == returned


def test_states_have_their_own_returned_fees_never_above_what_was_due():
    on = date(2026, 5, 1)
    assert [formulas.returned_fee(on, state, 10_000) for state in ("CA", "NY", "MA", "TX")] == [1500, 2000, 0, 2500]
    assert formulas.returned_fee(on, "TX", 1234) == 1234


def test_a_workout_has_one_re_age_of_its_own_in_five_years():
    assert formulas.reage_allowed(24, 3, [], workout=True)
    assert not formulas.reage_allowed(24, 3, [30], workout=True)
    assert formulas.reage_allowed(72, 3, [60], workout=True)


def test_a_schedule_asks_for_the_level_payment_until_the_last_instalment_takes_the_rest():
    days = calendars.loan_due_dates(day("2026-01-15"), 15, 36)
    asked = formulas.instalments(1_000_000, Fraction(18, 100), day("2026-01-15"), days)
    assert set(asked[:-1]) == {36152}
    assert abs(asked[-1] - 36152) < 1_000
    whole = formulas.instalments(1_000_000, Fraction(0), day("2026-01-15"), days)
    assert sum(whole) == 1_000_000


def test_allocation_uses_all_of_a_payment_and_leaves_the_rest_as_credit():
    buckets = {"low": (Fraction(1, 10), 100), "high": (Fraction(3, 10), 100)}
    used = formulas.allocate(500, 70, 50, 60, buckets)
    assert (used.interest, used.fees, used.principal, used.credit) == (50, 60, {"low": 100, "high": 100}, 190)
    used = formulas.allocate(90, 70, 50, 60, buckets)
    assert (used.interest, used.fees, used.principal) == (50, 20, {"low": 0, "high": 20})
    used = formulas.allocate(90, 0, 50, 60, {})
    assert (used.interest, used.fees) == (50, 40)


@pytest.mark.parametrize(("value", "cents"), [("1/2", 1), ("-1/2", -1), ("3/2", 2), ("149/100", 1), ("-7/4", -2)])
def test_halves_round_away_from_zero(value: str, cents: int):
    assert formulas.half_up(Fraction(value)) == cents
