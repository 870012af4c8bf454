"""Division of payments, fees and return codes as data."""

from hypothesis import given
from hypothesis import strategies as st

from accounts.terms.allocate import PrincipalBucket, allocate_line_payment, allocate_loan_payment
from accounts.terms.returncodes import return_codes

CENTS = st.integers(0, 2_000_000)
BUCKETS = st.lists(
    st.builds(PrincipalBucket, st.sampled_from(["new_terms", "promotional", "standard"]), st.integers(0, 3600), CENTS),
    unique_by=lambda bucket: bucket.name,
    max_size=3,
)


@given(CENTS, CENTS, CENTS, CENTS, BUCKETS)
def test_no_cent_of_a_line_payment_is_lost_and_no_part_exceeds_what_is_owed(
    paid: int, due: int, interest: int, fees: int, buckets: list[PrincipalBucket]
) -> None:
    parts = allocate_line_payment(paid, due, interest, fees, buckets)
    assert parts.total_cents == paid
    owed = {bucket.name: bucket.principal_cents for bucket in buckets}
    assert all(0 <= cents <= owed[name] for name, cents in parts.principal_by_bucket)
    assert 0 <= parts.interest_cents <= interest
    assert 0 <= parts.fees_cents <= fees
    assert parts.credit_cents == max(paid - interest - fees - sum(owed.values()), 0)


@given(CENTS, CENTS, CENTS, BUCKETS)
def test_the_minimum_pays_interest_and_fees_before_principal(
    due: int, interest: int, fees: int, buckets: list[PrincipalBucket]
) -> None:
    parts = allocate_line_payment(due, due, interest, fees, buckets)
    if parts.principal_cents:
        assert (parts.interest_cents, parts.fees_cents) == (interest, fees)


@given(CENTS, BUCKETS)
def test_the_excess_pays_a_dearer_bucket_before_a_cheaper_one(paid: int, buckets: list[PrincipalBucket]) -> None:
    parts = dict(allocate_line_payment(paid, 0, 0, 0, buckets).principal_by_bucket)
    for dear in buckets:
        for cheap in buckets:
            if dear.apr_bps > cheap.apr_bps and parts[cheap.name]:
                assert parts[dear.name] == dear.principal_cents


@given(CENTS, CENTS, CENTS, CENTS)
def test_a_loan_payment_goes_to_interest_fees_principal_in_this_order(
    paid: int, interest: int, fees: int, principal: int
) -> None:
    parts = allocate_loan_payment(paid, interest, fees, principal)
    assert parts.total_cents == paid
    assert parts.fees_cents == min(fees, max(paid - interest, 0))
    assert parts.principal_cents == min(principal, max(paid - interest - fees, 0))


def test_return_codes_are_complete_and_do_not_contradict_themselves() -> None:
    codes = return_codes()
    assert {"R01", "R02", "R03", "R04", "R07", "R08", "R09", "R10", "R16", "R20", "R29"} <= set(codes)
    for code in codes.values():
        assert not (code.retry and (code.blocks_bank or code.revokes)), code
        assert not (code.fee and code.revokes), code


def test_only_a_shortage_of_money_may_be_tried_again() -> None:
    assert [code.code for code in return_codes().values() if code.retry] == ["R01", "R09"]
