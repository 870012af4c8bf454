"""Due days, plans of what is left, re-ageing and increases: by worked cases and by properties."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.terms.amortise import Instalment
from accounts.terms.calendar import add_months, due_date
from accounts.terms.delinquency import ReageFacts
from accounts.terms.due_days import cycle_day_for, move_cycle, move_instalment, statement_due_date
from accounts.terms.increase import IncreaseFacts, increase_refusals
from accounts.terms.offering import offer_refusals
from accounts.terms.reage import Bill, Paid, consecutive_minimums, is_lump_sum, refusals
from accounts.terms.replan import Owed, Planned, disclose, spread, to_the_end

DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
DUE_DAYS = st.integers(1, 28)
ORACLES: dict[str, Any] = json.loads(
    (Path(__file__).parents[3] / ".." / "shared" / "servicing-oracles.json").read_text()
)


@given(DAYS, st.sampled_from((5, 12, 19, 26)))
def test_a_line_that_never_moved_is_due_25_days_after_its_close(month: date, cycle_day: int) -> None:
    close = month.replace(day=cycle_day)
    nominal = (date(2025, 1, cycle_day) + timedelta(days=25)).day
    assert statement_due_date(close, nominal) == due_date(close)


@given(DAYS, DUE_DAYS)
def test_a_chosen_due_day_is_met_in_every_month_25_days_after_the_close_or_later(month: date, due_day: int) -> None:
    close = month.replace(day=cycle_day_for(due_day))
    due = statement_due_date(close, due_day)
    assert due.day == due_day
    assert 25 <= (due - close).days <= 28


@given(DAYS, st.integers(0, 30), DUE_DAYS)
def test_the_transitional_cycle_is_neither_short_nor_closes_twice_in_a_month(
    last_close: date, later: int, due_day: int
) -> None:
    today = last_close + timedelta(days=later)
    move = move_cycle(last_close, today, due_day)
    assert move.first_close > today
    assert timedelta(days=20) <= move.first_close - last_close <= timedelta(days=62)
    assert (move.first_close.year, move.first_close.month) != (last_close.year, last_close.month)
    assert move.first_due_date.day == due_day
    # from the switch on, the first day with the new number is the first close: nothing closes in between
    assert today <= move.switch_on <= move.first_close
    assert add_months(move.first_close, -1, move.cycle_day) < move.switch_on


def test_a_loan_moves_at_most_15_days_later() -> None:
    today, due = date(2026, 5, 15), date(2026, 6, 10)
    assert move_instalment(due, 25, today, None) == date(2026, 6, 25)
    assert move_instalment(due, 26, today, None) is None
    assert move_instalment(due, 5, today, None) == date(2026, 6, 5), "earlier, its bill goes out on May 16"
    assert move_instalment(due, 4, today, None) is None, "its bill would have had to go out today"
    assert move_instalment(date(2026, 6, 28), 10, today, None) == date(2026, 7, 10)


def test_an_earlier_day_does_not_put_two_bills_into_one_month() -> None:
    today, billed = date(2026, 6, 3), date(2026, 6, 22)
    assert move_instalment(date(2026, 7, 22), 21, today, billed) == date(2026, 7, 21), "billed on June 2 and July 1"
    assert move_instalment(date(2026, 7, 22), 20, today, billed) is None, "would be billed on June 30"


OWED = st.builds(
    Owed, st.integers(10_000, 1_500_000), st.integers(0, 20_000), st.dates(date(2025, 1, 1), date(2026, 1, 1))
)


@given(OWED, st.integers(0, 2599), st.integers(1, 60))
def test_what_is_spread_repays_the_debt_to_the_cent(owed: Owed, rate: int, months: int) -> None:
    dates = [add_months(owed.accrues_from, month + 1, 10) for month in range(months)]
    plan = spread(owed, rate, 7, dates)
    assert [row.number for row in plan] == list(range(7, 7 + months))
    assert sum(row.principal_cents for row in plan) == owed.principal_cents
    assert all(row.amount_cents == row.principal_cents + row.interest_cents for row in plan)
    assert plan[-1].balance_cents == 0
    told = disclose(owed, plan)
    assert told.total_of_payments_cents == told.amount_financed_cents + told.finance_charge_cents
    assert told.finance_charge_cents >= 0


def test_the_disclosed_apr_of_a_modified_loan_is_within_an_eighth_of_its_rate() -> None:
    """No fee is in it, so the APR of monthly periods is the note rate but for odd days: 12 CFR 1026.22(a)(2)."""
    owed = Owed(642_317, 0, date(2026, 5, 10))
    plan = spread(owed, 1499, 1, [add_months(date(2026, 6, 10), month, 10) for month in range(36)])
    assert abs(disclose(owed, plan).apr_percent - Decimal("14.99")) <= Decimal("0.125")


def test_the_worked_apr_comes_out_of_the_same_figures() -> None:
    expect = ORACLES["closed_end_apr"]["expect"]
    plan = [Instalment(n, add_months(date(2026, 1, 1), n), 36_152, 0, 0, 0) for n in range(1, 37)]
    told = disclose(Owed(920_000, 0, date(2026, 1, 1)), plan)
    assert f"{told.apr_percent:.3f}" == expect["apr_pct"]
    assert f"{told.finance_charge_cents / 100:.2f}" == expect["finance_charge"]


def test_extra_days_are_in_the_last_instalment() -> None:
    owed = Owed(100_000, 0, date(2026, 1, 10))
    planned = [Planned(n, add_months(date(2026, 1, 10), n), 34_000) for n in (1, 2, 3)]
    later = [Planned(each.number, each.due_date + timedelta(days=5), each.amount_cents) for each in planned]
    usual, moved = to_the_end(owed, 2000, planned), to_the_end(owed, 2000, later)
    assert [row.amount_cents for row in moved[:2]] == [34_000, 34_000]
    # five days of 20% on $1,000 are $2.74, and that much less principal paid bears a little more interest itself
    assert 274 <= moved[2].amount_cents - usual[2].amount_cents <= 290


def test_to_the_end_needs_an_instalment() -> None:
    with pytest.raises(ValueError, match="at least one instalment"):
        to_the_end(Owed(1, 0, date(2026, 1, 1)), 0, [])


BILLS = [Bill(date(2026, month, 6), 4_000) for month in (1, 2, 3, 4, 5)]


@pytest.mark.parametrize(
    ("paid", "count"),
    [
        ([], 0),
        ([(date(2026, 5, 1), 4_000)], 1),
        ([(date(2026, 4, 7), 3_600), (date(2026, 4, 1), 3_600)], 2),
        ([(date(2026, 5, 1), 3_599)], 0),
        ([(date(2026, 3, 1), 4_000), (date(2026, 4, 1), 4_000), (date(2026, 5, 1), 4_000)], 3),
        ([(date(2026, 2, 1), 4_000), (date(2026, 3, 1), 4_000), (date(2026, 5, 1), 4_000)], 1),
        ([(date(2026, 5, 7), 4_000)], 0),
    ],
)
def test_minimum_payments_in_a_row_are_counted_from_the_newest_bill(paid: list[tuple[date, int]], count: int) -> None:
    assert consecutive_minimums(BILLS, [Paid(*each) for each in paid], date(2026, 5, 15)) == count


def test_a_bill_that_is_not_due_yet_breaks_nothing_and_counts_when_paid() -> None:
    bills, on = [*BILLS, Bill(date(2026, 6, 6), 4_000)], date(2026, 5, 15)
    three = [Paid(date(2026, month, 1), 4_000) for month in (3, 4, 5)]
    assert consecutive_minimums(bills, three, on) == 3
    assert consecutive_minimums(bills, [*three, Paid(date(2026, 5, 10), 4_000)], on) == 4


def test_three_minimums_at_once_are_a_lump_sum() -> None:
    on = date(2026, 5, 15)
    assert is_lump_sum(BILLS, [Paid(date(2026, 5, 14), 12_000)], on)
    assert not is_lump_sum(BILLS, [Paid(date(2026, 5, 14), 11_999)], on)
    assert not is_lump_sum(BILLS, [Paid(date(2026, 3, 6), 12_000)], on), "before the three bills"
    assert not is_lump_sum(BILLS[:2], [Paid(date(2026, 5, 14), 12_000)], on)


ON = date(2026, 5, 15)
REAGE_CASES = {
    "mob8": ReageFacts(date(2025, 9, 1), 3),
    "two_payments": ReageFacts(date(2025, 1, 1), 2),
    "last_reage_11mo": ReageFacts(date(2024, 1, 1), 3, earlier_reages=(date(2025, 6, 15),)),
    "third_in_5y": ReageFacts(date(2020, 1, 1), 3, earlier_reages=(date(2022, 1, 1), date(2024, 1, 1))),
    "mob9_three_payments": ReageFacts(date(2025, 8, 15), 3),
}


@pytest.mark.parametrize(("case", "expected"), ORACLES["reage"]["expect"].items())
def test_re_age_oracles(case: str, expected: str) -> None:
    reasons = refusals(REAGE_CASES[case], ON)
    assert ("deny" if reasons else "allow") == expected
    assert all(text.endswith(".") for _, text in reasons)


GOOD = IncreaseFacts("open", date(2025, 11, 15), 200_000, 0)


def test_an_increase_may_be_asked_for_six_months_after_opening() -> None:
    assert increase_refusals(GOOD, 300_000, ON) == ()
    (reason,) = increase_refusals(GOOD, 300_000, ON - timedelta(days=1))
    assert reason[0] == "too-new"
    assert "2026-05-15" in reason[1]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"status": "frozen"}, "not-open"),
        ({"days_past_due": 1}, "past-due"),
        ({"last_decided_on": date(2025, 11, 16)}, "too-soon"),
        ({"in_review": True}, "in-review"),
        ({"limit_cents": 300_000}, "amount"),
    ],
)
def test_what_stands_in_the_way_of_an_increase(change: dict[str, Any], code: str) -> None:
    facts = IncreaseFacts(**{name: getattr(GOOD, name) for name in GOOD.__slots__} | change)
    assert [reason[0] for reason in increase_refusals(facts, 300_000, ON)] == [code]


@pytest.mark.parametrize(
    ("product", "state", "cents", "months", "codes"),
    [
        ("cash_line", "OH", 50_000, None, []),
        ("cash_line", "MA", 50_000, None, ["state"]),
        ("instalment_loan", "MA", 100_000, 12, []),
        ("instalment_loan", "AR", 99_999, 61, ["state", "amount", "term"]),
        ("cash_line", "OH", 1_000_001, 12, ["amount", "term"]),
    ],
)
def test_what_is_offered_where(product: Any, state: str, cents: int, months: int | None, codes: list[str]) -> None:
    assert [code for code, _ in offer_refusals(product, state, cents, months)] == codes
