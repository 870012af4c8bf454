"""Interest of an account's state: by bucket and rate over time, corrected for payments that already counted."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from accounts.ledger import Entry, Line
from accounts.posting.interest import charge_through, correction, payoff_cents
from accounts.posting.state import AccountState, RateTerm
from accounts.terms.interest import BalanceChange

OPENED = date(2026, 1, 1)


def line(*changes: tuple[int, int], rates: tuple[RateTerm, ...] = ()) -> AccountState:
    """A line with principal changes (day offset, cents) in the standard bucket."""
    state = AccountState(
        *("CL-100001", "B-1", "cash_line", "open", "OH", "C", OPENED, OPENED),
        credit_limit_cents=1_000_000,
        cycle_day=5,
        due_day=30,
        charged_through=None,
    )
    state.principal["standard"] = [BalanceChange(OPENED + timedelta(days=day), cents) for day, cents in changes]
    state.rates = list(rates) or [RateTerm("standard", "note", OPENED, None, 2499)]
    return state


def test_a_rate_change_splits_the_charge() -> None:
    rates = (
        RateTerm("standard", "note", OPENED, date(2026, 1, 10), 2499),
        RateTerm("standard", "scra", date(2026, 1, 11), None, 600),
    )
    charge = charge_through(line((0, 100_000), rates=rates), date(2026, 1, 31), "c")
    assert charge
    assert [(bucket.apr_bps, bucket.days, bucket.interest_cents) for bucket in charge.buckets] == [
        (2499, 10, 685),
        (600, 21, 345),
    ]


def test_days_are_charged_once() -> None:
    state = line((0, 100_000))
    state.charged_through = date(2026, 1, 31)
    assert charge_through(state, date(2026, 1, 31), "c") is None
    later = charge_through(state, date(2026, 2, 1), "c")
    assert later
    assert (later.from_on, later.through_on, later.total_cents) == (date(2026, 2, 1), date(2026, 2, 1), 68)


@given(
    paid_on=st.integers(1, 30),
    principal=st.integers(1, 500_000),
    payment=st.integers(1, 500_000),
)
def test_a_correction_makes_up_for_a_payment_that_posted_late(paid_on: int, principal: int, payment: int) -> None:
    """Charged in full and corrected costs what it would have cost had the payment been there, to a cent of rounding."""
    payment = min(payment, principal)
    end, credited = OPENED + timedelta(days=30), OPENED + timedelta(days=paid_on)
    full = charge_through(line((0, principal)), end, "full")
    known = charge_through(line((0, principal), (paid_on, -payment)), end, "known")
    state = line((0, principal))
    state.charged_through = end
    made = correction(state, [Line("1110", -payment, "principal", "standard")], credited, "late")
    assert full
    assert known
    assert made
    assert abs(full.total_cents + made.total_cents - known.total_cents) <= 1


@given(principal=st.integers(1, 1_000_000), days=st.integers(1, 400))
def test_a_payoff_is_the_debt_with_the_interest_up_to_the_day_before(principal: int, days: int) -> None:
    state, on = line((0, principal)), OPENED + timedelta(days=days)
    charge = charge_through(state, on - timedelta(days=1), "c")
    assert charge
    assert payoff_cents(state, on) == principal + charge.total_cents


def test_a_correction_beyond_the_unpaid_interest_lowers_the_principal() -> None:
    state = line((0, 100_000))
    state.charged_through, state.interest_cents = OPENED + timedelta(days=30), 10
    made = correction(state, [Line("1110", -100_000, "principal", "standard")], OPENED, "late")
    assert made
    entry = made.entry(OPENED, OPENED, "Interest")
    assert isinstance(entry, Entry)
    assert [(each.bucket, each.amount_cents) for each in entry.lines] == [
        ("interest", -10),
        ("principal", made.total_cents + 10),
        (None, -made.total_cents),
    ]
