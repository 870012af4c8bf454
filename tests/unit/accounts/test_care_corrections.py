"""A credit is divided over what is owed without loss, and never takes more from a bucket than it holds."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from accounts.posting.corrections import Place, credit_lines
from accounts.posting.state import AccountState, RateTerm
from accounts.terms.interest import BalanceChange

ON = date(2026, 3, 10)
APRS = {"standard": 2499, "promotional": 999, "new_terms": 2899}
cents = st.integers(0, 100_000)


def line(standard: int, promotional: int, new_terms: int, interest: int, fees: int) -> AccountState:
    held = {"standard": standard, "promotional": promotional, "new_terms": new_terms}
    return AccountState(
        *("CL-100001", "B-1", "cash_line", "open", "OH", "C", ON, ON, 200_000, 12, 6, None),
        interest_cents=interest,
        fees_cents=fees,
        principal={bucket: [BalanceChange(ON, amount)] for bucket, amount in held.items()},
        rates=[RateTerm(bucket, "note", ON, None, apr) for bucket, apr in APRS.items()],
    )


states = st.builds(line, cents, cents, cents, cents, cents)
places = st.sampled_from(
    [("principal", "standard"), ("principal", "promotional"), ("fees", None), ("interest", None), ("principal", None)]
)


@given(state=states, amount=st.integers(1, 600_000), first=places)
def test_a_credit_is_divided_without_loss_within_what_each_bucket_holds(
    state: AccountState, amount: int, first: Place
) -> None:
    lines = credit_lines(state, amount, first, ON)
    assert sum(each.amount_cents for each in lines) == -amount
    held: dict[Place, int] = {("fees", None): state.fees_cents, ("interest", None): state.interest_cents}
    held |= {("principal", bucket): state.principal_of(bucket) for bucket in state.principal}
    for each in lines:
        assert each.amount_cents < 0
        if each.bucket != "credit":
            assert each.bucket is not None
            assert -each.amount_cents <= held[each.bucket, each.rate_bucket]
    credit = sum(-each.amount_cents for each in lines if each.bucket == "credit")
    assert credit == max(amount - state.owed_cents, 0)


@given(state=states, amount=st.integers(1, 600_000), first=places)
def test_what_was_disputed_goes_first_then_the_dearest_principal(
    state: AccountState, amount: int, first: Place
) -> None:
    lines = credit_lines(state, amount, first, ON)
    taken = {(each.bucket, each.rate_bucket): -each.amount_cents for each in lines}
    if first != ("principal", None):
        bucket, rate_bucket = first
        held = state.principal_of(rate_bucket) if rate_bucket else {"fees": state.fees_cents}.get(bucket)
        if held is not None:
            assert taken.get(first, 0) == min(amount, held)
    others = [bucket for bucket in ("new_terms", "standard", "promotional") if first != ("principal", bucket)]
    for dearer, cheaper in pairwise(others):
        if taken.get(("principal", cheaper)):
            assert taken.get(("principal", dearer), 0) == state.principal_of(dearer)
