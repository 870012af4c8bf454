"""Choosing receivables: order, commitment and the share of a state, for any candidates."""

from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from accounts.funding.choose import BPS, Candidate, choose

STATES = ("CA", "NY", "TX", "OH")
BALANCES = st.tuples(st.sampled_from(STATES), st.integers(1, 50_000_00))
HELD = st.dictionaries(st.sampled_from(STATES), st.integers(0, 100_000_00))


def candidates(given: list[tuple[str, int]]) -> list[Candidate]:
    return [Candidate(f"CL-{100_000 + number}", state, cents) for number, (state, cents) in enumerate(given)]


def by_state(chosen: list[Candidate], held: dict[str, int]) -> Counter[str]:
    sums = Counter[str](held)
    for each in chosen:
        sums[each.state] += each.balance_cents
    return sums


@given(st.lists(BALANCES, max_size=40), HELD, st.integers(1, BPS), st.none() | st.integers(0, 300_000_00))
def test_a_state_that_gets_more_keeps_its_share_and_the_commitment_is_kept(
    offered: list[tuple[str, int]], held: dict[str, int], limit: int, commitment: int | None
) -> None:
    pool = candidates(offered)
    chosen = choose(pool, held, limit, commitment)
    sums = by_state(chosen, held)
    for state in {each.state for each in chosen}:
        assert sums[state] * BPS <= sums.total() * limit
    assert commitment is None or not chosen or sums.total() <= commitment
    order = [pool.index(each) for each in chosen]
    assert order == sorted(set(order))


@given(st.lists(BALANCES, max_size=40), HELD)
def test_without_limits_all_go_in(offered: list[tuple[str, int]], held: dict[str, int]) -> None:
    assert choose(candidates(offered), held) == candidates(offered)


@given(st.lists(BALANCES, max_size=30), HELD, st.integers(1, BPS))
def test_what_a_state_gives_up_is_its_last(offered: list[tuple[str, int]], held: dict[str, int], limit: int) -> None:
    chosen = {each.account_id for each in choose(candidates(offered), held, limit)}
    for state in STATES:
        kept = [each.account_id in chosen for each in candidates(offered) if each.state == state]
        assert kept == sorted(kept, reverse=True)


@given(st.lists(BALANCES, max_size=9), st.integers(2_000, BPS))
def test_no_larger_choice_that_drops_only_last_ones_keeps_the_limit(offered: list[tuple[str, int]], limit: int) -> None:
    pool = candidates(offered)
    chosen = choose(pool, {}, limit)
    most = by_state(chosen, {}).total()
    for size in range(len(pool) + 1):
        for some in combinations(pool, size):
            sums = by_state(list(some), {})
            in_order = all(
                [each in some for each in pool if each.state == state]
                == sorted((each in some for each in pool if each.state == state), reverse=True)
                for state in STATES
            )
            if in_order and all(cents * BPS <= sums.total() * limit for cents in sums.values()):
                assert sums.total() <= most


def test_one_that_does_not_fit_is_passed_over_for_a_smaller_one() -> None:
    pool = candidates([("CA", 600), ("CA", 500), ("CA", 400)])
    assert choose(pool, {}, commitment_cents=1_000) == [pool[0], pool[2]]


def test_what_is_held_counts_but_is_never_taken_out() -> None:
    pool = candidates([("CA", 100), ("NY", 100)])
    assert choose(pool, {"CA": 1_000}, 6_000) == [pool[1]]
