"""An audit record takes ids, enumerations, hashes, versions and counts, and nothing that a person could have said."""

import hashlib
import uuid
from typing import Any

import pytest

from assistant.audit_body import MAX_CHARS, BodyRefused, check


@pytest.mark.parametrize(
    "value",
    [
        str(uuid.UUID(int=7)),
        hashlib.sha256(b"x").hexdigest(),
        "move_due_date",
        "IL-200871",
        "anon:3f9a_K-2",
        "POL-PAYOFF-01.CA",
        "assistant@12#0a1b2c3d4e5f",
        "2026-05-15",
        "2026-05-15T10:00:00.123456+00:00",
        "claude-3-5-sonnet-20241022",
        "openai:gpt-4.1-mini",
        "",
        0,
        True,
        None,
        ["open", "confirmed"],
        [{"name": "get_balance", "result": "ok", "rows": 3}],
    ],
)
def test_names_and_hashes_are_taken(value: Any) -> None:
    check({"value": value})


@pytest.mark.parametrize(
    "value",
    [
        "please move my due date",
        "moved\u00a0it",
        "ana@example.com",
        "+14155550123",
        "415-555-0123",
        "555-0123",
        "123-45-6789",
        "4111111111111111",
        "4111-1111-1111-1111",
        "memo:4111111111111111",
        "x" * (MAX_CHARS + 1),
        "¿cuánto?",
        1.5,
        b"bytes",
        ["fine", "not fine"],
        {"inner": {"deeper": "two words"}},
        {"Full Name": "x"},
        {"a": {"b": {"c": {"d": {"e": {"f": 1}}}}}},
        list(range(1000)),
    ],
)
def test_words_and_private_numbers_are_refused(value: Any) -> None:
    with pytest.raises(BodyRefused) as refused:
        check({"value": value})
    assert str(value) not in str(refused.value)
