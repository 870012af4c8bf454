"""Clocks, the two military caps and masks."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.terms import clocks, hardship, mapr, masks, scra
from accounts.terms.amortise import disclosure
from accounts.terms.clocks import DisputeDates, Milestone

DAY = date(2026, 3, 10)


def dates(kind: str = "electronic_transfer", **more: date | None) -> DisputeDates:
    usual: dict[str, date | None] = dict.fromkeys(
        ("acknowledge_by", "acknowledged_on", "credit_by", "provisional_on", "resolved_on")
    )
    given_dates = {**usual, "resolve_by": date(2026, 4, 24), **more}
    resolve_by = given_dates.pop("resolve_by")
    assert resolve_by is not None
    return DisputeDates(kind=kind, resolve_by=resolve_by, **given_dates)


@pytest.mark.parametrize(
    ("done", "on", "standing"),
    [
        (None, DAY, "ahead"),
        (None, DAY + timedelta(days=1), "overdue"),
        (DAY, DAY + timedelta(days=9), "done"),
        (DAY + timedelta(days=1), DAY + timedelta(days=1), "done_late"),
    ],
)
def test_a_milestone_is_in_time_on_its_own_day(done: date | None, on: date, standing: str) -> None:
    assert Milestone("resolve", DAY, done, "rule").standing(on) == standing


def test_a_provisional_credit_or_an_early_end_meets_the_ten_business_days() -> None:
    credit = date(2026, 3, 24)
    credited = dates(credit_by=credit, provisional_on=DAY)
    ended = dates(credit_by=credit, resolved_on=DAY)
    for met, resolved_on in ((credited, None), (ended, DAY)):
        first, last = clocks.dispute_milestones(met)
        assert (first.name, first.done_on) == ("resolve_or_credit", DAY)
        assert last.done_on == resolved_on


def test_a_billing_error_has_two_milestones_in_order() -> None:
    found = clocks.dispute_milestones(dates("billing_error", acknowledge_by=date(2026, 4, 9)))
    assert [each.name for each in found] == ["acknowledge", "resolve"]
    assert found[1].source == "12 CFR 1026.13(c)(2)"


def test_a_complaint_is_acknowledged_over_a_weekend_and_a_holiday_later() -> None:
    friday = date(2026, 5, 22)
    clock = clocks.complaint_clock(friday)
    assert clock.acknowledge_by == date(2026, 5, 27)
    assert (clock.answer_by, clock.answer_at_most_by) == (date(2026, 6, 6), date(2026, 7, 21))


@given(
    interest=st.integers(0, 50_000),
    apr=st.integers(1, 3600),
    period=st.integers(1, 62),
    share=st.integers(0, 62),
)
def test_never_more_interest_is_forgiven_than_the_excess_over_six_percent(
    interest: int, apr: int, period: int, share: int
) -> None:
    capped = min(share, period)
    off = scra.forgiven_of_instalment_cents(interest, apr, capped, period)
    assert 0 <= off <= interest
    if apr <= scra.CAP_BPS or capped == 0:
        assert off == 0
    if capped == period and apr > scra.CAP_BPS:
        assert abs(interest - off - interest * scra.CAP_BPS / apr) <= 0.5


def test_relief_can_be_asked_for_until_180_days_after_service() -> None:
    ended = date(2026, 1, 1)
    assert scra.request_in_time(ended, ended + timedelta(days=180))
    assert not scra.request_in_time(ended, ended + timedelta(days=181))
    assert scra.request_in_time(None, DAY)
    assert scra.request_in_time(date.max, DAY)


@given(
    principal=st.integers(100_000, 1_500_000),
    rate=st.integers(999, 3599),
    term=st.integers(12, 60),
    fee_bps=st.sampled_from((0, 200, 400, 600)),
)
def test_the_capped_rate_is_the_highest_that_keeps_36_percent(
    principal: int, rate: int, term: int, fee_bps: int
) -> None:
    fee = principal * fee_bps // 10_000
    capped = mapr.capped_rate_bps(principal, rate, term, fee)
    assert capped <= rate
    assert disclosure(principal, capped, term, fee).apr_bps <= 3600
    if capped < rate:
        assert disclosure(principal, capped + 1, term, fee).apr_bps > 3600


@pytest.mark.parametrize(
    ("plain", "shown"),
    [("+13025550142", "+*********42"), (None, None)],
)
def test_a_phone_number_shows_two_digits(plain: str | None, shown: str | None) -> None:
    assert masks.masked_phone(plain) == shown


def test_an_address_shows_its_first_letter_and_domain() -> None:
    assert masks.masked_email("ana.reyes@mail.example") == "a***@mail.example"
    assert masks.masked_email(None) is None


def test_proof_is_needed_above_five_thousand_dollars_alone() -> None:
    assert not hardship.proof_needed(500_000)
    assert hardship.proof_needed(500_001)
