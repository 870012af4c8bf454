"""The business-day calendar: federal holidays as observed, and what counts in business days."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.commands.content import day_text, instant_text
from accounts.commands.payments import cancel_until
from accounts.terms.calendar import (
    EASTERN,
    add_business_days,
    autopay_change_by,
    credit_date,
    draw_arrives_on,
    draw_cancel_until,
    is_business_day,
    next_business_day,
    on_or_after_business_day,
)

DAYS = st.dates(date(2021, 1, 1), date(2035, 12, 31))


def _eastern(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, EASTERN)


INSTANTS = st.builds(_eastern, DAYS, st.times())
# 5 U.S.C. 6103(a) with the observed days of (b) and Executive Order 11582
HOLIDAYS_2026 = [(1, 1), (1, 19), (2, 16), (5, 25), (6, 19), (7, 3), (9, 7), (10, 12), (11, 11), (11, 26), (12, 25)]


def test_2026_has_its_eleven_federal_holidays_as_observed_and_no_other() -> None:
    first = date(2026, 1, 1)
    weekdays = [first + timedelta(days=n) for n in range(365) if (first + timedelta(days=n)).weekday() < 5]
    assert [(day.month, day.day) for day in weekdays if not is_business_day(day)] == HOLIDAYS_2026


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        (date(2021, 6, 18), False),
        (date(2022, 6, 20), False),
        (date(2027, 6, 18), False),
        (date(2021, 12, 31), False),
        (date(2022, 12, 26), False),
        (date(2023, 1, 2), False),
        (date(2025, 1, 20), False),
        (date(2028, 11, 10), False),
        (date(2029, 1, 22), True),
        (date(2026, 7, 2), True),
        (date(2026, 11, 27), True),
        (date(2026, 12, 24), True),
    ],
)
def test_a_holiday_on_a_weekend_is_observed_next_to_it_and_inauguration_is_none(day: date, open_: bool) -> None:
    assert is_business_day(day) is open_


@given(DAYS, st.integers(-40, 40))
def test_counting_business_days_lands_on_one_and_counts_them(day: date, count: int) -> None:
    landed = add_business_days(day, count)
    step = 1 if count > 0 else -1
    passed = [day + timedelta(days=step * n) for n in range(1, abs((landed - day).days) + 1)]
    assert sum(map(is_business_day, passed)) == abs(count)
    assert count == 0 or is_business_day(landed)


@given(DAYS, st.integers(1, 20))
def test_forth_and_back_is_where_it_started_from_a_business_day(day: date, count: int) -> None:
    start = on_or_after_business_day(day)
    assert add_business_days(add_business_days(start, count), -count) == start


@given(DAYS)
def test_the_next_business_day_is_at_most_four_days_ahead(day: date) -> None:
    assert 1 <= (next_business_day(day) - day).days <= 4
    assert on_or_after_business_day(day) in (day, next_business_day(day))


@given(DAYS)
def test_autopay_changes_3_business_days_before_and_payments_cancel_one_before(day: date) -> None:
    by = autopay_change_by(day)
    between = [by + timedelta(days=n) for n in range(1, (day - by).days)]
    assert is_business_day(by)
    assert sum(map(is_business_day, between)) == 2
    until = cancel_until(day)
    assert until.time() == time(20)
    assert add_business_days(until.date(), 1) == on_or_after_business_day(day)


@given(INSTANTS, INSTANTS)
def test_a_later_instant_never_counts_earlier(one: datetime, other: datetime) -> None:
    earlier, later = sorted((one, other))
    assert credit_date(earlier) <= credit_date(later)
    assert draw_arrives_on(earlier) <= draw_arrives_on(later)
    assert draw_cancel_until(earlier) <= draw_cancel_until(later)


@given(INSTANTS)
def test_a_draw_can_be_cancelled_when_it_is_asked_for_and_arrives_after_its_cut_off(at: datetime) -> None:
    until = draw_cancel_until(at)
    assert at <= until
    assert until.date() < draw_arrives_on(at)
    assert is_business_day(draw_arrives_on(at))


def test_days_and_instants_read_as_people_say_them() -> None:
    assert day_text(date(2026, 5, 5)) == "Tuesday, May 5, 2026"
    assert instant_text(datetime(2026, 5, 5, 0, 5, tzinfo=EASTERN)) == "12:05 a.m. ET on Tuesday, May 5, 2026"
    assert instant_text(datetime(2026, 5, 5, 12, 0, tzinfo=EASTERN)) == "12:00 p.m. ET on Tuesday, May 5, 2026"
