"""Dates, spans, periods, accounts and enumerations from a borrower's words."""

from datetime import date

import pytest

from assistant.models.local.arguments import extract, last_four
from assistant.models.local.dates import asked_day, named_days
from assistant.models.local.periods import named_month, span

FRIDAY = date(2026, 5, 15)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("if i pay next friday", "2026-05-22"),
        ("el viernes que viene", "2026-05-22"),
        ("by Monday please", "2026-05-18"),
        ("payoff for june 3", "2026-06-03"),
        ("el 3 de junio", "2026-06-03"),
        ("6/3", "2026-06-03"),
        ("6/3/26", "2026-06-03"),
        ("2026-06-03", "2026-06-03"),
        ("the 20th", "2026-05-20"),
        ("el día 3", "2026-06-03"),
        ("at the end of the month", "2026-05-31"),
        ("fin de mes", "2026-05-31"),
        ("end of next month", "2026-06-30"),
        ("in two weeks", "2026-05-29"),
        ("in a couple of weeks", "2026-05-29"),
        ("dentro de 10 días", "2026-05-25"),
        ("mañana", "2026-05-16"),
        ("the first of next month", "2026-06-01"),
        ("january 5", "2027-01-05"),
    ],
)
def test_a_day_ahead_is_counted_from_the_business_date(words: str, day: str) -> None:
    assert [named.day.isoformat() for named in named_days(words, FRIDAY)] == [day]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("my check came today, what would clear the loan on the 28th", "2026-05-28"),
        ("hoy cobré, ¿cuánto sería el 28?", "2026-05-28"),
        ("ten days from today", "2026-05-25"),
        ("three weeks from now", "2026-06-05"),
        ("a week from tomorrow", "2026-05-23"),
        ("de hoy en ocho días", "2026-05-22"),
        ("hoy en quince", "2026-05-29"),
        ("if i hold off until the 28", "2026-05-28"),
        ("el último día del mes", "2026-05-31"),
        ("what is it today", "2026-05-15"),
        ("whenever", None),
    ],
)
def test_the_day_asked_about_is_read_whole_and_before_a_mere_today(words: str, day: str | None) -> None:
    asked = asked_day(words, FRIDAY)
    assert (asked.isoformat() if asked else None) == day


@pytest.mark.parametrize("words", ["february 30", "13/45", "i owe $500", "may i ask something", "1/2 of it later"])
def test_what_is_no_day_is_no_day(words: str) -> None:
    assert all(named.day.isoformat() != "2026-05-15" for named in named_days(words, FRIDAY))
    assert not named_days("february 30", FRIDAY)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("last month's statement", "2026-04-01"),
        ("estado de cuenta de abril", "2026-04-01"),
        ("december", "2025-12-01"),
        ("march 2025", "2025-03-01"),
        ("may i see it", None),
        ("june 3", None),
    ],
)
def test_a_month_is_the_latest_that_has_begun(words: str, first: str | None) -> None:
    month = named_month(words, FRIDAY)
    assert (month.isoformat() if month else None) == first


@pytest.mark.parametrize(
    ("words", "bounds"),
    [
        ("everything in april", ("2026-04-01", "2026-04-30")),
        ("since may 1", ("2026-05-01", "2026-05-15")),
        ("between april 3 and april 20", ("2026-04-03", "2026-04-20")),
        ("last week", ("2026-05-04", "2026-05-10")),
        ("the last 30 days", ("2026-04-15", "2026-05-15")),
        ("yesterday", ("2026-05-14", "2026-05-14")),
    ],
)
def test_a_span_looks_back(words: str, bounds: tuple[str, str]) -> None:
    assert tuple(day.isoformat() if day else None for day in span(words, FRIDAY)) == bounds


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("the one ending in 4821", "4821"),
        ("bal on 4821", "4821"),
        ("what happened in 2025", None),
        ("i paid $1200", None),
        ("acct 2031", "2031"),
    ],
)
def test_last_four_digits_are_neither_years_nor_amounts(words: str, digits: str | None) -> None:
    assert last_four(words) == digits


def test_a_schema_tells_what_to_look_for() -> None:
    account = "`cash_line` (cash line, línea), `instalment_loan` (loan, préstamo), or the last four digits."
    schema = {
        "properties": {
            "account": {"anyOf": [{"type": "string"}, {"type": "null"}], "description": account},
            "payoff_date": {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
        }
    }
    assert extract(schema, "payoff of my loan on june 3", FRIDAY) == {
        "account": "instalment_loan",
        "payoff_date": "2026-06-03",
    }
    assert extract(schema, "mi línea", FRIDAY) == {"account": "cash_line"}
    assert extract(schema, "my loan and my cash line", FRIDAY) == {}
    assert extract({"properties": {}}, "payoff of my loan on june 3", FRIDAY) == {}


def test_a_value_that_the_schema_does_not_allow_is_left_out() -> None:
    schema = {"properties": {"kind": {"enum": ["draw"], "description": "`draw` (draws), `gift` (gifts)"}}}
    assert extract(schema, "my draws", FRIDAY) == {"kind": "draw"}
    assert extract(schema, "my gifts", FRIDAY) == {}
