"""Choosing receivables for a pool: in order, within its commitment and the share that one state may have."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

BPS = 10_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A receivable that qualifies; balance in cents."""

    account_id: str
    state: str
    balance_cents: int


def choose(
    candidates: Iterable[Candidate],
    held_cents: Mapping[str, int],
    state_limit_bps: int | None = None,
    commitment_cents: int | None = None,
) -> list[Candidate]:
    """The candidates that go in, in their order; `held_cents` is what the pool has already, by state.

    One that does not fit into the commitment is passed over. Then, while a state has more than its share of what the
    pool would hold, its last candidates are left out again: every removal is needed by any smaller pool too, so the
    result is the largest one that keeps the limit in this order. What is held already is never taken out.
    """
    room = None if commitment_cents is None else commitment_cents - sum(held_cents.values())
    taken = list[Candidate]()
    for candidate in candidates:
        if room is None or candidate.balance_cents <= room:
            taken.append(candidate)
            room = None if room is None else room - candidate.balance_cents
    return taken if state_limit_bps is None else _within_share(taken, held_cents, state_limit_bps)


def _within_share(taken: Sequence[Candidate], held_cents: Mapping[str, int], limit_bps: int) -> list[Candidate]:
    by_state = defaultdict[str, list[Candidate]](list)
    balance = defaultdict[str, int](int, held_cents)
    for candidate in taken:
        by_state[candidate.state].append(candidate)
        balance[candidate.state] += candidate.balance_cents
    total, left_out = sum(balance.values()), set[str]()
    trimmed = True
    while trimmed:
        trimmed, most = False, total * limit_bps
        for state, inside in by_state.items():
            while inside and balance[state] * BPS > most:
                last = inside.pop()
                left_out.add(last.account_id)
                balance[state] -= last.balance_cents
                total -= last.balance_cents
                trimmed = True
    return [candidate for candidate in taken if candidate.account_id not in left_out]
