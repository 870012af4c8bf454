"""When a conversation goes to a person, and what the person is told."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.nodes.compose import is_unresolved
from assistant.results import Handoff, Outcome, ToolCall

UNRESOLVED = "unresolved"
"""The reason when two turns in a row left the person without an answer (CFPB chatbot spotlight 2023-06)."""


def requested(calls: Sequence[ToolCall]) -> Handoff | None:
    """The hand-off that this turn's calls asked for, if any; the first one counts."""
    for call in calls:
        if call.name == "hand_off" and "error" not in call.result:
            return from_rule(str(call.result["reason"]), call.result)
    return None


def from_rule(reason: str, rule: Mapping[str, Any]) -> Handoff:
    """A new hand-off by the rule of prompts/handoffs.yaml for `reason`."""
    return Handoff(
        handoff_id=str(uuid.uuid4()),
        reason=reason,
        queue=str(rule["queue"]),
        hours=rule.get("hours"),
        phone=rule.get("phone"),
        urgent=bool(rule.get("urgent", False)),
    )


def is_due(outcome: Outcome, previous: Sequence[Outcome]) -> bool:
    """Whether this is the second turn in a row without an answer, so that a person must take over."""
    return is_unresolved(outcome) and bool(previous) and is_unresolved(previous[-1])
