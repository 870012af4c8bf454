"""Figures are typed, and a reply made of a turn's own values passes until one digit is changed."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.guards.evidence import Evidence
from assistant.guards.figures import figures
from assistant.guards.knowledge import Knowledge, learn
from assistant.guards.numbers import ungrounded
from assistant.guards.reading import Reading
from prompts import loader
from prompts.rendering import money, rate
from tools.caller import Caller

KNOWN: Knowledge = learn(loader.load())
TODAY = date(2026, 5, 15)


def check(reply: str, result: dict[str, Any], said: str = "") -> str | None:
    evidence = Evidence(Caller("B-1", "borrower", 1, "token"), TODAY, [said], [result], [])
    return ungrounded(Reading(reply, evidence, KNOWN))


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("$1,234.56", "money", Decimal("1234.56")),
        ("twenty-five dollars", "money", Decimal(25)),
        ("treinta y cinco dólares", "money", Decimal(35)),
        ("24.99%", "percent", Decimal("24.99")),
        ("12 por ciento", "percent", Decimal(12)),
        ("May 22, 2026", "date", (2026, 5, 22)),
        ("22 de mayo de 2026", "date", (2026, 5, 22)),
        ("2026-05-22", "date", (2026, 5, 22)),
        ("5/22/2026", "date", (2026, 5, 22)),
        ("8:00 p.m.", "time", 1200),
        ("1-800-555-0142", "phone", "8005550142"),
        ("CL-104233", "ident", "cl-104233"),
        ("three payments", "number", Decimal(3)),
        ("tres pagos", "number", Decimal(3)),
        ("the 15th", "ordinal", Decimal(15)),
        ("Friday", "weekday", 4),
        ("in April", "date", (None, 4, None)),
        ("_5_", "number", Decimal(5)),
        ("$.50", "money", Decimal("0.50")),
        ("½", "ident", "½"),
    ],
)
def test_figures_are_read_with_their_kind(text: str, kind: str, value: object) -> None:
    assert [(figure.kind, figure.value) for figure in figures(text)] == [(kind, value)]


@pytest.mark.parametrize("text", ["May I help?", "which one do you mean", "we march on", "rounded once", "see [1]"])
def test_words_that_only_look_like_figures_are_none(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    ("reply", "result"),
    [
        ("You have $5.00 left.", {"days_past_due": 5}),
        ("You have 5 payments left.", {"fee_cents": 500}),
        ("You are 5 months behind.", {"days_past_due": 5}),
        ("It is 24%.", {"apr_bps": 2499}),
        ("It is due June 7, 2026.", {"due_date": "2026-06-06"}),
        ("It is due Friday, June 6, 2026.", {"due_date": "2026-06-06"}),
        ("You have four fees.", {"fees": [1, 2, 3]}),
        ("It is $250.00.", {"proposal": {"lines": [{"label": "due_day", "kind": "count", "value": 250}]}}),
        ("Your refund is $45.00.", {"question": "Is it $45.00?", "options": []}),
    ],
)
def test_a_figure_of_another_kind_or_value_is_no_source(reply: str, result: dict[str, Any]) -> None:
    assert check(reply, result) is not None


@pytest.mark.parametrize(
    ("reply", "result"),
    [
        ("You have three fees.", {"fees": ["a", "b", "c"]}),
        ("You are 5 days behind.", {"days_past_due": 5}),
        ("It is due on the 6th.", {"due_date": "2026-06-06"}),
        ("It is due Saturday, June 6.", {"due_date": "2026-06-06"}),
        ("Vence el 6 de junio.", {"due_date": "2026-06-06"}),
        ("It adds $2.46 a day.", {"per_diem": "2.46123"}),
        ("1. Pay $5.00\n2. Wait", {"fee_cents": 500}),
        ("Today is May 15, 2026.", {}),
        ("It is $250.00.", {"proposal": {"lines": [{"label": "amount", "kind": "money", "value": 25000}]}}),
    ],
)
def test_any_written_form_of_a_value_is_grounded(reply: str, result: dict[str, Any]) -> None:
    assert check(reply, result) is None


def test_the_callers_own_figure_may_be_handed_back_but_not_confirmed() -> None:
    said = "my balance is $5 right?"
    assert check("You said your balance is $5.", {}, said) is None
    assert check("Your balance is $5.", {}, said) == "$5"
    assert check("You said your balance is $5, and that is correct.", {}, said) == "$5"
    assert check("You asked about it, and your balance is $5.", {}, said) == "$5"


@st.composite
def results(draw: st.DrawFn) -> tuple[dict[str, Any], list[str]]:
    cents = draw(st.integers(min_value=1, max_value=10**7))
    bps = draw(st.integers(min_value=1, max_value=3999))
    day = TODAY + timedelta(days=draw(st.integers(min_value=-900, max_value=900)))
    days = draw(st.integers(min_value=2, max_value=400))
    english = f"{day:%B} {day.day}, {day.year}"
    result = {"balance_cents": cents, "apr_bps": bps, "due_date": day.isoformat(), "days_past_due": days}
    return result, [money(cents), rate(bps), english, f"{days} days"]


@settings(max_examples=60, deadline=None)
@given(results())
def test_a_reply_of_the_turns_own_values_passes(made: tuple[dict[str, Any], list[str]]) -> None:
    result, shown = made
    assert check("Here: " + "; ".join(shown) + ".", result) is None


@settings(max_examples=120, deadline=None)
@given(results(), st.data())
def test_one_changed_digit_fails(made: tuple[dict[str, Any], list[str]], data: st.DataObject) -> None:
    result, shown = made
    text = data.draw(st.sampled_from(shown))
    at = data.draw(st.sampled_from([index for index, char in enumerate(text) if char.isdigit()]))
    digit = data.draw(st.sampled_from([char for char in "0123456789" if char != text[at]]))
    changed = text[:at] + digit + text[at + 1 :]
    same = {(f.kind, f.value, f.unit) for f in figures(changed)} <= {(f.kind, f.value, f.unit) for f in figures(text)}
    assert same or changed == f"{TODAY:%B} {TODAY.day}, {TODAY.year}" or check(f"Here: {changed}.", result) is not None
