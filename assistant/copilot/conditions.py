"""Conditions of the rules, as data: `{days_past_due: {min: 30}, status: [open, frozen], autopay_on: false}`."""

from collections.abc import Mapping
from typing import Any, cast

Condition = dict[str, Any]


def holds(condition: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Whether every fact named is as it says.

    A value: equal to it. A list: one of them. `{min, max}`: a number within; `{has: [..]}`: a list that holds one of
    them; `{known: true}`: there is a value. Raises KeyError for a fact that there is not: a misspelt rule never holds
    quietly.
    """
    return all(_is(facts[name], wanted) for name, wanted in condition.items())


def _is(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, list):
        return value in wanted
    if not isinstance(wanted, Mapping):
        return value == wanted
    bounds = cast(Mapping[str, Any], wanted)
    if "known" in bounds:
        return (value is not None) == bounds["known"]
    if "has" in bounds:
        return bool(set(cast(list[str], value or [])) & set(bounds["has"]))
    if value is None:
        return False
    return bounds.get("min", value) <= value <= bounds.get("max", value)
