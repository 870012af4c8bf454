"""Which clauses of a message may be requests of their own."""

from typing import Any

import pytest

from assistant.models.local.arguments import shared
from assistant.models.local.split import parts


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("whens my bill n how come theres a fee on it", ["whens my bill", "how come theres a fee on it"]),
        ("1) payoff amount 2) is there a penalty", ["payoff amount", "is there a penalty"]),
        ("(a) my rate (b) my limit", ["my rate", "my limit"]),
        ("balance? due date?", ["balance?", "due date?"]),
        ("my balance & my rate", ["my balance", "my rate"]),
        ("whats my balance whats my rate", ["whats my balance", "whats my rate"]),
        ("dime mi saldo y mi tasa", ["dime mi saldo", "mi tasa"]),
    ],
)
def test_requests_joined_as_people_join_them_fall_apart(message: str, expected: list[str]) -> None:
    assert parts(message) == expected


@pytest.mark.parametrize(
    "message",
    ["tell me what is due", "i want to know how much i owe", "i have a question about why is there a fee", "ok"],
)
def test_a_question_word_that_depends_on_the_words_before_begins_nothing(message: str) -> None:
    assert parts(message) == []


def test_what_kind_of_rows_is_asked_for_stays_with_its_own_clause() -> None:
    schema: dict[str, Any] = {
        "properties": {
            "status": {"enum": ["a", "b", "c"]},
            "product": {"enum": ["x", "y"]},
            "account": {"type": "string"},
        }
    }
    found = {"status": "a", "product": "x", "account": "1234"}
    assert shared(schema, found) == {"product": "x", "account": "1234"}
