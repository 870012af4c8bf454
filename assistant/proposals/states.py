"""The states of a proposal and the only ways between them. docs/acting.md shows this table; a test holds them equal."""

from collections.abc import Mapping
from typing import Literal

State = Literal[
    "open",
    "awaiting_approval",
    "confirmed",
    "executing",
    "done",
    "refused",
    "rejected",
    "superseded",
    "expired",
    "cancelled",
]
Event = Literal["confirm", "reject", "supersede", "expire", "approve", "cancel", "execute", "settle"]

TRANSITIONS: Mapping[tuple[State, Event], tuple[State, ...]] = {
    ("open", "confirm"): ("confirmed", "awaiting_approval"),
    ("open", "reject"): ("rejected",),
    ("open", "supersede"): ("superseded",),
    ("open", "expire"): ("expired",),
    ("awaiting_approval", "approve"): ("confirmed",),
    ("awaiting_approval", "reject"): ("rejected",),
    ("awaiting_approval", "cancel"): ("cancelled",),
    ("awaiting_approval", "expire"): ("expired",),
    ("confirmed", "execute"): ("executing",),
    ("executing", "settle"): ("done", "refused"),
}
FINAL: frozenset[State] = frozenset({"done", "refused", "rejected", "superseded", "expired", "cancelled"})


class NotPossible(ValueError):
    """The proposal is in a state from which this cannot happen; the message names both."""


def after(state: State, event: Event) -> tuple[State, ...]:
    """The states that `event` may lead to from `state`. Raises NotPossible."""
    if (state, event) not in TRANSITIONS:
        raise NotPossible(f"A proposal that is {state.replace('_', ' ')} cannot {event}.")
    return TRANSITIONS[state, event]
