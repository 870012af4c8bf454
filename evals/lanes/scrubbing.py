"""What must not be committed with a recorded answer: keys, tokens, and whose account with a provider it was."""

import re
from collections.abc import Mapping
from typing import Any, cast

_SECRETS = re.compile(
    r"\b(?:sk|pk|rk)-[A-Za-z0-9_-]{16,}"
    r"|\bBearer\s+[A-Za-z0-9._~+/=-]{16,}"
    r"|\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}"
    r"|\bAKIA[0-9A-Z]{16}\b"
    r"|\bgh[pousr]_[A-Za-z0-9]{20,}"
)
_ABOUT_THE_CALLER = frozenset(
    {
        "id",
        "organization",
        "organization_id",
        "request_id",
        "headers",
        "system_fingerprint",
        "user",
        "api_key",
        "project",
    }
)
REMOVED = "[removed]"


def scrubbed(value: object) -> Any:
    """A copy without secrets in its texts and without fields that are about the caller's account."""
    if isinstance(value, str):
        return _SECRETS.sub(REMOVED, value)
    if isinstance(value, Mapping):
        given = cast(Mapping[str, object], value)
        return {name: scrubbed(inner) for name, inner in given.items() if name.lower() not in _ABOUT_THE_CALLER}
    if isinstance(value, list | tuple):
        return [scrubbed(inner) for inner in cast(list[object], value)]
    return value
